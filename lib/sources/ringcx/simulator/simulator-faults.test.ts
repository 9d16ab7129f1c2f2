import { describe, expect, test } from "vitest";
import { AWKWARD } from "./awkward-calls";
import { CANARIES } from "./canaries";
import { ROUTE_NAMES, type RouteName } from "./switches";
import {
  ADMIN,
  type Answer,
  BASE_MS,
  CX,
  field,
  HOUR_MS,
  LIVE,
  rowsOf,
  testClient,
  vendorTime,
} from "./test-client";

const WINDOW = { segmentEndTime: vendorTime(BASE_MS - 3 * HOUR_MS), timeInterval: 3_600, timeZone: "UTC" };

/** One call of every family of routes that is fine without faults. */
function oneOfEach(
  client: ReturnType<typeof testClient>,
): Record<RouteName, (signal?: AbortSignal) => Promise<Answer>> {
  const { call, simulator, ask } = client;
  const id = AWKWARD[11]?.[2] ?? "";
  const segmentId = simulator.dialog(id)?.segments[0]?.segmentId ?? "";
  const uii = simulator.liveCalls().at(0)?.uii ?? "";
  const rc = async () => {
    const body = new URLSearchParams({
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: CANARIES.jwt,
    }).toString();
    const authorization = `Basic ${Buffer.from(`earmark-ringcx-client:${CANARIES.clientSecret}`).toString("base64")}`;
    return call("/restapi/oauth/token", { method: "POST", body, headers: { authorization }, token: "" });
  };
  /** A download whose sound is not read: making it takes long. */
  const open = async (path: string): Promise<Answer> => {
    const { status, headers, body } = await client.send(path);
    await body?.cancel();
    return { status, headers, text: "", body: null };
  };
  const get = (path: string) => (signal?: AbortSignal) => call(path, signal === undefined ? {} : { signal });
  return {
    platform: rc,
    auth: async () => {
      const token = String(field((await rc()).body, "access_token"));
      const body = new URLSearchParams({ rcAccessToken: token, rcTokenType: "Bearer" }).toString();
      return call("/api/auth/login/rc/accesstoken", { method: "POST", body, token: "" });
    },
    metadata: () => ask(WINDOW),
    recordings: () => open(`${CX}/recordings/dialogs/${id}/segments/${segmentId}`),
    agents: get(`${ADMIN}/agentGroups`),
    live: get(`${LIVE}/activeCalls/list?product=ACCOUNT&productId=99999999`),
    toggle: () => call(`${LIVE}/activeCalls/${uii}/toggleCallRecording?record=true`, { method: "POST" }),
  };
}

describe("faults, on every family of routes", () => {
  test.each(ROUTE_NAMES)("%s", async (name) => {
    const client = testClient({ calls: 20 });
    const { simulator } = client;
    simulator.switches.exchangesPerMinute = null;
    const ask = oneOfEach(client)[name];
    const usual = (await ask()).status;
    for (const [fault, status, type] of [
      ["tooMany", 429, null],
      ["internalError", 500, "application/json"],
      ["badGateway", 502, "text/html"],
      ["unavailableHtml", 503, "text/html"],
      ["okHtml", 200, "text/html"],
      ["okWithError", 200, "application/json"],
    ] as const) {
      simulator.switches[fault] = { on: [name], times: 1 };
      const answer = await ask();
      expect([answer.status, answer.headers.get("content-type")], fault).toEqual([status, type]);
      expect((await ask()).status, `after ${fault}`).toBe(usual);
    }
  });

  test("a fault for one family leaves the others alone", async () => {
    const client = testClient({ calls: 20 });
    client.simulator.switches.badGateway = { on: ["metadata"] };
    const each = oneOfEach(client);
    expect([(await each.metadata()).status, (await each.agents()).status]).toEqual([502, 200]);
  });

  test("truncated JSON is no JSON", async () => {
    const client = testClient();
    client.simulator.switches.truncatedJson = true;
    for (const name of ["metadata", "agents", "live", "platform"] as const) {
      const { status, text, body } = await oneOfEach(client)[name]();
      expect([status, body]).toEqual([200, null]);
      expect(text.length).toBeGreaterThan(10);
    }
  });

  test("a hanging call ends with its caller, a throttled download with its listener", async () => {
    const client = testClient();
    client.simulator.switches.hang = { on: ["agents"] };
    const left = new AbortController();
    const asked = client.send(`${ADMIN}/agentGroups`, { signal: left.signal });
    left.abort(new Error("given up"));
    await expect(asked).rejects.toThrow("given up");
    client.simulator.switches.throttleBytesPerSecond = 1;
    const id = AWKWARD[11]?.[1] ?? "";
    const response = await client.download(id, client.simulator.dialog(id)?.segments[0]?.segmentId);
    const reader = response.body?.getReader();
    const reading = reader?.read();
    await reader?.cancel();
    expect((await reading)?.done).toBe(true);
  });

  test("latency, and a slow first byte, wait for real", async () => {
    const client = testClient();
    const { switches } = client.simulator;
    switches.latencyMs = 40;
    const before = performance.now();
    await client.call(`${ADMIN}/agentGroups`);
    expect(performance.now() - before).toBeGreaterThan(35);
    Object.assign(switches, { latencyMs: 0, slowFirstByteMs: 40 });
    const id = AWKWARD[11]?.[1] ?? "";
    const asked = performance.now();
    const response = await client.download(id, client.simulator.dialog(id)?.segments[0]?.segmentId);
    await response.body?.getReader().read();
    expect(performance.now() - asked).toBeGreaterThan(35);
  });
});

describe("duty 10: rights", () => {
  test("metadata is 403 until enabled, while other calls of the same token work", async () => {
    const client = testClient();
    client.simulator.switches.metadataEnabled = false;
    const each = oneOfEach(client);
    const refused = await each.metadata();
    expect([refused.status, field(refused.body, "errorCode")]).toEqual([403, undefined]);
    expect([
      (await each.agents()).status,
      (await each.live()).status,
      (await each.recordings()).status,
    ]).toEqual([200, 200, 200]);
    client.simulator.switches.metadataEnabled = true;
    client.simulator.switches.wemAccess = false;
    expect((await each.metadata()).status).toBe(403);
  });

  test("no way to delete or label: 404", async () => {
    const { call } = testClient();
    for (const [method, path] of [
      ["DELETE", `${CX}/interaction-metadata`],
      ["DELETE", `${CX}/recordings/dialogs/a/segments/b`],
      ["DELETE", `${CX}/dialogs/a`],
      ["POST", `${CX}/recordings/dialogs/a/segments/b/labels`],
      ["PUT", `${CX}/dialogs/a/tags`],
    ] as const) {
      const { status, body } = await call(path, { method });
      expect([status, field(body, "generalMessage")]).toEqual([404, "Resource not found"]);
    }
  });
});

test("an error body has the documented fields, and repeats the ids of the path", async () => {
  const { call } = testClient();
  const path = `${CX}/recordings/dialogs/s-v-none/segments/p-v-none`;
  expect((await call(path)).body).toEqual({
    errorCode: "resource.not.found.exception",
    generalMessage: "Resource not found",
    developerMessage: expect.stringContaining(CANARIES.developerMessage),
    details: null,
    cause: null,
    requestUri: path,
    timestamp: BASE_MS,
  });
});

describe("the simulator's own endpoints", () => {
  const control = (client: ReturnType<typeof testClient>) => (method: string, path: string, body?: unknown) =>
    client.call(`/simulator${path}`, {
      method,
      token: "",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  test("switches are read and changed; unknown ones are refused", async () => {
    const client = testClient();
    const ask = control(client);
    expect(
      (await ask("PUT", "/switches", { maxIntervalSeconds: 3_600, toggle: "false" })).body,
    ).toMatchObject({ toggle: "false" });
    expect(client.simulator.switches.maxIntervalSeconds).toBe(3_600);
    const refused = [
      await ask("PUT", "/switches", { nonsense: 1 }),
      await ask("PUT", "/switches", "text"),
      await ask("PUT", "/switches", { mp3: "maybe" }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([400, 400, 400]);
    expect((await client.call("/simulator/switches", { method: "PUT", body: "{" })).status).toBe(400);
    expect((await ask("GET", "/nothing")).status).toBe(404);
  });

  test("the log of requests, and forgetting it", async () => {
    const client = testClient();
    const ask = control(client);
    await client.call(`${ADMIN}/agentGroups?x=1`, { headers: { "user-agent": "Earmark/1.0" } });
    await client.call("/cx/nothing");
    expect((await ask("GET", "/requests")).body).toEqual({
      requests: [
        { method: "GET", path: `${ADMIN}/agentGroups`, query: "x=1", userAgent: "Earmark/1.0", status: 200 },
        { method: "GET", path: "/cx/nothing", query: "", userAgent: "", status: 404 },
      ],
    });
    await ask("DELETE", "/requests");
    expect(client.simulator.calls()).toEqual([]);
  });

  test("live calls, budgets and tokens by hook; reset undoes them all", async () => {
    const client = testClient({ limits: [{ calls: 3, seconds: 60 }] });
    const ask = control(client);
    const uii = String(
      field((await ask("POST", "/live", { queue: "Sales", customer: "2125550199" })).body, "uii"),
    );
    client.clock.nowMs += 1_000;
    expect((await ask("POST", `/live/${uii}/transfer`, { agentNumber: 9 })).status).toBe(200);
    expect(rowsOf(field((await ask("GET", "/live")).body, "calls")).map((row) => row.uii)).toContain(uii);
    expect((await ask("POST", `/live/${uii}/end`)).status).toBe(200);
    expect((await ask("POST", `/live/${uii}/end`)).status).toBe(400);
    expect((await ask("POST", "/live", { queue: "Nowhere" })).status).toBe(400);
    const token = client.simulator.issueToken();
    await ask("POST", "/expire-tokens");
    expect((await client.call(`${ADMIN}/agentGroups`, { token })).status).toBe(401);
    await ask("POST", "/metadata-calls", { calls: 3 });
    expect((await client.ask(WINDOW)).status).toBe(429);
    await ask("DELETE", "/agents/449401");
    client.simulator.switches.wfoAccess = false;
    const before = client.simulator.liveCalls().length;
    await ask("POST", "/reset");
    expect(client.simulator.switches.wfoAccess).toBe(true);
    expect((await client.ask(WINDOW)).status).toBe(200);
    expect((await client.call(`${ADMIN}/agentGroups/76871/agents`)).text).toContain("449401");
    expect(client.simulator.liveCalls().length).toBe(before);
    expect(client.simulator.dialog(uii)).toBeNull();
  });
});
