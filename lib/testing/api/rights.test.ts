import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, type Api, startApi } from "../api";
import { handlersOf } from "../api-routes";
import { ROLES_ASKED, type Row, requestsOf } from "./requests";

let api: Api;
let rows: Row[];
beforeAll(async () => {
  api = await startApi({ calls: 20 });
  rows = await requestsOf(api);
});
afterAll(() => api.stop());

const nameOf = (row: Row) => `${row.method} ${row.path}`;

/** `200/0`, `404/6`; a body that is not JSON counts as handled. */
function outcome(answer: Answer): string {
  return `${answer.status}/${answer.json === null ? 0 : (answer.json.statusCode ?? 0)}`;
}

function isRefusal(answer: Answer): boolean {
  return answer.status >= 400;
}

function expectProblem(answer: Answer): void {
  expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
  expect(Object.keys(answer.json ?? {}).sort()).toEqual(["statusCode", "statusMessage"]);
  expect(answer.json?.statusMessage).toEqual(expect.stringMatching(/^[A-Z].{5,200}[.!]$/));
  expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
}

describe("who may do what", () => {
  test("every operation of every route file is asked here", async () => {
    const missing: string[] = [];
    for (const route of api.routes) {
      for (const method of (await handlersOf(route)).keys()) {
        if (!rows.some((row) => row.method === method && row.address === route.address)) {
          missing.push(`${method} ${route.address}`);
        }
      }
    }
    expect(api.routes.length).toBeGreaterThan(25);
    expect(missing).toEqual([]);
  });

  test.each(ROLES_ASKED.map((who, index) => [who, index] as const))("%s", async (who, index) => {
    const wrong: string[] = [];
    for (const row of rows) {
      const answer = await api.call(who, row.method, row.path, { body: row.body });
      const expected = row.expect[index]?.includes("/") ? row.expect[index] : `${row.expect[index]}/0`;
      const isHead = row.method === "HEAD";
      const told = isHead ? String(answer.status) : outcome(answer);
      const wanted = isHead ? expected?.split("/")[0] : expected;
      if (told !== wanted)
        wrong.push(`${nameOf(row)}: ${told} instead of ${wanted}: ${answer.text.slice(0, 200)}`);
      if (isRefusal(answer) && !isHead) expectProblem(answer);
    }
    expect(wrong).toEqual([]);
  });

  test("nobody gets anywhere without signing in, and is told how", async () => {
    for (const row of rows) {
      if (row.path === "/api/health" || row.path === "/openapi.json") continue;
      const answer = await api.call(null, row.method, row.path, { body: row.body });
      expect([answer.status, nameOf(row)]).toEqual([401, nameOf(row)]);
      expect(answer.headers.get("www-authenticate")).toMatch(/^Basic realm=/);
      expect(answer.json?.statusCode).toBe(20);
      expectProblem(answer);
    }
  });

  test("a browser is not asked for a password over our own sign-in screen", async () => {
    const answer = await api.call(null, "GET", "/me", { headers: { "sec-fetch-mode": "cors" } });
    expect(answer.status).toBe(401);
    expect(answer.headers.has("www-authenticate")).toBe(false);
  });

  test("a wrong password is 401, whoever it is for", async () => {
    for (const email of ["administrator@earmark.example", "nobody@earmark.example"]) {
      const authorization = `Basic ${Buffer.from(`${email}:wrong`).toString("base64")}`;
      const answer = await api.call(null, "GET", "/me", {
        headers: { authorization, "x-earmark-address": "192.0.2.77" },
      });
      expect([answer.status, answer.json?.statusCode]).toEqual([401, 20]);
    }
  });

  test("a disabled user, a lost role and lost groups bite at the next request", async () => {
    const path = `/users/${api.users.sales.id}`;
    const change = (body: unknown) => api.call("administrator", "PUT", path, { body });
    const search = () => api.call("sales", "GET", "/recordings", { query: { limit: 1 } });
    const before = await search();
    expect(before.json?.totalCount).toBeGreaterThan(0);

    await change({ accessGroups: ["/Nowhere"] });
    expect((await search()).json?.totalCount).not.toBe(before.json?.totalCount);
    await change({ role: "evaluator" });
    expect((await search()).status).toBe(404);
    await change({ disabled: true });
    expect((await search()).status).toBe(401);
    await change({ disabled: false, role: "supervisor", accessGroups: ["/Sales"] });
    expect((await search()).json?.totalCount).toBe(before.json?.totalCount);
  });

  test("an administrator changes neither themselves nor grants more than they hold", async () => {
    const self = await api.call("administrator", "PUT", `/users/${api.users.administrator.id}`, {
      body: { role: "supervisor" },
    });
    expect([self.status, self.json?.statusCode]).toEqual([403, 3]);
    const limited = await api.call("administrator", "POST", "/users", {
      body: {
        email: "sales-admin@earmark.example",
        name: "Sales Admin",
        role: "administrator",
        password: "correct horse battery",
        accessGroups: ["/Sales"],
      },
    });
    expect(limited.status).toBe(201);
    const authorization = `Basic ${Buffer.from("sales-admin@earmark.example:correct horse battery").toString("base64")}`;
    const grants = async (accessGroups: string[]) =>
      api.call(null, "PUT", `/users/${api.users.agent.id}`, {
        body: { accessGroups },
        headers: { authorization },
      });
    expect((await grants(["/"])).status).toBe(403);
    expect((await grants(["/Sales/EU"])).status).toBe(200);
  });

  test("what is refused stands in the audit log with who tried it", async () => {
    await api.call("evaluator", "GET", `/recordings/${api.idOf("refused")}`);
    const { json } = await api.call("administrator", "GET", "/audit", {
      query: { user: "evaluator@earmark.example", limit: 1 },
    });
    expect(json?.rows).toEqual([
      expect.objectContaining({
        action: "recording.open",
        recording: api.idOf("refused"),
        result: "not_found",
        user: "evaluator@earmark.example",
        address: "192.0.2.10",
      }),
    ]);
  });

  test("out of scope and unknown are the same answer", async () => {
    const hidden = await api.call(
      "sales",
      "GET",
      `/recordings/${api.idOf("011AP643CSAPR4FKQGQE31TAES0SP001")}`,
    );
    const unknown = await api.call("sales", "GET", `/recordings/${api.idOf("no-such-call")}`);
    const malformed = await api.call("sales", "GET", "/recordings/%2e%2e%2f");
    expect(hidden.status).toBe(404);
    expect(hidden.text).toBe(unknown.text);
    expect(hidden.text).toBe(malformed.text);
  });
});
