import { describe, expect, test } from "vitest";
import { CANARIES } from "./canaries";
import { ADMIN, type Answer, CX, field, LIVE, testClient } from "./test-client";

const JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const FORM = { "content-type": "application/x-www-form-urlencoded" };

function signIn(options: Parameters<typeof testClient>[0] = {}) {
  const client = testClient(options);
  const { call, simulator } = client;
  const basic = `Basic ${Buffer.from(`${simulator.source.clientId}:${simulator.source.clientSecret}`).toString("base64")}`;
  const post = (path: string, form: Readonly<Record<string, string>>, headers: Record<string, string> = {}) =>
    call(path, {
      method: "POST",
      token: "",
      body: new URLSearchParams(form).toString(),
      headers: { ...FORM, ...headers },
    });
  const platform = (form: Readonly<Record<string, string>>, authorization = basic) =>
    post("/restapi/oauth/token", form, { authorization });
  const jwt = () => platform({ grant_type: JWT_GRANT, assertion: String(simulator.source.jwt) });
  const exchange = (rcAccessToken: string, query = "?includeRefresh=true") =>
    post(`/api/auth/login/rc/accesstoken${query}`, { rcAccessToken, rcTokenType: "Bearer" });
  const refresh = (token: string) => post("/api/auth/token/refresh", { refresh_token: token });
  const word = (answer: Answer, name: string) => String(field(answer.body, name));
  const both = async () => exchange(word(await jwt(), "access_token"));
  const groups = (token: string) => call(`${ADMIN}/agentGroups`, { token });
  return { ...client, platform, jwt, exchange, refresh, word, both, groups };
}

describe("duty 1: signing in in two steps", () => {
  test("the JWT gives RingCentral's token, which tells the account", async () => {
    const { jwt, call, word, simulator } = signIn();
    const answer = await jwt();
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      token_type: "bearer",
      expires_in: 3_600,
      refresh_token_expires_in: 604_800,
      scope: "ReadAccounts",
      owner_id: "256440016",
    });
    const account = await call("/restapi/v1.0/account/~", { token: word(answer, "access_token") });
    expect(String(field(account.body, "id"))).toBe(simulator.source.rcAccountId);
    const foreign = await call("/restapi/v1.0/account/~", { token: simulator.issueToken() });
    expect([foreign.status, field(foreign.body, "errorCode")]).toEqual([401, "OAU-213"]);
  });

  test("wrong client, JWT and grant are refused in the platform's own words", async () => {
    const { platform } = signIn();
    const answers = [
      await platform({ grant_type: JWT_GRANT, assertion: CANARIES.jwt }, "Basic bm9ib2R5Om5v"),
      await platform({ grant_type: JWT_GRANT, assertion: "another" }),
      await platform({ grant_type: "password", username: "a", password: "b" }),
      await platform({ grant_type: "refresh_token", refresh_token: "none" }),
    ];
    expect(answers.map(({ status, body }) => [status, field(body, "error")])).toEqual([
      [401, "invalid_client"],
      [400, "invalid_grant"],
      [400, "unsupported_grant_type"],
      [400, "invalid_grant"],
    ]);
  });

  test("RingCentral's own refresh token works once", async () => {
    const { platform, jwt, word } = signIn();
    const refresh_token = word(await jwt(), "refresh_token");
    const again = () => platform({ grant_type: "refresh_token", refresh_token });
    expect([(await again()).status, (await again()).status]).toEqual([200, 400]);
  });

  test("the exchange gives a RingCX token without an expiry, and the refresh token only when asked for", async () => {
    const { jwt, exchange, groups, word } = signIn();
    const rc = word(await jwt(), "access_token");
    const answer = await exchange(rc);
    expect(answer.body).toMatchObject({ tokenType: "Bearer", mainAccountId: "88888888", ssoLogin: true });
    expect(JSON.stringify(answer.body)).not.toMatch(/expir/i);
    expect(field(answer.body, "agentDetails")).toMatchObject([{ accountId: "99999999", agentGroupId: null }]);
    expect((await groups(word(answer, "accessToken"))).status).toBe(200);
    expect(field((await exchange(rc, "")).body, "refreshToken")).toBeUndefined();
    expect((await groups(rc)).status).toBe(401);
    const stranger = await exchange("no token");
    expect([stranger.status, stranger.headers.get("content-type")]).toEqual([
      401,
      "text/plain;charset=UTF-8",
    ]);
  });

  test("the exchange takes its fields as a query too, and wants Bearer", async () => {
    const { jwt, call, word } = signIn();
    const rc = encodeURIComponent(word(await jwt(), "access_token"));
    const path = `/api/auth/login/rc/accesstoken?includeRefresh=true&rcAccessToken=${rc}&rcTokenType=`;
    expect((await call(`${path}Bearer`, { method: "POST", token: "" })).status).toBe(200);
    expect((await call(`${path}Basic`, { method: "POST", token: "" })).status).toBe(400);
  });

  test("a refresh rotates: the new pair works, the old refresh token does not", async () => {
    const { both, refresh, word, groups } = signIn();
    const first = await both();
    const second = await refresh(word(first, "refreshToken"));
    expect(word(second, "accessToken")).not.toBe(word(first, "accessToken"));
    expect((await groups(word(second, "accessToken"))).status).toBe(200);
    expect((await refresh(word(first, "refreshToken"))).status).toBe(401);
    expect((await refresh(word(second, "refreshToken"))).status).toBe(200);
  });

  test("case 2: another worker has spent the refresh token, and the exchange is at its limit", async () => {
    const { both, refresh, exchange, jwt, word, simulator, clock } = signIn();
    const token = word(await both(), "refreshToken");
    simulator.spendRefreshTokens();
    expect((await refresh(token)).status).toBe(401);
    const rc = word(await jwt(), "access_token");
    const statuses = [];
    for (let time = 0; time < 5; time += 1) statuses.push((await exchange(rc)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 429]);
    clock.nowMs += 60_000;
    expect((await exchange(rc)).status).toBe(200);
  });

  test("a token lives five minutes by the clock, or as long as the switch says", async () => {
    const { both, groups, word, clock, simulator } = signIn();
    const token = word(await both(), "accessToken");
    clock.nowMs += 299_000;
    expect((await groups(token)).status).toBe(200);
    clock.nowMs += 1_000;
    expect((await groups(token)).status).toBe(401);
    simulator.switches.tokenSeconds = 10;
    const short = word(await both(), "accessToken");
    clock.nowMs += 10_000;
    expect((await groups(short)).status).toBe(401);
  });

  test("refresh tokens live an hour and RingCentral's as long as it says; then only a new sign-in helps", async () => {
    const { both, refresh, exchange, jwt, call, word, clock } = signIn();
    const rc = word(await jwt(), "access_token");
    const token = word(await both(), "refreshToken");
    clock.nowMs += 3_600_000;
    expect((await refresh(token)).status).toBe(401);
    expect((await exchange(rc)).status).toBe(401);
    expect((await call("/restapi/v1.0/account/~", { token: rc })).status).toBe(401);
    expect((await both()).status).toBe(200);
  });

  test("case 1: 401 is plain text in three spellings, taking turns or one of them", async () => {
    const { groups, simulator } = signIn();
    const token = simulator.issueToken();
    simulator.expireTokens();
    const answers = [await groups(token), await groups(token), await groups(token)];
    expect(answers.map(({ text }) => text)).toEqual([
      "JWT is expired.",
      "Jwt is expired",
      "401 Unauthorized\nJwt is expired",
    ]);
    for (const { headers } of answers) expect(headers.get("content-type")).toBe("text/plain;charset=UTF-8");
    simulator.switches.expiredText = "Jwt is expired";
    expect((await groups(token)).text).toBe("Jwt is expired");
    expect((await groups("")).text).toBe("Jwt is missing");
    simulator.switches.unauthorizedAfterCalls = 0;
    expect((await groups(simulator.issueToken())).status).toBe(401);
  });
});

describe("duty 2: paths", () => {
  test.each([
    `/voice/api/api/cx/integration/v1/accounts/980634004/sub-accounts/99999999/interaction-metadata`,
    `/cx/integration/v1/accounts/980634004/sub-accounts/99999999/interaction-metadata`,
    "/integration/v1/admin/accounts/99999999/agentGroups",
    "/",
    "/voice",
  ])("%s is a front server's HTML", async (path) => {
    const { call } = testClient();
    for (const method of ["GET", "POST"]) {
      const { status, headers, text } = await call(path, { method });
      expect([status, headers.get("content-type")]).toEqual([404, "text/html"]);
      expect(text).toContain("<html>");
    }
  });

  test("an unknown path of the service is JSON, after the token has been looked at", async () => {
    const { call } = testClient();
    const known = await call(`${CX}/nothing`);
    expect([known.status, field(known.body, "requestUri")]).toEqual([404, `${CX}/nothing`]);
    expect((await call(`${CX}/nothing`, { token: "" })).status).toBe(401);
    expect((await call(`${CX}/%E0%A4%A`)).status).toBe(404);
  });

  test("any host is answered: the older name is an alias", async () => {
    const { simulator } = testClient();
    const headers = { authorization: `Bearer ${simulator.issueToken()}` };
    const request = new Request(`http://engage.ringcx.example${ADMIN}/agentGroups`, { headers });
    expect((await simulator.fetch(request)).status).toBe(200);
  });

  test("a path in the base address stands in front of all of them", async () => {
    const { simulator } = testClient({ baseUrl: "http://127.0.0.1:4102/cx-host/" });
    const headers = { authorization: `Bearer ${simulator.issueToken()}` };
    const request = new Request(`http://127.0.0.1:4102/cx-host${LIVE}/realTimeData/agent`, { headers });
    expect((await simulator.fetch(request)).status).toBe(200);
    expect(simulator.source.baseUrl).toBe("http://127.0.0.1:4102/cx-host");
  });

  test("a foreign sub-account is 403, another RingCentral account 404, and the two mixed up as well", async () => {
    const { call } = testClient();
    const statusOf = async (rc: string, sub: string) =>
      (await call(`/voice/api/cx/integration/v1/accounts/${rc}/sub-accounts/${sub}/queue-groups`)).status;
    expect(await statusOf("980634004", "77777777")).toBe(403);
    expect(await statusOf("111", "99999999")).toBe(404);
    expect(await statusOf("99999999", "980634004")).toBe(403);
    expect(await statusOf("980634004", "99999999")).toBe(200);
  });
});
