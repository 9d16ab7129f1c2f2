import { describe, expect, test } from "vitest";
import { ACCOUNTS, CREDENTIALS, credentialsHash } from "./people";
import { MAIN, RECORDINGS, testClient } from "./test-client";

const { admin, plain, sub, superAdmin } = CREDENTIALS;
const hashOf = (who: Readonly<{ username: string; password: string }>, method: "md5" | "sha" = "md5") =>
  credentialsHash(who.username, who.password, method);
const put = (data: unknown) => ({ method: "PUT", body: { data }, token: null });

describe("user_auth", () => {
  test("the vendor's own example of a digest", () => {
    expect(credentialsHash("John@Example.com", "m32c6NfqYEt", "md5")).toBe(
      "82a2dc91686ec828a67152d45a5c5ef7",
    );
    expect(credentialsHash("john@example.com", "m32c6NfqYEt", "sha")).toBe(
      "055cf886cb9b5c5867083463867c527ace0f8ecc",
    );
  });

  test.each([
    ["by account name", { credentials: hashOf(admin), account_name: admin.accountName }],
    ["by realm", { credentials: hashOf(admin), account_realm: ACCOUNTS.main.realm }],
    ["with SHA-1", { credentials: hashOf(admin, "sha"), account_name: admin.accountName, method: "sha" }],
  ])("%s: 201, the token beside the data", async (_, data) => {
    const { call } = testClient();
    const answer = await call("/user_auth", put(data));
    expect(answer.status).toBe(201);
    expect(answer.body.auth_token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(answer.data).toMatchObject({ account_id: MAIN, owner_id: admin.userId, is_master_account: false });
    expect(answer.data).not.toHaveProperty("auth_token");
    const list = await call(RECORDINGS, { token: answer.body.auth_token ?? null });
    expect(list.status).toBe(200);
  });

  test.each([
    [
      "a wrong password",
      { credentials: credentialsHash(admin.username, "wrong", "md5"), account_name: admin.accountName },
    ],
    ["an unknown account", { credentials: hashOf(admin), account_name: "Nobody" }],
    ["another account's user", { credentials: hashOf(sub), account_name: admin.accountName }],
  ])("%s is 401", async (_, data) => {
    const answer = await testClient().call("/user_auth", put(data));
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({
      status: "error",
      error: "401",
      message: "invalid_credentials",
      data: { message: "invalid credentials" },
    });
  });

  test("missing fields are 400, field by field", async () => {
    const { status, body } = await testClient().call("/user_auth", put({}));
    expect(status).toBe(400);
    expect(body.message).toBe("validation error");
    expect(body.data).toMatchObject({ credentials: { required: {} }, account_name: { required: {} } });
  });

  test("a wanted second factor is 401 with its request", async () => {
    const { simulator, call } = testClient();
    simulator.switches.multiFactor = true;
    const answer = await call(
      "/user_auth",
      put({ credentials: hashOf(admin), account_name: admin.accountName }),
    );
    expect(answer.status).toBe(401);
    expect(answer.data.multi_factor_request).toBeTypeOf("object");
  });

  test("other verbs are 405", async () => {
    expect((await testClient().call("/user_auth", { token: null })).status).toBe(405);
  });
});

describe("api_auth", () => {
  test("201 without an owner", async () => {
    const answer = await testClient().call("/api_auth", put({ api_key: CREDENTIALS.apiKey }));
    expect(answer.status).toBe(201);
    expect(answer.data.account_id).toBe(MAIN);
    expect(answer.data).not.toHaveProperty("owner_id");
  });

  test("an unknown key is 404, and comes back in an array", async () => {
    const key = "f".repeat(64);
    const { status, body } = await testClient().call("/api_auth", put({ api_key: key }));
    expect(status).toBe(404);
    expect(body).toMatchObject({ error: "404", message: "bad identifier", data: [key] });
  });

  test.each([
    ["required", {}],
    ["type", { api_key: 7 }],
    ["minLength", { api_key: "short" }],
    ["maxLength", { api_key: "f".repeat(65) }],
  ])("400 %s", async (code, data) => {
    const answer = await testClient().call("/api_auth", put(data));
    expect(answer.status).toBe(400);
    expect(answer.data.api_key).toHaveProperty(code);
  });
});

describe("the token", () => {
  test("is taken from the header, the query, the envelope; and HTTP Basic works too", async () => {
    const { call, signIn } = testClient();
    const token = await signIn();
    expect((await call(RECORDINGS, { token })).status).toBe(200);
    expect((await call(`${RECORDINGS}?auth_token=${token}`, { token: null })).status).toBe(200);
    const inBody = await call(`${RECORDINGS}?verb=GET`, {
      method: "POST",
      body: { data: {}, auth_token: token },
      token: null,
    });
    expect(inBody.status).toBe(200);
    const basic = Buffer.from(`${MAIN}:${hashOf(admin)}`).toString("base64");
    expect(
      (await call(RECORDINGS, { token: null, headers: { authorization: `Basic ${basic}` } })).status,
    ).toBe(200);
  });

  test("is echoed in every JSON answer", async () => {
    const { call, signIn } = testClient();
    const token = await signIn();
    expect((await call(RECORDINGS)).body.auth_token).toBe(token);
    expect((await call(`${RECORDINGS}/202611-${"0".repeat(32)}`)).body.auth_token).toBe(token);
  });

  test("lives an hour by the server's clock; its end is told in other words than its absence", async () => {
    const { call, signIn, clock, simulator } = testClient();
    await signIn();
    clock.ms += 3_599_000;
    expect((await call(RECORDINGS)).status).toBe(200);
    clock.ms += 1_000;
    const expired = await call(RECORDINGS);
    expect(expired.status).toBe(401);
    expect(expired.body).toMatchObject({ message: "invalid credentials", data: {} });
    for (const token of [null, "garbage"]) {
      const missing = await call(RECORDINGS, { token });
      expect(missing.status).toBe(401);
      expect(missing.body).toMatchObject({
        message: "invalid_credentials",
        data: { message: "invalid credentials" },
      });
    }
    await signIn();
    simulator.expireTokens();
    expect((await call(RECORDINGS)).body.message).toBe("invalid credentials");
  });

  test("a well-formed token of somebody else counts as expired", async () => {
    const { call, signIn } = testClient();
    const [head, body] = (await signIn()).split(".");
    const answer = await call(RECORDINGS, { token: `${head}.${body}.${"a".repeat(43)}` });
    expect([answer.status, answer.body.message]).toEqual([401, "invalid credentials"]);
  });

  test("outlives a log-out", async () => {
    const { call, signIn } = testClient();
    await signIn();
    expect((await call("/token_auth", { method: "DELETE" })).status).toBe(200);
    expect((await call(RECORDINGS)).status).toBe(200);
  });
});

describe("what a token may do", () => {
  const tokenOf = async (client: ReturnType<typeof testClient>, who: typeof admin) => {
    const data = { credentials: hashOf(who), account_name: who.accountName };
    return (await client.call("/user_auth", put(data))).body.auth_token ?? null;
  };
  const path = (accountId: string) => `/accounts/${accountId}/recordings`;

  test("its own account and those below, never those above or beside", async () => {
    const client = testClient();
    const seen = async (who: typeof admin, accountId: string) => {
      const answer = await client.call(path(accountId), { token: await tokenOf(client, who) });
      return answer.status === 200 ? 200 : [answer.status, answer.body.message, answer.data.message];
    };
    const refused = [403, "forbidden", "forbidden"];
    expect(await seen(admin, MAIN)).toBe(200);
    expect(await seen(admin, ACCOUNTS.sub.id)).toBe(200);
    expect(await seen(admin, ACCOUNTS.stranger.id)).toEqual(refused);
    expect(await seen(sub, MAIN)).toEqual(refused);
    expect(await seen(superAdmin, ACCOUNTS.stranger.id)).toBe(200);
  });

  test("a plain user may list and delete everybody's recordings", async () => {
    const client = testClient();
    const token = await tokenOf(client, plain);
    const list = await client.call(RECORDINGS, { token });
    const other = list.rows.find((row) => row.owner_id !== plain.userId);
    expect(other).toBeDefined();
    expect((await client.call(`${RECORDINGS}/${other?.id}`, { method: "DELETE", token })).status).toBe(200);
  });

  test("token restrictions refuse verbs, and say so", async () => {
    const { simulator, call, signIn } = testClient();
    await signIn();
    simulator.switches.tokenRestrictions = ["DELETE"];
    const answer = await call(`${RECORDINGS}/202611-${"0".repeat(32)}`, { method: "DELETE" });
    expect(answer.status).toBe(403);
    expect(answer.data).toEqual({ message: "forbidden", cause: "access denied by token restrictions" });
    expect((await call(RECORDINGS)).status).toBe(200);
  });

  test("openkazoo: filter shows one's own, reject refuses, administrators pass", async () => {
    const client = testClient({ profile: "openkazoo" });
    const token = await tokenOf(client, plain);
    const all = await client.call(RECORDINGS, { token });
    const foreign = all.rows.find((row) => row.owner_id !== plain.userId)?.id;
    client.simulator.switches.ownerRestriction = "filter";
    const own = await client.call(`${RECORDINGS}?page_size=1000`, { token });
    expect(new Set(own.rows.map((row) => row.owner_id))).toEqual(new Set([plain.userId]));
    expect((await client.call(`${RECORDINGS}/${foreign}`, { token })).status).toBe(403);
    expect((await client.call(`${RECORDINGS}/${foreign}`, { method: "DELETE", token })).status).toBe(403);
    const channels = `/accounts/${MAIN}/channels`;
    const uuid = encodeURIComponent(client.simulator.addLiveCall());
    expect((await client.call(channels, { token })).body.data).toEqual([]);
    expect((await client.call(`${channels}/${uuid}`, { token })).status).toBe(403);
    client.simulator.switches.ownerRestriction = "reject";
    expect((await client.call(channels, { token })).status).toBe(403);
    expect((await client.call(RECORDINGS, { token })).status).toBe(403);
    const mine = `/accounts/${MAIN}/users/${plain.userId}/recordings`;
    expect((await client.call(mine, { token })).status).toBe(200);
    expect((await client.call(RECORDINGS, { token: await tokenOf(client, admin) })).status).toBe(200);
  });
});
