import { describe, expect, test } from "vitest";
import { credentialsOf } from "./login";
import { createKazooSimulator } from "./simulator";
import {
  ACCOUNT,
  html,
  kazooSource,
  loggedIn,
  NOW_MS,
  no,
  ok,
  scripted,
  signal,
  simulated,
  supported,
} from "./test-kit";

const HOUR_MS = 3_600_000;
const userSettings = (one: Readonly<{ username: string; password: string; accountName: string }>) => ({
  apiKey: undefined,
  username: one.username,
  password: one.password,
  accountName: one.accountName,
});

/** A JWT-like token whose `exp` is so many seconds after the tests' clock. */
function jwt(secondsLeft: number, name = "t"): string {
  const payload = Buffer.from(JSON.stringify({ exp: NOW_MS / 1_000 + secondsLeft, name })).toString(
    "base64url",
  );
  return `${Buffer.from("{}").toString("base64url")}.${payload}.sig`;
}

/** A vendor that gives a new token at every login and keeps what each call was sent with. */
function vendor(
  answerTo: (token: string, nth: number) => Response,
  tokenOf = (nth: number) => `token-${nth}`,
) {
  const tokens: string[] = [];
  const urls: string[] = [];
  let logins = 0;
  return {
    tokens,
    urls,
    logins: () => logins,
    async fetch(request: Request) {
      urls.push(request.url);
      if (request.url.includes("_auth")) {
        logins += 1;
        return loggedIn(tokenOf(logins));
      }
      const token = request.headers.get("x-auth-token") ?? "";
      tokens.push(token);
      return answerTo(token, tokens.length);
    },
  };
}

describe("signing in", () => {
  test("the credentials are the vendor's own test vector, the name in lower case", () => {
    const hash = "82a2dc91686ec828a67152d45a5c5ef7";
    expect(credentialsOf("john@example.com", "m32c6NfqYEt")).toBe(hash);
    expect(credentialsOf("John@Example.COM", "m32c6NfqYEt")).toBe(hash);
  });

  test("an API key and a user both get in, and the token goes into the header alone", async () => {
    for (const settings of [{}, userSettings(createKazooSimulator().credentials.admin)]) {
      const { simulator, source } = simulated({}, { settings });
      expect(await source.check(signal)).toEqual({ missingPermissions: [] });
      expect(simulator.calls().map(({ method, status }) => [method, status])).toEqual([
        ["PUT", 201],
        ["GET", 200],
      ]);
      expect(simulator.calls().some(({ query }) => query.includes("auth_token"))).toBe(false);
    }
  });

  test("an API key is sent as Kazoo wants it, a password never", async () => {
    const { fetch, logins } = scripted(() => ok([]));
    await kazooSource(fetch).check(signal);
    const settings = { apiKey: undefined, username: "Jo", password: "secret", accountName: "Acme" };
    await kazooSource(fetch, { settings }).check(signal);
    expect(logins.map(({ method, path, body }) => [method, path, JSON.parse(body)])).toEqual([
      ["PUT", "/api_auth", { data: { api_key: "k".repeat(64) } }],
      ["PUT", "/user_auth", { data: { credentials: credentialsOf("jo", "secret"), account_name: "Acme" } }],
    ]);
  });

  test("an unknown API key is refused, and the key in the answer goes nowhere", async () => {
    const apiKey = "f".repeat(64);
    const { source } = simulated({}, { settings: { apiKey } });
    const error = await source.check(signal).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: "SourceError",
      kind: "refused",
      message: "Kazoo refuses the API key of Earmark's account.",
    });
    const told = Object.values(Object.getOwnPropertyDescriptors(error)).map(({ value }) => String(value));
    expect(told.join("\n")).not.toContain(apiKey);
  });

  test("a wrong password and a wanted second factor are told apart", async () => {
    const { admin } = createKazooSimulator().credentials;
    const wrong = simulated({}, { settings: userSettings({ ...admin, password: "no" }) });
    await expect(wrong.source.check(signal)).rejects.toMatchObject({
      kind: "refused",
      message: "Kazoo refuses the user name, password or account name of Earmark's account.",
    });
    const factor = simulated({}, { settings: userSettings(admin) });
    factor.simulator.switches.multiFactor = true;
    await expect(factor.source.check(signal)).rejects.toMatchObject({
      kind: "refused",
      message: expect.stringContaining("second factor"),
    });
  });

  test.each([
    [() => html(404), "unreachable"],
    [() => html(200), "unreachable"],
    [() => no(404, "not_found", { message: "not found" }), "refused"],
    [() => no(503, "datastore_unreachable"), "unreachable"],
    [() => no(500, "init failed"), "internal"],
    [() => Response.json({ status: "success", data: {} }, { status: 201 }), "unreachable"],
    [() => loggedIn("line\nbreak"), "unreachable"],
  ])("an answer that is no login is an error that is never unclear (%#)", async (answer, kind) => {
    const source = kazooSource(async () => answer());
    await expect(source.check(signal)).rejects.toMatchObject({ kind, unclear: false });
  });

  test("a dropped connection while signing in for a change leaves nothing unclear", async () => {
    const source = kazooSource(async () => {
      throw new TypeError("fetch failed");
    });
    const { set } = supported(source.live);
    await expect(set("call", "paused", signal)).rejects.toMatchObject({
      kind: "unreachable",
      unclear: false,
    });
  });
});

describe("a token", () => {
  test("serves many calls, and is renewed before its hour is over", async () => {
    let nowMs = NOW_MS;
    const { fetch, logins } = vendor(
      () => ok([]),
      (nth) => jwt(3_600, `t${nth}`),
    );
    const source = kazooSource(fetch, { now: () => nowMs });
    await source.check(signal);
    nowMs += 0.89 * HOUR_MS;
    await source.check(signal);
    expect(logins()).toBe(1);
    nowMs += 0.02 * HOUR_MS;
    await source.check(signal);
    expect(logins()).toBe(2);
  });

  test.each([
    ["not a JWT", "plain"],
    ["expired by our clock", jwt(-500)],
  ])("that is %s is used for an hour all the same", async (_, token) => {
    const { fetch, logins } = vendor(
      () => ok([]),
      () => token,
    );
    const source = kazooSource(fetch);
    await source.check(signal);
    await source.check(signal);
    expect(logins()).toBe(1);
  });

  test("one login serves all who wait, and outlives the one who gives up", async () => {
    const { simulator, source } = simulated();
    const left = new AbortController();
    const first = source.check(left.signal).catch(() => "gave up");
    const others = Promise.all([source.check(signal), source.check(signal)]);
    left.abort();
    expect(await first).toBe("gave up");
    await others;
    expect(simulator.calls().filter(({ method }) => method === "PUT")).toHaveLength(1);
  });

  test("refused with 401 is renewed once, and the call repeated once", async () => {
    const { fetch, logins, tokens } = vendor((token) =>
      token === "token-1" ? no(401, "invalid credentials", {}) : ok([]),
    );
    await kazooSource(fetch).check(signal);
    expect(logins()).toBe(2);
    expect(tokens).toEqual(["token-1", "token-2"]);
  });

  test("refused again is the end of it: no loop", async () => {
    const { fetch, logins, tokens } = vendor(() => no(401, "invalid_credentials", {}));
    await expect(kazooSource(fetch).check(signal)).rejects.toMatchObject({ kind: "refused" });
    expect([logins(), tokens.length]).toEqual([2, 2]);
  });

  test("calls that were refused together share the new one", async () => {
    const { fetch, logins } = vendor((token) => (token === "token-1" ? html(401) : ok([])));
    const source = kazooSource(fetch);
    await Promise.all([source.check(signal), source.check(signal), source.check(signal)]);
    expect(logins()).toBe(2);
  });

  test("refused while changing something: the change is sent again, as nothing was done", async () => {
    const { simulator, source } = simulated();
    const liveId = simulator.addLiveCall();
    await source.check(signal);
    simulator.expireTokens();
    expect(await supported(source.live).set(liveId, "paused", signal)).toEqual({ state: "requested" });
  });
});

describe("an empty bucket", () => {
  test("is waited for, with questions and with changes", async () => {
    const { simulator, source } = simulated();
    const [id = ""] = simulator.recordingIds();
    simulator.switches.tooManyRequests = { on: ["list", "delete"], times: 2 };
    await source.check(signal);
    expect(simulator.calls().filter(({ status }) => status === 429)).toHaveLength(2);
    simulator.switches.tooManyRequests = { on: ["delete"], times: 3 };
    const interaction = `i-${simulator.recording(id)?.document.interaction_id}`;
    await supported(source.deletion).delete(interaction, signal);
    expect(simulator.calls().filter(({ status }) => status === 429)).toHaveLength(5);
  });

  test("that stays empty is handed on with the time that it takes to fill", async () => {
    const { simulator, source } = simulated();
    simulator.switches.tooManyRequests = { on: ["list"] };
    await expect(source.check(signal)).rejects.toMatchObject({ kind: "rateLimited", retryAfterMs: 10_000 });
    expect(simulator.calls().filter(({ status }) => status === 429)).toHaveLength(4);
  });

  test("a longer wait that a gateway asks for is not sat through", async () => {
    const { fetch } = scripted(() => new Response("", { status: 429, headers: { "retry-after": "60" } }));
    await expect(kazooSource(fetch).check(signal)).rejects.toMatchObject({
      kind: "rateLimited",
      retryAfterMs: 60_000,
    });
  });
});

describe("pacing", () => {
  test("every request takes room from the budget of this source, eight a second", async () => {
    const taken: unknown[] = [];
    const budget = {
      take: async (name: string, limits: unknown) => {
        taken.push([name, limits]);
        return 0;
      },
    };
    const { fetch } = scripted(() => ok([]));
    await kazooSource(fetch, { budget }).check(signal);
    const limit = ["kazoo:requests", [{ calls: 8, seconds: 1 }]];
    expect(taken).toEqual([limit, limit]);
  });

  test("walks take at most five of them, so that people who wait find room", async () => {
    const taken: unknown[] = [];
    const budget = {
      take: async (name: string, limits: unknown) => {
        taken.push([name, limits]);
        return name === "kazoo:walk" ? 6_000 : 0;
      },
    };
    const { fetch, sent } = scripted(() => ok([]));
    const source = kazooSource(fetch, { budget });
    const walk = source.walk({ fromMs: NOW_MS - 10_000, toMs: NOW_MS }, null, signal);
    await expect(walk).rejects.toMatchObject({ kind: "rateLimited", retryAfterMs: 6_000 });
    expect(taken).toEqual([["kazoo:walk", [{ calls: 5, seconds: 1 }]]]);
    expect(sent).toHaveLength(0);
    await source.check(signal);
  });

  test("a full budget is waited for a little, then handed on", async () => {
    const { fetch, sent } = scripted(() => ok([]));
    let full = 3;
    const soon = { take: async () => Math.max(0, full--) };
    await kazooSource(fetch, { budget: soon }).check(signal);
    expect(sent).toHaveLength(1);
    const never = { take: async () => 6_000 };
    await expect(kazooSource(fetch, { budget: never }).check(signal)).rejects.toMatchObject({
      kind: "rateLimited",
      retryAfterMs: 6_000,
    });
  });

  test("an aborted signal ends the wait", async () => {
    const left = new AbortController();
    const { fetch, sent } = scripted(() => ok([]));
    const budget = {
      take: async () => {
        left.abort();
        return 4_000;
      },
    };
    await expect(kazooSource(fetch, { budget }).check(left.signal)).rejects.toBeDefined();
    expect(sent).toHaveLength(0);
  });
});

test("requests go below the configured account and ask for JSON", async () => {
  const { fetch, urls } = vendor(() => ok([]));
  await kazooSource(fetch).check(signal);
  expect(urls[1]).toContain(`/v2/accounts/${ACCOUNT}/recordings?`);
});
