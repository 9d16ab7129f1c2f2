import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { sessionCookieName, sessionTokenOf } from "@/lib/auth/session";
import { listAudit } from "@/lib/catalog/audit";
import { type UserRecord, updateUser } from "@/lib/catalog/users";
import { AppError } from "@/lib/domain/errors";
import { RecordingIdSchema } from "@/lib/domain/ids";
import type { Role } from "@/lib/domain/permissions";
import { readEnv } from "@/lib/env";
import { sessionSecret } from "@/lib/keys";
import { freshCatalog, type TestCatalog } from "@/lib/testing/database";
import {
  addUser,
  basicHeader,
  type HttpRuntime,
  httpRuntime,
  TEST_SETTINGS,
} from "@/lib/testing/http-runtime";
import { intParam } from "./query";
import { answer, type RouteHandler, route } from "./route";

const server = vi.hoisted((): { runtime: HttpRuntime | null } => ({ runtime: null }));
// A whole server would start vendors, sync and jobs; what route() uses of it is real.
vi.mock("@/lib/services/runtime", () => ({ getRuntime: async () => server.runtime }));

const ORIGIN = TEST_SETTINGS.EARMARK_URL;
const users = new Map<Role, UserRecord>();
let made: TestCatalog;

beforeAll(async () => {
  for (const [name, value] of Object.entries(TEST_SETTINGS)) vi.stubEnv(name, value);
  made = await freshCatalog("pglite");
  server.runtime = httpRuntime(made.catalog);
  for (const role of ["administrator", "supervisor", "evaluator"] as const) {
    users.set(role, await addUser(made.catalog, role));
  }
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await made.discard();
});

function userOf(role: Role): UserRecord {
  const user = users.get(role);
  if (!user) throw new Error(`no ${role} was made`);
  return user;
}

type Sent = Readonly<{
  method?: string;
  query?: string;
  headers?: Record<string, string>;
  body?: BodyInit;
  params?: Record<string, string>;
}>;

/** Requests of the runtime's fetch may not set `origin`, `cookie` or `sec-fetch-*`; those of a server carry them. */
function incoming(sent: Sent): Request {
  const request = new Request(`${ORIGIN}/api/v2/thing?${sent.query ?? ""}`, {
    method: sent.method ?? "GET",
    ...(sent.body === undefined ? {} : { body: sent.body, duplex: "half" }),
  });
  for (const [name, value] of Object.entries(sent.headers ?? {})) request.headers.set(name, value);
  return request;
}

async function call(handler: RouteHandler, sent: Sent = {}) {
  const response = await handler(incoming(sent), { params: Promise.resolve(sent.params ?? {}) });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  return { status: response.status, headers: response.headers, json: isJson ? JSON.parse(text) : null, text };
}

const as = (role: Role) => ({ authorization: basicHeader(userOf(role).email) });

async function cookieOf(role: Role, signedInMs = Date.now()) {
  const token = { ...sessionTokenOf(userOf(role), signedInMs) };
  const value = await encode({ token, secret: sessionSecret(readEnv()), maxAge: 100_000 });
  return { cookie: `theme=dark; ${sessionCookieName()}=${value}` };
}

const whoAmI = route({
  permission: "signed-in",
  handler: ({ ctx }) => ({ email: ctx.actor.email, via: ctx.request.via }),
});
const change = route({
  permission: "recording.label",
  params: z.strictObject({ recordingId: RecordingIdSchema }),
  query: z.strictObject({ limit: intParam({ min: 1, max: 5 }).default(3) }),
  body: z.strictObject({ name: z.string() }),
  handler: ({ params, query, body }) => answer({ status: 201, body: { ...params, ...query, ...body } }),
});
const CHANGE = {
  method: "POST",
  params: { recordingId: "engage.a1" },
  headers: { "content-type": "application/json; charset=utf-8" },
  body: '{"name":"vip"}',
};
const changeAs = (role: Role, sent: Sent = {}) =>
  call(change, { ...CHANGE, ...sent, headers: { ...CHANGE.headers, ...as(role), ...sent.headers } });

describe("who asks", () => {
  test("nobody is 401/20 with a challenge for API clients, and without one for browsers", async () => {
    const client = await call(whoAmI);
    expect(client.status).toBe(401);
    expect(client.json).toEqual({ statusCode: 20, statusMessage: "Sign in first." });
    expect(client.headers.get("www-authenticate")).toMatch(/^Basic realm="Earmark"/);
    const browser = await call(whoAmI, { headers: { "sec-fetch-mode": "cors" } });
    expect(browser.status).toBe(401);
    expect(browser.headers.has("www-authenticate")).toBe(false);
  });

  test("Basic and the session cookie both sign in", async () => {
    expect((await call(whoAmI, { headers: as("supervisor") })).json).toEqual({
      statusCode: 0,
      email: "supervisor@b.test",
      via: "basic",
    });
    const bySession = await call(whoAmI, { headers: await cookieOf("evaluator") });
    expect(bySession.json).toMatchObject({ email: "evaluator@b.test", via: "session" });
  });

  test.each([
    ["forged", async () => ({ cookie: `${sessionCookieName()}=eyJhbGciOiJkaXIi.x.y.z.w` })],
    ["older than eight hours", () => cookieOf("evaluator", Date.now() - 8 * 3_600_000 - 1_000)],
  ])("a %s session is none", async (_, headers) => {
    expect((await call(whoAmI, { headers: await headers() })).status).toBe(401);
  });

  test("a disabled user is out with the next request, in an open session too, and so is a changed password", async () => {
    const { id, passwordHash } = userOf("evaluator");
    const headers = await cookieOf("evaluator");
    await updateUser(made.catalog.db, id, { disabled: true });
    expect((await call(whoAmI, { headers })).status).toBe(401);
    await updateUser(made.catalog.db, id, { disabled: false, passwordHash: "another" });
    expect((await call(whoAmI, { headers })).status).toBe(401);
    await updateUser(made.catalog.db, id, { passwordHash });
    expect((await call(whoAmI, { headers })).status).toBe(200);
  });

  test("a public operation needs nobody", async () => {
    const open = route({ permission: "public", handler: ({ ctx }) => ({ via: ctx.request.via }) });
    expect((await call(open)).json).toEqual({ statusCode: 0, via: "none" });
  });

  test("the sixth wrong password is 429 with Retry-After", async () => {
    const headers = {
      authorization: basicHeader("braked@b.test", "wrong"),
      "x-earmark-address": "192.0.2.99",
    };
    for (let index = 0; index < 5; index += 1) expect((await call(whoAmI, { headers })).status).toBe(401);
    const braked = await call(whoAmI, { headers });
    expect(braked.status).toBe(429);
    expect(Number(braked.headers.get("retry-after"))).toBeGreaterThan(50);
  });
});

describe("where it comes from", () => {
  test("a change signed in by cookie needs a sign of our own origin", async () => {
    const cookie = await cookieOf("supervisor");
    const send = (headers: Record<string, string>) =>
      call(change, { ...CHANGE, headers: { ...CHANGE.headers, ...cookie, ...headers } });
    expect((await send({})).json.statusCode).toBe(3);
    expect((await send({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await send({ origin: "https://evil.example" })).status).toBe(403);
    expect((await send({ "sec-fetch-site": "same-origin" })).status).toBe(201);
    expect((await send({ origin: ORIGIN })).status).toBe(201);
  });

  test("Basic is refused to other sites and taken from clients", async () => {
    expect((await changeAs("supervisor", { headers: { "sec-fetch-site": "cross-site" } })).status).toBe(403);
    expect((await changeAs("supervisor")).status).toBe(201);
  });
});

describe("what the role allows", () => {
  test("a hidden thing is 404/6 and a forbidden one 403/5, before anything of the request is judged", async () => {
    const hidden = await changeAs("evaluator", { body: "{", query: "nonsense=1" });
    expect([hidden.status, hidden.json.statusCode]).toEqual([404, 6]);
    const remove = route({ permission: "recording.delete", handler: () => ({}) });
    const forbidden = await call(remove, { method: "DELETE", headers: as("supervisor") });
    expect([forbidden.status, forbidden.json.statusCode]).toEqual([403, 5]);
    expect((await call(remove, { method: "DELETE", headers: as("administrator") })).status).toBe(200);
  });

  test("a refused attempt is in the audit log, with who, what and on which recording", async () => {
    await changeAs("evaluator", { headers: { "x-earmark-address": "192.0.2.5" } });
    const rows = await listAudit(made.catalog.db, { action: "recording.label", limit: 1 });
    expect(rows[0]).toMatchObject({
      userEmail: "evaluator@b.test",
      address: "192.0.2.5",
      recordingId: "engage.a1",
      phase: "noted",
      result: "not_found",
    });
  });

  test("a handler's own refusal is audited too", async () => {
    const masked = route({
      permission: "recording.search",
      handler: () => {
        throw new AppError("forbidden", "This search uses a field that is masked for you.");
      },
    });
    expect((await call(masked, { headers: as("supervisor") })).status).toBe(403);
    const rows = await listAudit(made.catalog.db, { action: "recording.search", limit: 1 });
    expect(rows[0]).toMatchObject({ result: "forbidden", userEmail: "supervisor@b.test" });
  });
});

describe("what is sent", () => {
  test("a fitting request reaches the handler as its schemas read it", async () => {
    const done = await changeAs("supervisor", { query: "limit=2&_=99" });
    expect(done.status).toBe(201);
    expect(done.json).toEqual({ statusCode: 0, recordingId: "engage.a1", limit: 2, name: "vip" });
    expect(done.headers.get("cache-control")).toBe("no-store");
    expect(done.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  const huge = `{"name":"${"x".repeat(1_048_576)}"}`;
  const endless = () =>
    new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(32)),
    });
  test.each<[string, Sent, number, number]>([
    ["an unknown parameter", { query: "colour=red" }, 400, 2],
    ["a parameter given twice", { query: "limit=1&limit=2" }, 400, 2],
    ["a number out of range", { query: "limit=6" }, 400, 10],
    ["no number", { query: "limit=six" }, 400, 2],
    ["a hostile id", { params: { recordingId: "engage.../../etc/passwd" } }, 400, 2],
    ["no body", { body: "" }, 400, 1],
    ["a missing attribute", { body: "{}" }, 400, 1],
    ["an attribute of another type", { body: '{"name":1}' }, 400, 2],
    ["an unknown attribute", { body: '{"name":"a","__proto__":{"x":1}}' }, 400, 2],
    ["a body that is no JSON", { body: "{" }, 400, 2],
    ["a body that is no text", { body: new Uint8Array([0x22, 0xff, 0x22]) }, 400, 2],
    ["a body of another type", { headers: { "content-type": "text/plain" } }, 415, 2],
    ["a body of more than 1 MiB", { body: huge }, 413, 2],
    ["a body without end", { body: endless() }, 413, 2],
  ])("%s is refused", async (_, sent, status, statusCode) => {
    const refused = await changeAs("supervisor", sent);
    expect([refused.status, refused.json.statusCode]).toEqual([status, statusCode]);
    expect(Object.keys(refused.json)).toEqual(["statusCode", "statusMessage"]);
  });

  test("a body that may be left out may be left out", async () => {
    const remove = route({
      permission: "recording.delete",
      body: z.strictObject({ reason: z.string() }).optional(),
      handler: ({ body }) => ({ reason: body?.reason ?? "none" }),
    });
    const ask = (sent: Sent) =>
      call(remove, { method: "DELETE", ...sent, headers: { ...as("administrator"), ...sent.headers } });
    expect((await ask({})).json.reason).toBe("none");
    const given = { body: '{"reason":"asked"}', headers: { "content-type": "application/json" } };
    expect((await ask(given)).json.reason).toBe("asked");
  });
});

describe("what comes back", () => {
  test("a surprise is 500/4 without its text", async () => {
    const broken = route({
      permission: "signed-in",
      handler: () => {
        throw new Error("duplicate key value violates unique constraint");
      },
    });
    const failed = await call(broken, { headers: as("supervisor") });
    expect(failed.status).toBe(500);
    expect(failed.json.statusCode).toBe(4);
    expect(failed.text).not.toContain("constraint");
  });

  test("a Response passes as it is, with a request id", async () => {
    const audio = route({
      permission: "signed-in",
      handler: () =>
        new Response("sound", {
          status: 206,
          headers: { "content-type": "audio/mpeg", "cache-control": "private, no-store" },
        }),
    });
    const played = await call(audio, { headers: as("supervisor") });
    expect([played.status, played.text]).toEqual([206, "sound"]);
    expect(played.headers.get("cache-control")).toBe("private, no-store");
    expect(played.headers.get("content-type")).toBe("audio/mpeg");
    expect(played.headers.has("x-request-id")).toBe(true);
  });
});
