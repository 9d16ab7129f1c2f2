import { describe, expect, test } from "vitest";
import { testClient } from "./test-client";

describe("signing in (duty 1)", () => {
  test("login answers at both addresses with an opaque token and its life", async () => {
    const { simulator, signIn } = testClient();
    simulator.switches.expiresInSeconds = 300;
    for (const path of ["/oauth/token", "/login/oauth/token"]) {
      const { status, body } = await signIn(simulator.credentials.full, { path });
      expect(status).toBe(200);
      expect(body.value).toEqual({
        access_token: expect.stringMatching(/^[\w-]{40,}$/),
        token_type: "bearer",
        expires_in: 300,
      });
    }
  });

  test.each(["wrong", "disabled"] as const)("a %s client gets the login host's own error", async (which) => {
    const { simulator, signIn } = testClient();
    const { clientId, clientSecret } = simulator.credentials[which === "wrong" ? "full" : "disabled"];
    const answer = await signIn({ clientId, clientSecret: which === "wrong" ? "x" : clientSecret });
    expect(answer.status).toBe(401);
    expect(answer.body.value).toEqual({
      error: "invalid_client",
      description: "authentication failed",
      error_description: "authentication failed",
    });
  });

  test("other grants and other bodies are refused", async () => {
    const { simulator, signIn } = testClient();
    const { full } = simulator.credentials;
    expect((await signIn(full, { body: "grant_type=password" })).body.at("error")).toBe(
      "unsupported_grant_type",
    );
    expect((await signIn(full, { body: "a=b" })).status).toBe(400);
    expect((await signIn(full, { contentType: "application/json" })).status).toBe(400);
  });

  test("the API answers 401 without a token, with a strange one, and with an old one", async () => {
    const { simulator, clock, call, tokenOf } = testClient();
    expect(await call("/tokens/me", { headers: { authorization: "" } })).toMatchObject({
      status: 401,
      body: { value: { code: "authentication.required", status: 401 } },
    });
    expect(
      (await call("/tokens/me", { headers: { authorization: "Bearer nonsense" } })).body.at("code"),
    ).toBe("bad.credentials");
    await tokenOf("full");
    clock.ms += (simulator.switches.expiresInSeconds - 1) * 1000;
    expect((await call("/tokens/me")).status).toBe(200);
    clock.ms += 1000;
    expect(await call("/tokens/me")).toMatchObject({
      status: 401,
      body: { value: { code: "credentials.expired" } },
    });
  });

  test("an idle token dies early, and looking at it need not keep it alive", async () => {
    const { simulator, clock, call } = testClient();
    simulator.switches.idleTimeoutMs = 900_000;
    const me = await call("/tokens/me");
    expect(me.body.at("dateTokenIdles")).toBe(new Date(clock.ms + 900_000).toISOString());
    clock.ms += 600_000;
    expect((await call("/tokens/me?preserveIdleTTL=true")).status).toBe(200);
    clock.ms += 300_000;
    expect((await call("/tokens/me")).status).toBe(401);
  });

  test("a revoked token is dead, as are all of them on command", async () => {
    const { simulator, call, forgetTokens } = testClient();
    expect((await call("/tokens/me", { method: "HEAD" })).status).toBe(200);
    expect((await call("/tokens/me", { method: "DELETE" })).status).toBe(200);
    expect((await call("/tokens/me")).status).toBe(401);
    forgetTokens();
    expect((await call("/tokens/me")).status).toBe(200);
    simulator.expireTokens();
    expect((await call("/tokens/me")).status).toBe(401);
  });

  test("any case of the header's name and scheme will do", async () => {
    const { call, tokenOf } = testClient();
    const token = await tokenOf("full");
    expect((await call("/tokens/me", { headers: { AUTHORIZATION: `bearer ${token}` } })).status).toBe(200);
  });

  test("the API answers below the SDK's prefix too, and nowhere else", async () => {
    const { send } = testClient();
    expect((await send("/platform/api/v2/tokens/me")).status).toBe(200);
    expect((await send("/other/api/v2/tokens/me")).status).toBe(404);
  });
});

describe("permissions and divisions (duty 2)", () => {
  test("a missing permission is named", async () => {
    const { call } = testClient();
    const answer = await call("/routing/queues", { as: "noQueues" });
    expect(answer.status).toBe(403);
    expect(answer.body.at("code")).toBe("missing.any.permissions");
    expect(answer.body.text("message")).toContain("routing:queue:view");
    expect(answer.headers.get("inin-correlation-id")).toBe(answer.body.at("contextId"));
  });

  test.each([
    ["noMedia", "GET", "/conversations/x/recordings"],
    ["noMedia", "GET", "/conversations/x/recordingmetadata"],
    ["noUsers", "GET", "/users"],
    ["noAnalytics", "POST", "/analytics/conversations/details/query"],
    ["noLive", "GET", "/conversations/x"],
    ["noLive", "PUT", "/conversations/calls/x/recordingstate"],
    ["readOnly", "POST", "/conversations/x/recordings/y/annotations"],
    ["readOnly", "PUT", "/conversations/x/tags"],
    ["readOnly", "POST", "/recording/jobs"],
    ["nothing", "GET", "/recordings/retention/query"],
  ] as const)("%s may not %s %s", async (as, method, path) => {
    const { call } = testClient();
    expect((await call(path, { as, method })).status).toBe(403);
  });

  test("what the client may do is told by subjects/me, per division", async () => {
    const { call } = testClient();
    const grants = (await call("/authorization/subjects/me", { as: "salesOnly" })).body.list("grants");
    expect(grants.map((grant) => grant.at("division", "name"))).toEqual(["Sales"]);
    expect(grants[0]?.list("role", "policies").map((policy) => policy.value)).toContainEqual({
      domain: "recording",
      entityName: "recording",
      actions: expect.arrayContaining(["view", "editRetention"]),
    });
  });

  test("other divisions' conversations are hidden: 404, and missing from searches", async () => {
    const { call, search, idsOf } = testClient();
    const everything = idsOf(await search({ paging: { pageSize: 100 } }));
    const sales = idsOf(await search({ paging: { pageSize: 100 } }, "salesOnly"));
    expect(sales.length).toBeLessThan(everything.length);
    const hidden = everything.find((id) => !sales.includes(id)) ?? "";
    expect((await call(`/conversations/${hidden}/recordings?formatId=NONE`)).status).toBe(200);
    expect(
      await call(`/conversations/${hidden}/recordings?formatId=NONE`, { as: "salesOnly" }),
    ).toMatchObject({
      status: 404,
      body: { value: { code: "not.found" } },
    });
  });

  test("client credentials are no user", async () => {
    const { call } = testClient();
    expect((await call("/users/me")).status).toBe(400);
    expect((await call("/conversations")).body.value).toMatchObject({ entities: [] });
  });
});
