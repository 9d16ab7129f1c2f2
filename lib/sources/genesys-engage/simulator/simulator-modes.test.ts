import { describe, expect, test } from "vitest";
import { AWKWARD } from "./awkward-calls";
import { createEngageSimulator } from "./simulator";
import { nth, testClient } from "./test-client";
import { parseWireTime } from "./wire";

const TWO_FILES = nth(AWKWARD[17], 1);
const PLAIN = nth(AWKWARD[17], 2);
const ok = { status: 200, body: { statusCode: 0 } };

describe("duty 15: tokens against forged requests", () => {
  const session = async ({ call }: ReturnType<typeof testClient>) => {
    const { headers } = await call("/me");
    const cookie = headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const name = headers.get("x-csrf-header") ?? "none";
    return { cookie, [name]: headers.get("x-csrf-token") ?? "" };
  };
  const protect = { method: "POST", body: { operationName: "applyNonDelete" } } as const;

  test("a changing call needs the cookie and the token; the refusal is plain text", async () => {
    const client = testClient();
    client.simulator.switches.csrf = true;
    const headers = await session(client);
    expect(headers.cookie).toMatch(/^JSESSIONID=/);
    const wrongs: Record<string, string>[] = [
      {},
      { cookie: headers.cookie },
      { ...headers, cookie: "JSESSIONID=other" },
      { ...headers, "X-CSRF-TOKEN": "x" },
    ];
    for (const wrong of wrongs) {
      const refused = await client.call(`/recordings/${PLAIN}`, { ...protect, headers: wrong });
      expect([refused.status, refused.text]).toEqual([403, "Missing or invalid Csrf token"]);
      expect(refused.headers.get("content-type")).toContain("text/plain");
    }
    expect(await client.call(`/recordings/${PLAIN}`, { ...protect, headers })).toMatchObject(ok);
  });

  test("a session may end between list and delete", async () => {
    const client = testClient();
    Object.assign(client.simulator.switches, { csrf: true, sessionCalls: 2 });
    const headers = await session(client);
    expect(await client.call(`/recordings/${PLAIN}`, { ...protect, headers })).toMatchObject(ok);
    expect((await client.call(`/recordings/${PLAIN}`, { ...protect, headers })).status).toBe(403);
    const fresh = await session(client);
    client.simulator.expireSessions();
    expect((await client.call(`/recordings/${PLAIN}`, { ...protect, headers: fresh })).status).toBe(403);
  });
});

describe("duty 16: the index lags", () => {
  test("a label and a deletion show by id at once and in searches later", async () => {
    let nowMs = Date.UTC(2026, 10, 16, 12);
    const { call, search, simulator } = testClient({
      samples: "none",
      awkward: true,
      now: () => new Date(nowMs),
    });
    simulator.switches.indexLagMs = 60_000;
    await call(`/recordings/${PLAIN}/labels`, { method: "POST", body: { name: "vip" } });
    expect((await call(`/recordings/${PLAIN}/labels`)).body.labels).toHaveLength(1);
    expect(await search("includeLabels=vip&limit=100")).not.toContain(PLAIN);
    nowMs += 60_000;
    expect(await search("includeLabels=vip&limit=100")).toContain(PLAIN);
    await call(`/recordings/${PLAIN}`, { method: "DELETE" });
    expect(await search("includeLabels=vip&limit=100")).toContain(PLAIN);
    expect((await call(`/recordings/${PLAIN}`)).status).toBe(404);
    simulator.switches.indexLagMs = 0;
    expect(await search("includeLabels=vip&limit=100")).not.toContain(PLAIN);
  });

  test("one recording stays listed although it is gone", async () => {
    const { simulator, call } = testClient();
    expect(simulator.recordings().map((one) => one.id)).toContain(nth(AWKWARD[12]));
    expect((await call(`/recordings/${nth(AWKWARD[12])}`)).status).toBe(404);
  });
});

test("duty 20: the same seed and clock give the same answers, and reset brings them back", async () => {
  const ask = async (client: ReturnType<typeof testClient>) =>
    (await client.call("/recordings?startTime=0&subresources=*")).text;
  const first = testClient();
  const before = await ask(first);
  expect(await ask(testClient())).toBe(before);
  expect(await ask(testClient({ samples: "none", awkward: true, calls: 60, seed: 2 }))).not.toBe(before);
  Object.assign(first.simulator.switches, { indexLagMs: 0, bareGetById: true });
  await first.call(`/recordings/${PLAIN}`, { method: "DELETE" });
  await first.call(`/recordings/${TWO_FILES}/labels`, { method: "POST", body: { name: "vip" } });
  expect(first.simulator.snapshot().deleted).toEqual([PLAIN]);

  const kept: unknown = JSON.parse(JSON.stringify(first.simulator.snapshot()));
  const second = createEngageSimulator({ samples: "none", awkward: true, calls: 60 });
  second.restore(kept);
  expect(second.recording(PLAIN)).toBeNull();
  expect(second.recording(TWO_FILES)?.labels).toHaveLength(1);

  const reset = await first.send("/simulator/reset", { method: "POST" });
  expect(reset.status).toBe(200);
  expect(await ask(first)).toBe(before);
  expect(first.simulator.switches.bareGetById).toBe(false);
});

test("access groups are enforced only when the switch says so", async () => {
  const { simulator, call, search } = testClient();
  const id = nth(AWKWARD[7]);
  const count = async () =>
    (await call(`/recordings/${id}`, { as: "supervisorNoLabels" })).body.recording?.mediaFiles?.length;
  expect(await count()).toBe(3);
  simulator.switches.enforceAccessGroups = true;
  expect(await count()).toBe(1);
  expect(await search("startTime=0&limit=100", "supervisor")).not.toContain(nth(AWKWARD[7], 2));
  expect((await call(`/recordings/${nth(AWKWARD[7], 2)}`, { as: "supervisor" })).status).toBe(404);
});

test("a skewed clock moves every stamp and what searches compare", async () => {
  const { simulator, call, search } = testClient();
  const startMs = parseWireTime(simulator.recording(PLAIN)?.startTime) ?? 0;
  simulator.switches.clockSkewMs = -3_600_000;
  expect(parseWireTime((await call(`/recordings/${PLAIN}`)).body.recording?.startTime)).toBe(
    startMs - 3_600_000,
  );
  expect(await search(`startTime=${startMs}&endTime=${startMs + 200_000}`)).not.toContain(PLAIN);
  expect(await search(`startTime=${startMs - 3_600_000}&endTime=${startMs - 3_000_000}`)).toContain(PLAIN);
});
