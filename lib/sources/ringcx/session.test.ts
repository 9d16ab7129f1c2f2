import { describe, expect, test } from "vitest";
import type { SourceFetch } from "../source";
import { SourceError } from "../source";
import {
  expired,
  html,
  MINUTE_MS,
  NOW_MS,
  no,
  ringcxSource,
  row,
  type Sent,
  scripted,
  signal,
  supported,
  walkAll,
} from "./test-kit";

const WINDOW = { fromMs: NOW_MS - 180 * MINUTE_MS, toMs: NOW_MS - 60 * MINUTE_MS };
const LIST = /activeCalls\/list$/;

/** A vendor with tokens that can be made to run out. Every sign-in step is numbered in its tokens. */
function tokenVendor(given: Readonly<{ platformLifeSeconds?: number; refresh?: "ok" | "spent" }> = {}) {
  const valid = { access: "", refresh: "", platform: "" };
  const state = { ...valid, steps: [] as string[], exchange: null as Response | null, refresh401: false };
  const vendor = scripted((sent) => {
    const form = new URLSearchParams(sent.body);
    if (sent.path === "/restapi/oauth/token") {
      state.steps.push("jwt");
      state.platform = `platform-${state.steps.length}`;
      return Response.json({ access_token: state.platform, expires_in: given.platformLifeSeconds ?? 3_600 });
    }
    if (sent.path === "/api/auth/login/rc/accesstoken") {
      state.steps.push("exchange");
      if (state.exchange !== null) return state.exchange.clone();
      if (form.get("rcAccessToken") !== state.platform) return expired();
      return issue();
    }
    if (sent.path === "/api/auth/token/refresh") {
      state.steps.push("refresh");
      if (given.refresh === "spent" || form.get("refresh_token") !== state.refresh) return expired();
      return issue();
    }
    if (sent.headers.get("authorization") !== `Bearer ${state.access}`) return expired("Jwt is expired");
    return Response.json([]);
  });
  const issue = () => {
    state.access = `access-${state.steps.length}`;
    state.refresh = `refresh-${state.steps.length}`;
    return Response.json({ accessToken: state.access, refreshToken: state.refresh, tokenType: "Bearer" });
  };
  return { ...vendor, state };
}

function listsLive(fetch: SourceFetch, now: () => number) {
  const { live } = ringcxSource(fetch, { now });
  return () => supported(live).list(signal);
}

describe("signing in", () => {
  test("JWT, then exchange with the refresh token asked for; then as Bearer", async () => {
    const { fetch, sent } = tokenVendor();
    await listsLive(fetch, () => NOW_MS)();
    const [grant, exchange, call] = sent;
    expect(grant?.headers.get("authorization")).toBe(
      `Basic ${Buffer.from("client:secret").toString("base64")}`,
    );
    expect(Object.fromEntries(new URLSearchParams(grant?.body))).toEqual({
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: "jwt",
    });
    expect(grant?.headers.get("content-type")).toBe("application/x-www-form-urlencoded");
    expect(exchange?.query.get("includeRefresh")).toBe("true");
    expect(Object.fromEntries(new URLSearchParams(exchange?.body))).toEqual({
      rcAccessToken: "platform-1",
      rcTokenType: "Bearer",
    });
    expect(call?.headers.get("authorization")).toBe("Bearer access-2");
  });

  test("a token is renewed at four minutes by the refresh token, which is then another one", async () => {
    const { fetch, state } = tokenVendor();
    const clock = { ms: NOW_MS };
    const list = listsLive(fetch, () => clock.ms);
    await list();
    clock.ms += 4 * MINUTE_MS - 1;
    await list();
    expect(state.steps).toEqual(["jwt", "exchange"]);
    for (let turn = 0; turn < 3; turn += 1) {
      clock.ms += 4 * MINUTE_MS;
      await list();
    }
    expect(state.steps).toEqual(["jwt", "exchange", "refresh", "refresh", "refresh"]);
  });

  test("a spent refresh token falls back to the exchange, a spent RingCentral token to the JWT", async () => {
    const { fetch, state } = tokenVendor({ refresh: "spent", platformLifeSeconds: 600 });
    const clock = { ms: NOW_MS };
    const list = listsLive(fetch, () => clock.ms);
    await list();
    clock.ms += 5 * MINUTE_MS;
    await list();
    expect(state.steps.splice(0)).toEqual(["jwt", "exchange", "refresh", "exchange"]);
    clock.ms += 5 * MINUTE_MS;
    await list();
    expect(state.steps).toEqual(["refresh", "jwt", "exchange"]);
  });

  test("a RingCentral token ended early is noticed by the exchange, and made anew once", async () => {
    const { fetch, state } = tokenVendor({ refresh: "spent" });
    const clock = { ms: NOW_MS };
    const list = listsLive(fetch, () => clock.ms);
    await list();
    state.platform = "ended";
    clock.ms += 5 * MINUTE_MS;
    await list();
    expect(state.steps).toEqual(["jwt", "exchange", "refresh", "exchange", "jwt", "exchange"]);
  });

  test("many who wait share one renewal, and one who leaves does not end it", async () => {
    const { fetch, state } = tokenVendor();
    const list = listsLive(fetch, () => NOW_MS);
    await list();
    state.access = "ended at the vendor";
    const left = new AbortController();
    const { live } = ringcxSource(fetch);
    const leaving = supported(live).list(left.signal);
    left.abort(new Error("left"));
    await expect(leaving).rejects.toThrow("left");
    state.steps.length = 0;
    await Promise.all(Array.from({ length: 10 }, list));
    expect(state.steps).toEqual(["refresh"]);
  });

  test("a 401 is renewed once and repeated once, then refused", async () => {
    const { fetch, sent } = scripted((one) => {
      if (one.path.includes("oauth")) return Response.json({ access_token: "rc", expires_in: 60 });
      if (one.path.startsWith("/api/auth")) return Response.json({ accessToken: "cx" });
      return expired("HTTP Status 401\nJwt is expired");
    });
    await expect(listsLive(fetch, () => NOW_MS)()).rejects.toMatchObject({ kind: "refused" });
    expect(sent.filter(({ path }) => LIST.test(path))).toHaveLength(2);
  });

  test("a changing call after a 401 is sent once more with a new token", async () => {
    const { fetch, sent, state } = tokenVendor();
    const source = ringcxSource(fetch);
    await supported(source.live).list(signal);
    state.access = "ended at the vendor";
    await expect(supported(source.live).set("1", "paused", signal)).rejects.toMatchObject({
      kind: "unreachable",
      unclear: true,
    });
    expect(sent.filter(({ path }) => path.endsWith("toggleCallRecording"))).toHaveLength(2);
  });
});

describe("limits of signing in", () => {
  test("the sixth exchange within a minute is not sent, and tells how long", async () => {
    const { fetch, state } = tokenVendor({ refresh: "spent" });
    const clock = { ms: NOW_MS };
    const list = listsLive(fetch, () => clock.ms);
    for (let turn = 0; turn < 5; turn += 1) {
      await list();
      state.access = "ended";
      clock.ms += 1_000;
    }
    const before = state.steps.filter((step) => step === "exchange").length;
    await expect(list()).rejects.toMatchObject({ kind: "rateLimited", retryAfterMs: 55_000 });
    expect(before).toBe(5);
    expect(state.steps.filter((step) => step === "exchange")).toHaveLength(5);
    clock.ms += 55_000;
    await list();
  });

  test("an exchange that the vendor limits is rateLimited, with its wait or one of ours", async () => {
    const { fetch, state } = tokenVendor();
    const list = listsLive(fetch, () => NOW_MS);
    state.exchange = new Response(null, { status: 429 });
    await expect(list()).rejects.toMatchObject({ kind: "rateLimited", retryAfterMs: 15_000 });
    state.exchange = new Response(null, { status: 429, headers: { "retry-after": "42" } });
    await expect(list()).rejects.toMatchObject({ kind: "rateLimited", retryAfterMs: 42_000 });
  });
});

describe("refusals", () => {
  const refusing =
    (path: RegExp, answer: () => Response) =>
    (sent: Sent): Response => {
      if (path.test(sent.path)) return answer();
      return sent.path.includes("oauth") ? Response.json({ access_token: "rc" }) : Response.json([]);
    };

  test.each([
    [
      "a JWT that is no good",
      /oauth/,
      () => Response.json({ error: "invalid_grant" }, { status: 400 }),
      /JWT/,
    ],
    ["a wrong client", /oauth/, () => Response.json({ error: "invalid_client" }, { status: 401 }), /client/],
    ["no administrator", /accesstoken/, () => no(403), /administrator/],
    ["an exchange refused in plain text", /accesstoken/, () => expired(), /administrator/],
  ])("%s is refused in our words, and not tried again at once", async (_name, path, answer, words) => {
    const { fetch, sent } = scripted(refusing(path, answer));
    const clock = { ms: NOW_MS };
    const list = listsLive(fetch, () => clock.ms);
    const error = await list().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ kind: "refused", message: words, unclear: false });
    const before = sent.length;
    await expect(list()).rejects.toMatchObject({ kind: "refused" });
    expect(sent.length).toBe(before);
    clock.ms += 31_000;
    await expect(list()).rejects.toMatchObject({ kind: "refused" });
    expect(sent.length).toBeGreaterThan(before);
  });

  test.each([
    ["the platform's proxy", /oauth/, () => html(502)],
    ["the platform's proxy with 403", /oauth/, () => html(403)],
    ["a page with 200", /accesstoken/, () => html(200)],
    ["an answer without a token", /accesstoken/, () => Response.json({ tokenType: "Bearer" })],
    ["JSON cut in half", /accesstoken/, () => new Response('{"accessToken":"c')],
  ])("%s is no refusal", async (_name, path, answer) => {
    const { fetch } = scripted(refusing(path, answer));
    await expect(listsLive(fetch, () => NOW_MS)()).rejects.toMatchObject({
      kind: "unreachable",
      unclear: false,
    });
  });
});

describe("a ready token of the settings", () => {
  const settings = { accessToken: "ready", clientId: undefined, clientSecret: undefined, jwt: undefined };

  test("is used as it is, without any sign-in", async () => {
    const { fetch, sent } = scripted((one) => Response.json(one.path.endsWith("metadata") ? [row()] : []));
    const source = ringcxSource(fetch, { settings });
    expect((await walkAll(source, WINDOW)).recordings).toHaveLength(1);
    expect(new Set(sent.map(({ headers }) => headers.get("authorization")))).toEqual(
      new Set(["Bearer ready"]),
    );
    expect(sent.some(({ path }) => /auth/.test(path))).toBe(false);
  });

  test("is refused in words when it has run out", async () => {
    const { fetch, sent } = scripted(() => expired());
    const { live } = ringcxSource(fetch, { settings });
    await expect(supported(live).list(signal)).rejects.toMatchObject({
      kind: "refused",
      message: /five minutes/,
    });
    expect(sent).toHaveLength(1);
  });
});
