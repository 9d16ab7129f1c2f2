import { describe, expect, test } from "vitest";
import { AWKWARD, AWKWARD_WORDS } from "./awkward-calls";
import { ACCOUNTS } from "./people";
import { createKazooSimulator } from "./simulator";
import { idOf, MAIN, RECORDINGS, testClient } from "./test-client";

async function signedIn(options: Parameters<typeof testClient>[0] = {}) {
  const client = testClient(options);
  await client.signIn();
  return client;
}
const withFault = (name: string) => ({ headers: { "x-simulator-fault": name } });

describe("the token bucket", () => {
  test("100 at once, 10 more each second, per address and account; 429 without Retry-After", async () => {
    const { simulator, call, clock } = await signedIn();
    simulator.switches.rateLimit = { capacity: 100, perSecond: 10 };
    const statuses = async (count: number, path = RECORDINGS, headers: Record<string, string> = {}) => {
      const found = new Map<number, number>();
      for (let nth = 0; nth < count; nth += 1) {
        const { status } = await call(`${path}?page_size=1`, { headers });
        found.set(status, (found.get(status) ?? 0) + 1);
      }
      return Object.fromEntries(found);
    };
    expect(await statuses(110)).toEqual({ 200: 100, 429: 10 });
    const refused = await call(RECORDINGS);
    expect(refused.body).toMatchObject({
      error: "429",
      message: "too_many_requests",
      data: { message: "too many requests" },
    });
    expect(refused.headers.get("retry-after")).toBeNull();
    expect(await statuses(3, RECORDINGS, { "x-forwarded-for": "192.0.2.7" })).toEqual({ 200: 3 });
    expect(await statuses(3, `/accounts/${ACCOUNTS.sub.id}/recordings`)).toEqual({ 200: 3 });
    clock.ms += 1000;
    expect(await statuses(12)).toEqual({ 200: 10, 429: 2 });
    clock.ms += 3_600_000 - 2000;
    expect(await statuses(101)).toEqual({ 200: 100, 429: 1 });
  });

  test("40 deletions in a burst: some are done, the others can be asked for again", async () => {
    const { simulator, call, clock } = await signedIn();
    simulator.switches.rateLimit = { capacity: 25, perSecond: 10 };
    const burst = (simulator.awkward[13] ?? []).slice(1);
    expect(burst).toHaveLength(40);
    const remove = async (ids: readonly string[]) =>
      Promise.all(ids.map(async (id) => (await call(`${RECORDINGS}/${id}`, { method: "DELETE" })).status));
    const first = await remove(burst);
    expect(first.filter((status) => status === 200)).toHaveLength(25);
    expect(first.filter((status) => status === 429)).toHaveLength(15);
    clock.ms += 2500;
    const second = await remove(burst.filter((_, nth) => first[nth] === 429));
    expect(second).toEqual(Array.from({ length: 15 }, () => 200));
  });

  test("master charges only who has no token, and shows what is left", async () => {
    const { simulator, call } = await signedIn({ profile: "kazoo-master" });
    simulator.switches.rateLimit = { capacity: 2, perSecond: 0 };
    for (let nth = 0; nth < 5; nth += 1) expect((await call(RECORDINGS)).status).toBe(200);
    const tokenless = async () => (await call(RECORDINGS, { token: null })).status;
    expect([await tokenless(), await tokenless(), await tokenless()]).toEqual([401, 401, 429]);
    expect((await call(RECORDINGS)).body.tokens).toEqual({ consumed: 1, remaining: 2 });
  });

  test("is off under a clock that stands still, on under one that is given", () => {
    expect(createKazooSimulator().switches.rateLimit).toBeNull();
    expect(createKazooSimulator({ now: () => new Date() }).switches.rateLimit).toEqual({
      capacity: 100,
      perSecond: 10,
    });
  });
});

describe("faults of one request", () => {
  test.each([
    ["unauthorized", 401, "invalid credentials"],
    ["tooManyRequests", 429, "too_many_requests"],
    ["initFailed", 500, "init failed"],
    ["datastoreUnreachable", 503, "datastore_unreachable"],
    ["datastoreFault", 503, "datastore_fault"],
    ["datastoreMissing", 503, "datastore_missing"],
    ["missingView", 503, "datastore missing view"],
    ["okWithError", 200, "datastore_fault"],
  ])("%s", async (name, status, message) => {
    const { call } = await signedIn();
    const answer = await call(RECORDINGS, withFault(name));
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status: "error", message });
    expect((await call(RECORDINGS)).status).toBe(200);
  });

  test("a crash has no data", async () => {
    const { call } = await signedIn();
    expect((await call(RECORDINGS, withFault("initFailed"))).body).not.toHaveProperty("data");
  });

  test.each([
    ["badGateway", 502],
    ["unavailableHtml", 503],
    ["okHtml", 200],
  ])("%s is a proxy's page", async (name, status) => {
    const { call } = await signedIn();
    const answer = await call(RECORDINGS, withFault(name));
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("text/html");
    expect(answer.text).toMatch(/^<html>/);
  });

  test("JSON that breaks off, answers without a content type", async () => {
    const { call } = await signedIn();
    const cut = await call(RECORDINGS, withFault("truncatedJson"));
    expect(cut.status).toBe(200);
    expect(() => JSON.parse(cut.text)).toThrow();
    const untyped = await call(RECORDINGS, withFault("missingContentType"));
    expect(untyped.headers.get("content-type")).toBeNull();
    expect(untyped.rows.length).toBeGreaterThan(5);
  });

  test("a connection that breaks in the middle of the sound", async () => {
    const { send, simulator } = await signedIn();
    const path = `/v2${RECORDINGS}/${idOf(simulator, 7)}`;
    const whole = (await (await send(path, { headers: { accept: "audio/mpeg" } })).arrayBuffer()).byteLength;
    const response = await send(path, {
      headers: { accept: "audio/mpeg", "x-simulator-fault": "droppedAudio" },
    });
    expect(response.headers.get("content-length")).toBe(String(whole));
    await expect(response.arrayBuffer()).rejects.toThrow();
    simulator.switches.dropAudioAfterBytes = 5000;
    const reader = (await send(path, { headers: { accept: "audio/mpeg" } })).body?.getReader();
    let received = 0;
    const readAll = async () => {
      for (let step = await reader?.read(); step?.value !== undefined; step = await reader?.read())
        received += step.value.length;
    };
    await expect(readAll()).rejects.toThrow();
    expect(received).toBe(5000);
  });

  test("no answer until the caller gives up", async () => {
    const { simulator, send } = await signedIn();
    simulator.switches.hang = true;
    const left = new AbortController();
    const asked = simulator.fetch(
      new Request("http://kazoo.example:8000/v2/account/recordings", { signal: left.signal }),
    );
    left.abort(new Error("enough"));
    await expect(asked).rejects.toThrow("enough");
    simulator.switches.hang = false;
    expect((await send(`/v2${RECORDINGS}`)).status).toBe(200);
  });
});

describe("faults as switches", () => {
  test("on some routes, after some calls, some times", async () => {
    const { simulator, call, ids } = await signedIn();
    simulator.switches.unauthorized = { on: ["list"], after: 2, times: 1 };
    const statuses: number[] = [];
    for (let nth = 0; nth < 5; nth += 1) statuses.push((await call(`${RECORDINGS}?page_size=1`)).status);
    expect(statuses).toEqual([200, 200, 401, 200, 200]);
    simulator.switches.initFailed = { on: ["audio"] };
    const path = `${RECORDINGS}/${(await ids())[3]}`;
    expect((await call(path)).status).toBe(200);
    expect((await call(path, { headers: { accept: "audio/mpeg" } })).status).toBe(500);
  });

  test("what is sent instead of sound, and lengths that lie", async () => {
    const { simulator, bytes } = await signedIn();
    const play = () => bytes(`${RECORDINGS}/${idOf(simulator, 7)}`, { headers: { accept: "audio/mpeg" } });
    const whole = (await play()).bytes.length;
    simulator.switches.audioLength = "long";
    expect((await play()).headers.get("content-length")).toBe(String(Math.floor(whole * 1.25)));
    simulator.switches.audioLength = "none";
    expect((await play()).headers.get("content-length")).toBeNull();
    simulator.switches.audioAs = "empty";
    expect((await play()).bytes.length).toBe(0);
    simulator.switches.audioAs = "html";
    expect((await play()).headers.get("content-type")).toBe("text/html");
    simulator.switches.audioAs = "json";
    expect(Buffer.from((await play()).bytes).toString()).toMatch(/^{"status":"error"/);
  });

  test("the clock can be wrong", async () => {
    const { simulator, call, signIn } = await signedIn();
    simulator.switches.clockSkewMs = -3 * 86_400_000;
    await signIn();
    const { body, rows } = await call(RECORDINGS);
    expect(body.timestamp).toBe("2026-11-13T12:00:00Z");
    const newest = simulator.createdMs(rows[0]?.id ?? "") ?? 0;
    expect(newest).toBeLessThanOrEqual(Date.UTC(2026, 10, 13, 12));
  });
});

test("the awkward cases are there without the spoken calls, and for the clock that stands still by a constant", () => {
  const awkwardAlone = createKazooSimulator({ samples: "none", awkward: true, calls: 0 });
  expect(awkwardAlone.awkward).toEqual(AWKWARD);
  const all = awkwardAlone.recordingIds();
  const deleted = AWKWARD[13]?.[0];
  for (const id of Object.values(AWKWARD).flat()) expect(all.includes(id)).toBe(id !== deleted);
  expect(Object.keys(AWKWARD_WORDS)).toEqual(expect.arrayContaining(Object.keys(AWKWARD)));
  expect(createKazooSimulator({ samples: "none", calls: 7 }).recordingIds()).toHaveLength(7);
});

describe("control routes", () => {
  const control = async (
    client: ReturnType<typeof testClient>,
    method: string,
    path: string,
    body?: unknown,
  ) => {
    const response = await client.send(`/simulator${path}`, {
      method,
      token: null,
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.status, body: await response.json() };
  };

  test("switches are read and set by name; an unknown one or a wrong value is refused", async () => {
    const client = await signedIn();
    const set = await control(client, "PUT", "/switches", { profile: "kazoo-4.3", initFailed: { times: 2 } });
    expect(set.body).toMatchObject({ profile: "kazoo-4.3", initFailed: { times: 2 } });
    expect((await control(client, "GET", "/switches")).body.profile).toBe("kazoo-4.3");
    for (const wrong of [{ colour: 1 }, { profile: "asterisk" }, "{", { rateLimit: 7 }]) {
      expect((await control(client, "PUT", "/switches", wrong)).status).toBe(400);
    }
    expect((await control(client, "POST", "/reset")).status).toBe(200);
    expect(client.simulator.switches.profile).toBe("kazoo-5-docs");
    expect(client.simulator.switches.initFailed).toBe(false);
  });

  test("requests seen, tokens, live calls, awkward cases", async () => {
    const client = await signedIn();
    await client.call(`${RECORDINGS}?page_size=1`);
    const { requests } = (await control(client, "GET", "/requests")).body;
    expect(requests.at(-1)).toEqual({
      method: "GET",
      path: `/v2${RECORDINGS}`,
      query: "page_size=1",
      status: 200,
    });
    expect((await control(client, "DELETE", "/requests")).body).toEqual({ requests: [] });
    expect(client.simulator.calls()).toEqual([]);
    await control(client, "POST", "/expire-tokens");
    expect((await client.call(RECORDINGS)).status).toBe(401);
    const added = await control(client, "POST", "/live");
    const { calls } = (await control(client, "GET", "/live")).body;
    expect(calls.map((one: { uuid: string }) => one.uuid)).toEqual([added.body.uuid]);
    const live = `/live/${encodeURIComponent(added.body.uuid)}`;
    expect((await control(client, "DELETE", live)).status).toBe(200);
    expect((await control(client, "DELETE", live)).status).toBe(404);
    expect((await control(client, "GET", "/awkward")).body[7]).toEqual(client.simulator.awkward[7]);
    expect((await control(client, "GET", "/nothing")).status).toBe(404);
  });

  test("a path in the base address stands in front of every path", async () => {
    const { simulator } = testClient({ baseUrl: "http://kazoo.example/kz/" });
    expect(simulator.source).toMatchObject({ baseUrl: "http://kazoo.example/kz/v2", accountId: MAIN });
    const asked = await simulator.fetch(new Request("http://kazoo.example/kz/v2/account/recordings"));
    expect(asked.status).toBe(401);
  });
});
