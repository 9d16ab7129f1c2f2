import { beforeAll, describe, expect, test } from "vitest";
import { ROLES } from "@/lib/domain/permissions";
import { openApiDocument } from "@/lib/http/openapi";
import { isObject } from "@/lib/testing/api";
import { apiRoutes, handlersOf } from "@/lib/testing/api-routes";
import { OPERATIONS } from "./operations";

const BASE = "/api/v2";
const document = openApiDocument(OPERATIONS);
let inFiles: Set<string>;
let publicOnes: Set<string>;

beforeAll(async () => {
  inFiles = new Set();
  publicOnes = new Set();
  for (const route of apiRoutes()) {
    if (!route.address.startsWith(`${BASE}/`) || route.address.includes("+}")) continue;
    for (const [method, handler] of await handlersOf(route)) {
      const name = `${method} ${route.address.slice(BASE.length)}`;
      inFiles.add(name);
      if (handler.definition.permission === "public") publicOnes.add(name);
    }
  }
});

function described(): Map<string, Record<string, unknown>> {
  const found = new Map<string, Record<string, unknown>>();
  for (const [address, methods] of Object.entries(isObject(document.paths) ? document.paths : {})) {
    for (const [method, operation] of Object.entries(isObject(methods) ? methods : {})) {
      if (isObject(operation)) found.set(`${method.toUpperCase()} ${address}`, operation);
    }
  }
  return found;
}

describe("the OpenAPI document", () => {
  test("describes every method of every route file, and nothing else", () => {
    expect(inFiles.size).toBeGreaterThan(40);
    const own = new Set(inFiles);
    // It describes itself where it is served, beside this list.
    own.delete("GET /openapi.json");
    expect([...described().keys()].sort()).toEqual([...own].sort());
    expect([...publicOnes]).toEqual(["GET /openapi.json"]);
  });

  test("tells for every operation who may, what it takes, and how it refuses", () => {
    const ids = new Set<unknown>();
    for (const [name, operation] of described()) {
      const roles = isObject(operation["x-roles"]) ? operation["x-roles"] : {};
      expect([name, Object.keys(roles).sort()]).toEqual([name, [...ROLES].sort()]);
      const responses = isObject(operation.responses) ? Object.keys(operation.responses) : [];
      expect([name, responses]).toEqual([name, expect.arrayContaining(["400", "401", "500"])]);
      expect([name, responses.some((status) => status.startsWith("2"))]).toEqual([name, true]);
      if (Object.values(roles).includes("forbidden"))
        expect([name, responses]).toEqual([name, expect.arrayContaining(["403"])]);
      const inPath = [...name.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const parameters = Array.isArray(operation.parameters) ? operation.parameters.filter(isObject) : [];
      expect([name, parameters.filter((one) => one.in === "path").map((one) => one.name)]).toEqual([
        name,
        inPath,
      ]);
      ids.add(operation.operationId);
    }
    expect(ids.size).toBe(described().size);
  });

  test("gives the search's parameters with their bounds", () => {
    const parameters = described().get("GET /recordings")?.parameters;
    const byName = new Map((Array.isArray(parameters) ? parameters : []).map((one) => [one.name, one]));
    expect(byName.get("limit")).toEqual({
      name: "limit",
      in: "query",
      required: false,
      schema: { type: "integer", minimum: 1, maximum: 500 },
    });
    expect(byName.get("screenRecording").schema).toEqual({ type: "boolean" });
    expect([...byName.keys()]).toEqual(
      expect.arrayContaining([
        "callerPhoneNumber",
        "userName",
        "userData",
        "includeLabels",
        "cursor",
        "phoneNumber",
      ]),
    );
  });

  test("gives bodies, and one shape for every refusal", () => {
    const body = described().get("POST /recordings/{recordingId}/reveal")?.requestBody;
    expect(body).toMatchObject({
      required: true,
      content: {
        "application/json": {
          schema: { type: "object", required: ["fields", "reason"], additionalProperties: false },
        },
      },
    });
    expect(described().get("DELETE /recordings/{recordingId}")?.requestBody).toMatchObject({
      required: false,
    });
    expect(document.components).toMatchObject({
      schemas: {
        Problem: { required: ["statusCode", "statusMessage"], additionalProperties: false },
      },
    });
  });

  test("is plain JSON", () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });
});
