import { describe, expect, test } from "vitest";
import { testClient } from "./test-client";

describe("rate limits (duty 3)", () => {
  test("every answer carries the three headers, and the count begins anew after a minute", async () => {
    const { clock, call } = testClient();
    const first = await call("/tokens/me");
    expect(first.headers.get("inin-ratelimit-count")).toBe("1");
    expect(first.headers.get("inin-ratelimit-allowed")).toBe("300");
    expect(first.headers.get("inin-ratelimit-reset")).toBe("60");
    clock.ms += 20_000;
    const second = await call("/no/such/call");
    expect(second.status).toBe(404);
    expect(second.headers.get("inin-ratelimit-count")).toBe("2");
    expect(second.headers.get("inin-ratelimit-reset")).toBe("40");
    clock.ms += 40_000;
    expect((await call("/tokens/me")).headers.get("inin-ratelimit-count")).toBe("1");
  });

  test("over the limit comes 429 with Retry-After until the window is over", async () => {
    const { simulator, clock, call } = testClient();
    simulator.switches.ratePerMinute = 2;
    await call("/tokens/me");
    await call("/tokens/me");
    const refused = await call("/tokens/me");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("60");
    expect(refused.body.at("code")).toBe("too.many.requests.retry.after");
    clock.ms += 60_000;
    expect((await call("/tokens/me")).status).toBe(200);
  });

  test("a lower limit for some routes, and other tokens are not touched", async () => {
    const { simulator, call } = testClient();
    simulator.switches.ratePerFamily = { directory: 1 };
    expect((await call("/users")).status).toBe(200);
    expect((await call("/routing/queues")).status).toBe(429);
    expect((await call("/tokens/me")).status).toBe(200);
    expect((await call("/users", { as: "other" })).status).toBe(200);
  });

  test.each([
    ["0", "0", "too.many.requests.retry.after"],
    ["60", "60", "too.many.requests.retry.after"],
    [null, null, "too.many.requests"],
  ])("§13 case 7: Retry-After %s, and again straight after waiting", async (wanted, header, code) => {
    const { simulator, call } = testClient();
    simulator.switches.retryAfter = wanted;
    simulator.switches.rateLimited = { times: 2 };
    for (let nth = 0; nth < 2; nth += 1) {
      const refused = await call("/users");
      expect([refused.status, refused.headers.get("retry-after"), refused.body.at("code")]).toEqual([
        429,
        header,
        code,
      ]);
    }
    expect((await call("/users")).status).toBe(200);
  });
});

describe("faults", () => {
  test.each([
    ["internalError", 500, "internal.server.error"],
    ["unavailable", 503, "service.unavailable"],
    ["gatewayTimeout", 504, "request.timeout"],
    ["unauthorized", 401, "credentials.expired"],
  ] as const)("%s answers %i in the platform's words, once", async (name, status, code) => {
    const { simulator, call } = testClient();
    simulator.switches[name] = { on: ["directory"], times: 1 };
    expect((await call("/tokens/me")).status).toBe(200);
    const answer = await call("/users");
    expect([answer.status, answer.body.at("code"), answer.body.at("status")]).toEqual([status, code, status]);
    expect((await call("/users")).status).toBe(200);
  });

  test.each([
    ["badGateway", 502],
    ["unavailableHtml", 503],
    ["okHtml", 200],
  ] as const)("%s answers HTML with %i", async (name, status) => {
    const { simulator, call } = testClient();
    simulator.switches[name] = { on: ["directory"] };
    const answer = await call("/users");
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("text/html");
  });

  test("JSON breaks off, or holds an error in a 200", async () => {
    const { simulator, call } = testClient();
    simulator.switches.truncatedJson = { times: 1, on: ["directory"] };
    const cut = await call("/users");
    expect(cut.status).toBe(200);
    expect(() => JSON.parse(cut.text)).toThrow();
    simulator.switches.okWithError = { times: 1, on: ["directory"] };
    expect(await call("/users")).toMatchObject({ status: 200, body: { value: { status: 500 } } });
  });

  test("a hanging call ends with the caller's patience, and media hang too", async () => {
    const { simulator, tokenOf } = testClient();
    const token = await tokenOf("full");
    simulator.switches.hang = true;
    for (const address of [
      "http://cloud.sim.example/api/v2/users",
      "http://downloads.sim.example/MediaCache/a/b/c",
    ]) {
      const patience = new AbortController();
      const asked = simulator.fetch(
        new Request(address, { signal: patience.signal, headers: { authorization: `Bearer ${token}` } }),
      );
      patience.abort(new Error("enough"));
      await expect(asked).rejects.toThrow("enough");
    }
  });

  test("bodies: not JSON, the wrong type, too long, wrong values; and wrong methods", async () => {
    const { call } = testClient();
    const path = "/analytics/conversations/details/query";
    expect((await call(path, { body: "{" })).status).toBe(400);
    expect((await call(path, { body: "{}", headers: { "content-type": "text/plain" } })).status).toBe(415);
    expect((await call(path, { body: { interval: "x".repeat(512_001) } })).status).toBe(413);
    expect((await call(path, { body: { interval: 5 } })).body.at("code")).toBe("invalid.value");
    expect((await call("/users", { method: "PATCH", body: {} })).status).toBe(405);
  });

  test("the control routes change switches, tell requests, and refuse nonsense", async () => {
    const { simulator, call } = testClient();
    const control = (path: string, method: string, body?: unknown) =>
      simulator.fetch(
        new Request(`http://cloud.sim.example/simulator${path}`, {
          method,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
    expect((await control("/switches", "PUT", { transcodePolls: 3 })).status).toBe(200);
    expect(simulator.switches.transcodePolls).toBe(3);
    expect((await control("/switches", "PUT", { nonsense: 1 })).status).toBe(400);
    await call("/users");
    expect(simulator.calls().at(-1)).toEqual({
      method: "GET",
      path: "/api/v2/users",
      query: "",
      status: 200,
      host: "api",
      hasAuthorization: true,
    });
    const seen: unknown = await (await control("/requests", "GET")).json();
    expect(seen).toMatchObject({ requests: [{ host: "login" }, { path: "/api/v2/users" }] });
    expect((await control("/requests", "DELETE")).status).toBe(200);
    expect(simulator.calls()).toEqual([]);
    expect((await control("/reset", "POST")).status).toBe(200);
    expect(simulator.switches.transcodePolls).toBe(1);
    expect((await control("/nothing", "GET")).status).toBe(404);
    expect((await call("/users")).status).toBe(401);
  });
});
