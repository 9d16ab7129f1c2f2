import { describe, expect, test } from "vitest";
import { SourceError } from "../source";
import { PEOPLE } from "./simulator";
import { engageSource, html, no, ok, readOne, scripted, signal, simulated, supported } from "./test-kit";

const ID = "011AP643CSAPR4FKQGQE31TAES00029V";
const protectOf = (source: ReturnType<typeof engageSource>) =>
  supported(source.protection).set(ID, true, signal);

async function errorOf(promise: Promise<unknown>): Promise<SourceError> {
  const error: unknown = await promise.then(
    () => new Error("nothing was thrown"),
    (thrown: unknown) => thrown,
  );
  if (error instanceof SourceError) return error;
  throw error;
}

describe("who calls", () => {
  test("every call carries HTTP Basic in UTF-8 and asks for JSON", async () => {
    const { fetch, sent } = scripted(() => ok({ settings: [] }));
    await engageSource(fetch, { username: "müller", password: "p:ä " }).check(signal);
    const [first] = sent;
    expect(Buffer.from(first?.headers.get("authorization")?.slice(6) ?? "", "base64").toString()).toBe(
      "müller:p:ä ",
    );
    expect(first?.headers.get("accept")).toBe("application/json");
    expect(first?.path).toBe("/settings/recording");
  });

  test("an administrator passes the check, anybody else is refused with words", async () => {
    const { simulator, source } = simulated();
    expect(await source.check(signal)).toEqual({ missingPermissions: [] });
    for (const { username, password } of [PEOPLE.supervisor, PEOPLE.agent, PEOPLE.noRole]) {
      const other = engageSource(simulator.fetch, { username, password });
      expect(await errorOf(other.check(signal))).toMatchObject({
        kind: "refused",
        message:
          "Earmark's account is not an administrator at Genesys Engage, or may not read its recording settings.",
      });
    }
    const stranger = engageSource(simulator.fetch, { password: "wrong" });
    expect(await errorOf(stranger.check(signal))).toMatchObject({
      kind: "refused",
      message: "Genesys Engage refuses the user name or password of Earmark's account.",
    });
  });

  test("the check tells a server that is away from an account that is refused", async () => {
    const { simulator, source } = simulated();
    simulator.switches.unavailableHtml = true;
    expect((await errorOf(source.check(signal))).kind).toBe("unreachable");
  });
});

describe("the token against forged requests", () => {
  test("is learnt from any GET, and the session cookie kept", async () => {
    const { simulator, source } = simulated();
    simulator.switches.csrf = true;
    await readOne(source, ID);
    simulator.forgetCalls();
    await protectOf(source);
    expect(simulator.calls().map(({ method, status }) => [method, status])).toEqual([["POST", 200]]);
  });

  test("is fetched when the very first call is a change", async () => {
    const { simulator, source } = simulated();
    simulator.switches.csrf = true;
    await protectOf(source);
    expect(simulator.calls().map(({ method, path, status }) => [method, path.slice(7), status])).toEqual([
      ["POST", `/recordings/${ID}`, 403],
      ["GET", "/me", 200],
      ["POST", `/recordings/${ID}`, 200],
    ]);
  });

  test("is renewed once when the session has expired between two calls", async () => {
    const { simulator, source } = simulated();
    simulator.switches.csrf = true;
    await readOne(source, ID);
    simulator.expireSessions();
    await protectOf(source);
    expect((await readOne(source, ID)).recording.nonDelete).toBe(true);
  });

  test("a server that refuses the renewed session too is asked no third time", async () => {
    const { fetch, sent } = scripted(({ method }) =>
      method === "GET" ? ok() : new Response("Missing or invalid Csrf token", { status: 403 }),
    );
    expect(await errorOf(protectOf(engageSource(fetch)))).toMatchObject({ kind: "refused", unclear: false });
    expect(sent.map(({ method }) => method)).toEqual(["POST", "GET", "POST"]);
  });

  test("of an older session is not taken when a new one has begun meanwhile", async () => {
    const release: (() => void)[] = [];
    const { fetch, sent } = scripted(async ({ method, path }, nth) => {
      if (method !== "GET") return ok();
      if (path === "/settings/recording" && nth === 1)
        await new Promise<void>((resolve) => release.push(resolve));
      const cookie: Record<string, string> =
        nth === 1 ? {} : { "set-cookie": `JSESSIONID=session-${nth}; Path=/` };
      return new Response('{"statusCode":0,"settings":[]}', {
        headers: { "x-csrf-header": "X-CSRF-TOKEN", "x-csrf-token": `token-${nth}`, ...cookie },
      });
    });
    const source = engageSource(fetch);
    await source.check(signal);
    const slow = source.check(signal);
    await source.check(signal);
    release[0]?.();
    await slow;
    await protectOf(source);
    const change = sent.find(({ method }) => method === "POST");
    expect(change?.headers.get("cookie")).toBe("JSESSIONID=session-2");
    expect(change?.headers.get("x-csrf-token")).toBe("token-2");
  });

  test("can't be made to overwrite a header of ours", async () => {
    const { fetch, sent } = scripted(
      () =>
        new Response('{"statusCode":0,"settings":[]}', {
          headers: { "x-csrf-header": "Authorization", "x-csrf-token": "stolen" },
        }),
    );
    const source = engageSource(fetch);
    await source.check(signal);
    await protectOf(source);
    expect(sent.at(-1)?.headers.get("authorization")).not.toContain("stolen");
  });
});

describe("what an answer means", () => {
  const READING: readonly (readonly [string, () => Response, Partial<SourceError>])[] = [
    ["401/20", () => no(401, 20), { kind: "refused" }],
    ["401 in HTML", () => html(401), { kind: "refused" }],
    ["403/5", () => no(403, 5), { kind: "refused" }],
    ["403/8, a password change demanded", () => no(403, 8), { kind: "refused" }],
    ["200/8, the same", () => no(200, 8), { kind: "refused" }],
    ["403/3", () => no(403, 3), { kind: "forbidden" }],
    ["400/2", () => no(400, 2), { kind: "invalid" }],
    [
      "429",
      () => new Response("slow down", { status: 429, headers: { "retry-after": "90" } }),
      { kind: "rateLimited", retryAfterMs: 90_000 },
    ],
    ["500/4", () => no(500, 4), { kind: "internal" }],
    ["200/4", () => no(200, 4), { kind: "internal" }],
    ["an unknown code", () => no(200, 77), { kind: "internal" }],
    ["502 in HTML", () => html(502), { kind: "unreachable" }],
    ["503 in HTML", () => html(503), { kind: "unreachable" }],
    ["200 in HTML", () => html(200), { kind: "unreachable" }],
    ["half a JSON", () => new Response('{"statusCode":0,"recording":{"id"'), { kind: "unreachable" }],
    ["nothing", () => new Response(""), { kind: "unreachable" }],
    ["a JSON list", () => Response.json([]), { kind: "unreachable" }],
    ["404 in HTML", () => html(404), { kind: "unreachable" }],
    ["404 with nothing", () => new Response("", { status: 404 }), { kind: "unreachable" }],
    ["another recording", () => ok({ recording: { id: "OTHER" } }), { kind: "unreachable" }],
    ["a recording without id", () => ok({ recording: { callType: "Inbound" } }), { kind: "unreachable" }],
  ];

  test.each(READING)("reading: %s", async (_, answer, expected) => {
    const { fetch } = scripted(answer);
    const error = await errorOf(supported(engageSource(fetch).readById).read(ID, signal));
    expect(error).toMatchObject({ unclear: false, ...expected });
    expect(error.message).not.toContain("text of the vendor's");
    expect(error.cause).toBeUndefined();
  });

  test("only the vendor's own 404 means that a recording is not there", async () => {
    const { fetch } = scripted(() => no(404, 6));
    expect(await supported(engageSource(fetch).readById).read(ID, signal)).toBeNull();
  });

  const CHANGING: readonly (readonly [string, () => Response, Partial<SourceError>])[] = [
    ["503/4 is the read-only mode", () => no(503, 4), { kind: "readOnly", unclear: false }],
    ["503 in HTML is not", () => html(503), { kind: "unreachable", unclear: true }],
    ["502 in HTML", () => html(502), { kind: "unreachable", unclear: true }],
    ["200 in HTML", () => html(200), { kind: "unreachable", unclear: true }],
    ["half a JSON", () => new Response('{"statusCo'), { kind: "unreachable", unclear: true }],
    ["JSON without a code", () => Response.json({}), { kind: "unreachable", unclear: true }],
    ["500/4 has changed nothing", () => no(500, 4), { kind: "internal", unclear: false }],
    ["200/7 is partly done", () => no(200, 7), { kind: "internal", unclear: true }],
    ["200/9 is not finished", () => no(200, 9), { kind: "internal", unclear: true }],
    ["403/3", () => no(403, 3), { kind: "forbidden", unclear: false }],
    ["404/6", () => no(404, 6), { kind: "notFound", unclear: false }],
    ["409/18", () => no(409, 18), { kind: "conflict", unclear: false }],
  ];

  test.each(CHANGING)("changing: %s, and it is sent once", async (_, answer, expected) => {
    const { fetch, sent } = scripted(({ method }) => (method === "GET" ? no(404, 6) : answer()));
    const change = supported(engageSource(fetch).labels).update(ID, "label", {}, signal);
    expect(await errorOf(change)).toMatchObject(expected);
    expect(sent.filter(({ method }) => method === "PUT")).toHaveLength(1);
  });

  test("protecting whose answer was lost is believed when the recording says so", async () => {
    const { fetch } = scripted(({ method }) =>
      method === "GET" ? ok({ recording: { id: ID, nonDelete: true } }) : html(504),
    );
    await protectOf(engageSource(fetch));
    const other = scripted(({ method }) => (method === "GET" ? ok({ recording: { id: ID } }) : html(504)));
    expect(await errorOf(protectOf(engageSource(other.fetch)))).toMatchObject({ unclear: true });
  });

  test("faults that pass are survived by asking again", async () => {
    const { simulator, source } = simulated();
    simulator.switches.badGateway = { times: 2 };
    expect((await readOne(source, ID)).recording.vendorId).toBe(ID);
    simulator.switches.hang = true;
    const impatient = engageSource(simulator.fetch, { timeoutMs: 30 });
    expect((await errorOf(readOne(impatient, ID))).kind).toBe("unreachable");
  });

  test.each(["..", ".", "\ud800"])("an id like %j names nothing and is not sent", async (id) => {
    const { fetch, sent } = scripted(() => ok());
    const source = engageSource(fetch);
    expect(await supported(source.readById).read(id, signal)).toBeNull();
    expect((await errorOf(supported(source.deletion).delete(id, signal))).kind).toBe("notFound");
    expect(sent).toEqual([]);
  });

  test("an id stays one segment of the path", async () => {
    const { fetch, sent } = scripted(() => no(404, 6));
    await supported(engageSource(fetch).readById).read("a/../b?c#d e", signal);
    expect(sent[0]?.path).toBe("/recordings/a%2F..%2Fb%3Fc%23d%20e");
  });
});
