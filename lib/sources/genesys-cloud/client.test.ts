import { describe, expect, test } from "vitest";
import type { RecordingSource, SourceError } from "../source";
import {
  clockAt,
  cloudSource,
  errorOf,
  html,
  NOW_MS,
  no,
  read,
  scripted,
  signal,
  simulated,
  supported,
  token,
} from "./test-kit";

const ID = "1f6b0000-0000-4000-8000-000000000001";
const WINDOW = { fromMs: NOW_MS - 3_600_000, toMs: NOW_MS };
const search = (source: RecordingSource) => source.walk(WINDOW, null, signal);
const nothing = () => Response.json({ totalHits: 0 });

describe("signing in", () => {
  test("with client credentials by HTTP Basic in UTF-8, once for many calls", async () => {
    const requests: Request[] = [];
    const { fetch, sent, logins } = scripted(nothing);
    const source = cloudSource(
      (request) => {
        requests.push(request.clone());
        return fetch(request);
      },
      { settings: { clientId: "mü", clientSecret: "p:ä" } },
    );
    await Promise.all(Array.from({ length: 5 }, () => search(source)));
    expect(logins()).toBe(1);
    const [login] = requests;
    expect(login?.url).toBe("http://cloud.sim.example/login/oauth/token");
    expect(await login?.text()).toBe("grant_type=client_credentials");
    const basic = login?.headers.get("authorization")?.slice(6) ?? "";
    expect(Buffer.from(basic, "base64").toString()).toBe("mü:p:ä");
    expect(sent.map(({ headers }) => headers.get("authorization"))).toEqual(
      Array.from({ length: 5 }, () => "Bearer token-1"),
    );
  });

  test("the lifetime received is what counts; near its end a new token is asked for before", async () => {
    const clock = clockAt(NOW_MS);
    let logins = 0;
    const source = cloudSource(
      async (request) => {
        if (!request.url.endsWith("/oauth/token")) return nothing();
        logins += 1;
        return token(`t${logins}`, 300);
      },
      { clock },
    );
    await search(source);
    clock.advance(200_000);
    await search(source);
    expect(logins).toBe(1);
    clock.advance(75_000);
    await search(source);
    expect(logins).toBe(2);
  });

  test.each([400, 401])(
    "HTTP %i of the login host is refused, and not asked again in a loop",
    async (status) => {
      const clock = clockAt(NOW_MS);
      let logins = 0;
      const source = cloudSource(
        async () => {
          logins += 1;
          return Response.json({ error: "invalid_client", description: "authentication failed" }, { status });
        },
        { clock },
      );
      const errors = await Promise.all(Array.from({ length: 6 }, () => errorOf(search(source))));
      for (const error of errors) {
        expect(error).toMatchObject({
          kind: "refused",
          message: "Genesys Cloud refuses the id or secret of Earmark's OAuth client.",
        });
      }
      expect(logins).toBe(1);
      await errorOf(search(source));
      expect(logins).toBe(1);
      clock.advance(31_000);
      await errorOf(search(source));
      expect(logins).toBe(2);
    },
  );

  test.each<[string, () => Response, Partial<SourceError>]>([
    ["HTML", () => html(200), { kind: "unreachable" }],
    ["no token", () => Response.json({ token_type: "bearer" }), { kind: "unreachable" }],
    ["a token that can't be a header", () => token("a\nb"), { kind: "unreachable" }],
    ["503", () => html(503), { kind: "unreachable" }],
    [
      "429",
      () => new Response("", { status: 429, headers: { "retry-after": "7" } }),
      { kind: "rateLimited", retryAfterMs: 7_000 },
    ],
  ])("a login that gives %s", async (_, answer, expected) => {
    expect(await errorOf(search(cloudSource(async () => answer())))).toMatchObject({
      unclear: false,
      ...expected,
    });
  });

  test("one who leaves while waiting for the token does not take it from the others", async () => {
    const open: (() => void)[] = [];
    let logins = 0;
    const source = cloudSource(async (request) => {
      if (!request.url.endsWith("/oauth/token")) return nothing();
      logins += 1;
      await new Promise<void>((resolve) => open.push(resolve));
      return token("t");
    });
    const left = new AbortController();
    const first = source.walk(WINDOW, null, left.signal);
    const second = search(source);
    left.abort(new Error("left"));
    await expect(first).rejects.toThrow("left");
    open[0]?.();
    expect((await second).recordings).toEqual([]);
    expect(logins).toBe(1);
  });
});

describe("a token that dies early", () => {
  test("is renewed once for ten who are refused at once, each of which is repeated once", async () => {
    const { fetch, sent, logins } = scripted(({ headers }) =>
      headers.get("authorization") === "Bearer token-1" ? no(401, "credentials.expired") : nothing(),
    );
    const source = cloudSource(fetch, { maxConcurrent: 10 });
    await Promise.all(Array.from({ length: 10 }, () => search(source)));
    expect(logins()).toBe(2);
    expect(sent).toHaveLength(20);
  });

  test("a second 401 is final", async () => {
    const { fetch, sent, logins } = scripted(() => no(401));
    const error = await errorOf(search(cloudSource(fetch)));
    expect(error).toMatchObject({ kind: "refused" });
    expect([sent.length, logins()]).toEqual([2, 2]);
  });

  test("a change is repeated too: a refused request was not carried out", async () => {
    const { fetch, sent } = scripted(({ headers }) =>
      headers.get("authorization") === "Bearer token-1" ? no(401) : new Response(null, { status: 204 }),
    );
    await supported(cloudSource(fetch).protection).set(ID, true, signal);
    expect(sent.map(({ method }) => method)).toEqual(["PUT", "PUT"]);
  });

  test("in the simulator: revoked in the middle of a search", async () => {
    const { simulator, source } = simulated();
    await search(source);
    simulator.expireTokens();
    await search(source);
    expect(simulator.tokensIssued()).toBe(2);
  });
});

describe("what an answer means", () => {
  const READING: readonly (readonly [string, () => Response, Partial<SourceError>])[] = [
    ["403", () => no(403), { kind: "refused" }],
    ["403 in HTML", () => html(403), { kind: "refused" }],
    ["400", () => no(400), { kind: "invalid" }],
    ["409", () => no(409), { kind: "conflict" }],
    ["413", () => no(413), { kind: "invalid" }],
    ["500", () => no(500), { kind: "internal" }],
    ["503", () => no(503), { kind: "unreachable" }],
    ["504", () => no(504), { kind: "unreachable" }],
    ["502 in HTML", () => html(502), { kind: "unreachable" }],
    ["200 in HTML", () => html(200), { kind: "unreachable" }],
    [
      "200 with an error inside",
      () => Response.json({ code: "not.found", status: 500 }),
      { kind: "internal" },
    ],
    ["half a JSON", () => new Response('{"conversations":[{"conv'), { kind: "unreachable" }],
    ["nothing", () => new Response(""), { kind: "unreachable" }],
    ["a JSON list", () => Response.json([]), { kind: "unreachable" }],
    ["404 in HTML", () => html(404), { kind: "unreachable" }],
    [
      "a gateway's 404 in JSON",
      () => Response.json({ status: 404 }, { status: 404 }),
      { kind: "unreachable" },
    ],
    ["neither rows nor a count", () => Response.json({}), { kind: "unreachable" }],
  ];

  test.each(READING)("searching: %s", async (_, answer, expected) => {
    const { fetch } = scripted(answer);
    const error = await errorOf(search(cloudSource(fetch)));
    expect(error).toMatchObject({ unclear: false, ...expected });
    expect(error.message).not.toContain("text of the vendor's");
    expect(error.cause).toBeUndefined();
  });

  test.each<[string, () => Response]>([
    ["HTML", () => html(404)],
    ["a gateway's JSON", () => Response.json({ status: 404, error: "Not Found" }, { status: 404 })],
    ["nothing", () => new Response(null, { status: 404 })],
  ])("a 404 of %s does not say that a recording is gone", async (_, answer) => {
    expect((await errorOf(read(cloudSource(scripted(answer).fetch), ID))).kind).toBe("unreachable");
  });

  test("the vendor's own 404 does", async () => {
    expect(await read(cloudSource(scripted(() => no(404)).fetch), ID)).toBeNull();
  });

  const CHANGING: readonly (readonly [string, () => Response, Partial<SourceError>])[] = [
    ["500", () => no(500), { kind: "internal", unclear: true }],
    ["503", () => no(503), { kind: "unreachable", unclear: true }],
    ["502 in HTML", () => html(502), { kind: "unreachable", unclear: true }],
    ["403", () => no(403), { kind: "refused", unclear: false }],
    ["409", () => no(409), { kind: "conflict", unclear: false }],
    ["429", () => no(429, undefined, { "retry-after": "0" }), { kind: "rateLimited", unclear: false }],
  ];

  test.each(CHANGING)("changing: %s, and it is sent once", async (_, answer, expected) => {
    const { fetch, sent } = scripted(({ method }) => (method === "PUT" ? answer() : Response.json([])));
    const change = supported(cloudSource(fetch).protection).set(ID, true, signal);
    expect(await errorOf(change)).toMatchObject(expected);
    expect(sent.filter(({ method }) => method === "PUT")).toHaveLength(1);
  });

  test("faults that pass are survived by asking again", async () => {
    const { simulator, source } = simulated();
    simulator.switches.badGateway = { on: ["search"], times: 2 };
    await search(source);
    simulator.switches.hang = { on: ["search"] };
    const impatient = cloudSource(simulator.fetch, { settings: simulator.source, timeoutMs: 30 });
    expect((await errorOf(search(impatient))).kind).toBe("unreachable");
  });

  test.each(["..", ".", "\ud800", ""])("an id like %j names nothing and is not sent", async (id) => {
    const { fetch, sent } = scripted(() => Response.json([]));
    expect(await read(cloudSource(fetch), id)).toBeNull();
    expect(sent).toEqual([]);
  });

  test("an id stays one segment of the path", async () => {
    const { fetch, sent } = scripted(() => no(404));
    await read(cloudSource(fetch), "a/../b?c#d e");
    expect(sent[0]?.path).toContain("a%2F..%2Fb%3Fc%23d%20e");
  });
});
