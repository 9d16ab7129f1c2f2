import { z } from "zod";
import { ERROR_STATUS, type ErrorCode } from "@/lib/domain/errors";
import { grantOf, type Permission, ROLES } from "@/lib/domain/permissions";
import type { RouteDefinition } from "./route";

export type OpenApiMethod = "GET" | "HEAD" | "POST" | "PUT" | "DELETE";

/** What the document says about an operation besides its schemas and rights. */
export type OperationWords = Readonly<{
  summary: string;
  tag: string;
  /** HTTP status of success, what it carries, and its media type where it is not JSON. */
  success: Readonly<Record<number, string>>;
  mediaType?: string;
  /** Refusals beside those that every operation shares. */
  refusals?: readonly ErrorCode[];
}>;

export type Operation = OperationWords &
  Readonly<{ method: OpenApiMethod; address: string; definition: RouteDefinition }>;

type Json = Readonly<Record<string, unknown>>;

const ProblemSchema = z
  .strictObject({
    statusCode: z.int().describe("The code of the Genesys Interaction Recording dialect; never 0."),
    statusMessage: z.string().describe("For people. Never vendor text, and no value that is masked."),
  })
  .meta({ description: "Every refusal: these two attributes and nothing else." });

const SuccessSchema = z.looseObject({ statusCode: z.literal(0) });

/** The OpenAPI 3.1 document of these operations, whose addresses are below `/api/v2`. Plain JSON. */
export function openApiDocument(operations: readonly Operation[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of operations) {
    paths[operation.address] = {
      ...paths[operation.address],
      [operation.method.toLowerCase()]: describeOperation(operation),
    };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Earmark",
      version: "2",
      description:
        "Call recordings in the Genesys Interaction Recording dialect, over every configured recording system. " +
        "Every JSON answer has an integer statusCode, 0 for what was handled.",
    },
    servers: [{ url: "/api/v2" }],
    security: [{ basic: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        basic: { type: "http", scheme: "basic", description: "E-mail and password of a user." },
        session: { type: "apiKey", in: "cookie", name: "next-auth.session-token" },
      },
      schemas: { Problem: jsonSchema(ProblemSchema), Success: jsonSchema(SuccessSchema) },
    },
  };
}

function describeOperation(operation: Operation): Json {
  const { permission, params, query, body } = operation.definition;
  const parameters = [...parametersOf(params, "path"), ...parametersOf(query, "query")];
  return {
    operationId: operationId(operation),
    summary: operation.summary,
    tags: [operation.tag],
    ...(permission === "public" ? { security: [] } : {}),
    "x-permission": permission,
    "x-roles": rolesOf(permission),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: requestBody(body) }),
    responses: { ...successes(operation), ...refusals(operation) },
  };
}

/** `GET /recordings/{recordingId}/labels` as `getRecordingsByRecordingIdLabels`. */
function operationId({ method, address }: Operation): string {
  const words = address
    .replace(/\{(\w+)\}/g, "by-$1")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return method.toLowerCase() + words.join("");
}

/** What each role is told: `allowed`, `forbidden` (403) or `hidden` (404). */
function rolesOf(permission: Permission | "signed-in" | "public"): Json {
  return Object.fromEntries(
    ROLES.map((role) => [
      role,
      permission === "public" || permission === "signed-in" ? "allowed" : grantOf(role, permission),
    ]),
  );
}

function parametersOf(schema: z.ZodType | undefined, where: "path" | "query"): Json[] {
  if (!schema) return [];
  const { properties, required } = PropertiesSchema.parse(jsonSchema(schema));
  return Object.entries(properties).map(([name, described]) => ({
    name,
    in: where,
    required: where === "path" || required.includes(name),
    schema: described,
  }));
}

const PropertiesSchema = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
});

function requestBody(schema: z.ZodType): Json {
  return {
    required: !schema.safeParse(undefined).success,
    content: { "application/json": { schema: jsonSchema(schema) } },
  };
}

/** As it is sent: before defaults are filled in and texts are read. */
function jsonSchema(schema: z.ZodType): Json {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return described;
}

function successes({ success, mediaType, method }: Operation): Json {
  const entries = Object.entries(success).map(([status, description]) => {
    if (method === "HEAD" || status === "304") return [status, { description }];
    const isOwnType = mediaType !== undefined && (status === "200" || status === "206");
    const content = isOwnType
      ? { [mediaType]: {} }
      : { "application/json": { schema: { $ref: "#/components/schemas/Success" } } };
    return [status, { description, content }];
  });
  return Object.fromEntries(entries);
}

function refusals({ definition, refusals = [] }: Operation): Json {
  const { permission, body } = definition;
  const codes = new Set<ErrorCode>(["invalid_input", "internal", ...refusals]);
  if (permission !== "public") codes.add("unauthenticated").add("too_many_requests");
  if (body !== undefined) codes.add("missing_input").add("too_large").add("unsupported_media_type");
  if (permission !== "public" && permission !== "signed-in") {
    const grants = ROLES.map((role) => grantOf(role, permission));
    if (grants.includes("forbidden")) codes.add("forbidden_role");
    if (grants.includes("hidden")) codes.add("not_found");
  }
  const byStatus = new Map<number, string[]>();
  for (const code of codes) {
    const [status, statusCode] = ERROR_STATUS[code];
    byStatus.set(status, [
      ...(byStatus.get(status) ?? []),
      `${code.replaceAll("_", " ")} (statusCode ${statusCode})`,
    ]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, words]) => [
      status,
      {
        description: words.join("; "),
        content: { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    ]),
  );
}
