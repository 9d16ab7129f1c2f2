import { describe, expect, test } from "vitest";
import { decodeMp3, levelDb } from "@/lib/samples/decode-for-tests";
import { toGregorian } from "./gregorian";
import { MAIN, RECORDINGS, testClient } from "./test-client";

const CHANNELS = `/accounts/${MAIN}/channels`;
const flow = (action?: string) => ({
  action: "metaflow",
  data: { module: "record_call", data: action === undefined ? {} : { action } },
});

async function signedIn(options: Parameters<typeof testClient>[0] = {}) {
  const client = testClient(options);
  await client.signIn();
  const put = (uuid: string, body: unknown) =>
    client.call(`${CHANNELS}/${encodeURIComponent(uuid)}`, { method: "PUT", body });
  const pass = (seconds: number) => {
    client.clock.ms += seconds * 1000;
  };
  /** The documents of a call, oldest first. */
  const documentsOf = async (interactionId: string) =>
    (await client.call(`${RECORDINGS}?filter_interaction_id=${interactionId}&ascending=true`)).rows;
  return { ...client, put, pass, documentsOf };
}

describe("channels", () => {
  test("both legs of every call, as the vendor's sample has them; no pages", async () => {
    const { call, simulator, clock } = await signedIn({ live: "steady" });
    const { rows, body, status } = await call(CHANNELS);
    expect([status, rows]).toEqual([200, []]);
    expect(body).not.toHaveProperty("page_size");
    const channels = Array.isArray(body.data) ? body.data : [];
    expect(channels).toHaveLength(6);
    const [live] = simulator.liveCalls();
    const first = channels.find((one) => one.uuid === live?.uuid);
    const second = channels.find((one) => one.uuid === live?.secondUuid);
    expect(first).toMatchObject({
      answered: true,
      direction: "inbound",
      other_leg: live?.secondUuid,
      interaction_id: live?.interactionId,
      authorizing_type: "device",
      owner_id: live?.ownerId,
      timestamp: toGregorian(clock.ms - 95_000),
      elapsed_s: 95,
    });
    expect(second).toMatchObject({
      direction: "outbound",
      other_leg: live?.uuid,
      authorizing_type: "resource",
    });
    expect(second).not.toHaveProperty("owner_id");
    for (const hidden of ["account_id", "realm", "node", "bridge_id", "switch_url", "fetch_id"]) {
      expect(first).not.toHaveProperty(hidden);
    }
    simulator.switches.bothLegs = false;
    const single = (await call(CHANNELS)).body.data;
    expect(Array.isArray(single) && single.length).toBe(3);
  });

  test("of a user, of a device, of nobody", async () => {
    const { call, simulator } = await signedIn({ live: "steady" });
    const [live] = simulator.liveCalls();
    const own = (await call(`/accounts/${MAIN}/users/${live?.ownerId}/channels`)).body.data;
    expect(own).toEqual([expect.objectContaining({ owner_id: live?.ownerId })]);
    const [channel] = Array.isArray(own) ? own : [];
    const device = await call(`/accounts/${MAIN}/devices/${channel.authorizing_id}/channels`);
    expect(device.body.data).toEqual(own);
    expect((await call(`/accounts/${MAIN}/users/${"0".repeat(32)}/channels`)).status).toBe(404);
  });

  test("one channel tells the same in the words of the switch", async () => {
    const { call, simulator } = await signedIn();
    const uuid = simulator.addLiveCall();
    const { data, status } = await call(`${CHANNELS}/${encodeURIComponent(uuid)}`);
    expect(status).toBe(200);
    expect(data).toMatchObject({
      call_id: uuid,
      call_direction: "inbound",
      custom_channel_vars: { account_id: MAIN },
    });
    expect(data.other_leg_call_id).toBe(simulator.liveCalls()[0]?.secondUuid);
  });

  test("an unknown channel is 404 with an array, or 503 when no switch answers", async () => {
    const { put, call, simulator } = await signedIn();
    const answer = await put("nobody@192.0.2.1", flow("mask"));
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ message: "bad identifier", data: ["nobody@192.0.2.1"] });
    expect((await call(`${CHANNELS}/nobody`)).status).toBe(404);
    simulator.switches.unknownChannel = "timeout";
    expect((await put("nobody", flow("mask"))).body).toMatchObject({
      error: "503",
      message: "datastore timeout",
    });
  });

  test.each(["start", "stop", "mask", "unmask", "toggle"])(
    "%s is 202 and `metaflow sent`, in whatever state",
    async (action) => {
      const { put, simulator } = await signedIn();
      const uuid = simulator.addLiveCall();
      for (let nth = 0; nth < 2; nth += 1) {
        const answer = await put(uuid, flow(action));
        expect([answer.status, answer.body.status, answer.body.data]).toEqual([
          202,
          "success",
          "metaflow sent",
        ]);
      }
    },
  );

  test.each([
    [{ action: "dance", data: {} }, "invalid data"],
    [{ data: { module: "record_call" } }, "invalid data"],
    [flow("explode"), "validation error"],
    [{ action: "metaflow", data: { data: { module: "hangup" } } }, "validation error"],
    [{ action: "metaflow" }, "validation error"],
  ])("%j is 400", async (body, message) => {
    const { put, simulator } = await signedIn();
    const answer = await put(simulator.addLiveCall(), body);
    expect([answer.status, answer.body.message]).toEqual([400, message]);
  });

  test("without Konami the answer is the same and nothing happens", async () => {
    const { put, simulator } = await signedIn();
    const uuid = simulator.addLiveCall();
    simulator.switches.metaflows = false;
    expect((await put(uuid, flow("stop"))).status).toBe(202);
    expect(simulator.liveCalls()[0]?.recordings[0]?.stopMs).toBeNull();
  });

  test("a hang-up ends the call; unknown commands are 400", async () => {
    const { call, simulator } = await signedIn();
    const path = `${CHANNELS}/${encodeURIComponent(simulator.addLiveCall())}`;
    expect((await call(path, { method: "POST", body: { data: { action: "dance" } } })).status).toBe(400);
    const answer = await call(path, { method: "POST", body: { data: { action: "hangup" } } });
    expect([answer.status, answer.body.data]).toEqual([202, "hangup initiated"]);
    expect(simulator.liveCalls()).toEqual([]);
  });
});

describe("what becomes of a live call", () => {
  test("a document after some seconds, its sound a little later, the leg's id in it", async () => {
    const { simulator, pass, documentsOf, bytes, clock } = await signedIn({ samples: "none" });
    const uuid = simulator.addLiveCall({ secondsAgo: 30 });
    const { interactionId = "" } = simulator.liveCalls()[0] ?? {};
    expect(simulator.endLiveCall(uuid)).toBe(true);
    expect(simulator.endLiveCall(uuid)).toBe(false);
    expect(await documentsOf(interactionId)).toEqual([]);
    pass(20);
    const [row, ...others] = await documentsOf(interactionId);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ call_id: uuid, duration: 29, start: toGregorian(clock.ms - 49_000) });
    pass(3);
    const sound = await bytes(`${RECORDINGS}/${row?.id}`, { headers: { accept: "audio/mpeg" } });
    expect(sound.status).toBe(200);
  });

  test("the document comes first, without audio", async () => {
    const { simulator, pass, documentsOf } = await signedIn();
    simulator.switches.storeLagS = 0;
    simulator.switches.uploadDelayMs = 10_000;
    const uuid = simulator.addLiveCall();
    const { interactionId = "" } = simulator.liveCalls()[0] ?? {};
    simulator.endLiveCall(uuid);
    expect((await documentsOf(interactionId))[0]?._read_only).toEqual({ content_types: [] });
    pass(10);
    expect((await documentsOf(interactionId))[0]?._read_only).toEqual({ content_types: ["audio/mpeg"] });
  });

  test("a masked span is silent, and nothing in the document says so", async () => {
    const { simulator, pass, put, documentsOf, bytes } = await signedIn();
    const uuid = simulator.addLiveCall({ secondsAgo: 1 });
    const { interactionId = "" } = simulator.liveCalls()[0] ?? {};
    pass(20);
    await put(uuid, flow("mask"));
    pass(10);
    await put(uuid, flow("unmask"));
    pass(20);
    simulator.endLiveCall(uuid);
    pass(30);
    const [row] = await documentsOf(interactionId);
    expect(row?.duration).toBe(50);
    expect(JSON.stringify(row)).not.toMatch(/mask|pause|resume/i);
    const sound = await bytes(`${RECORDINGS}/${row?.id}`, { headers: { accept: "audio/mpeg" } });
    const { agent, durationMs } = await decodeMp3(sound.bytes);
    expect(durationMs).toBeGreaterThan(49_000);
    expect(levelDb(agent, 20_000, 30_000)).toBeLessThan(-190);
    expect(levelDb(agent, 1_000, 19_000)).toBeGreaterThan(-60);
    expect(levelDb(agent, 31_000, 48_000)).toBeGreaterThan(-60);
  });

  test("stop ends the file; start and toggle begin another document", async () => {
    const { simulator, pass, put, documentsOf } = await signedIn();
    const uuid = simulator.addLiveCall({ secondsAgo: 1 });
    const { interactionId = "" } = simulator.liveCalls()[0] ?? {};
    pass(20);
    await put(uuid, flow("stop"));
    pass(25);
    const [first, ...others] = await documentsOf(interactionId);
    expect([first?.duration, others]).toEqual([20, []]);
    await put(uuid, flow("start"));
    pass(5);
    await put(uuid, flow());
    pass(10);
    simulator.endLiveCall(uuid);
    pass(30);
    const all = await documentsOf(interactionId);
    expect(all.map((row) => row.duration).sort()).toEqual([10, 15, 20].sort());
    expect(new Set(all.map((row) => row.id)).size).toBe(3);
    expect(new Set(all.map((row) => row.call_id))).toEqual(new Set([uuid]));
  });

  test("a call from outside is recorded for the account and on the phone; a metaflow on either leg masks both", async () => {
    const { simulator, pass, put, documentsOf, bytes } = await signedIn();
    simulator.addLiveCall();
    simulator.addLiveCall({ secondsAgo: 1 });
    const live = simulator.liveCalls()[1];
    expect(live?.from).toBe("customer");
    pass(20);
    await put(live?.secondUuid ?? "", flow("mask"));
    pass(10);
    simulator.endLiveCall(live?.uuid ?? "");
    pass(30);
    const rows = await documentsOf(live?.interactionId ?? "");
    expect(new Set(rows.map((row) => row.call_id))).toEqual(new Set([live?.uuid, live?.secondUuid]));
    expect(rows.map((row) => row.owner_id).filter((owner) => owner !== undefined)).toEqual([live?.ownerId]);
    for (const row of rows) {
      const sound = await bytes(`${RECORDINGS}/${row.id}`, { headers: { accept: "audio/mpeg" } });
      const { customer, durationMs } = await decodeMp3(sound.bytes);
      expect(levelDb(customer, durationMs - 9_000, durationMs)).toBeLessThan(-190);
    }
  });

  test("rotating calls begin and end by the clock, and become recordings", async () => {
    const { simulator, call, pass, ids } = await signedIn({ live: "rotating", samples: "none" });
    const before = simulator.liveCalls().map((one) => one.uuid);
    expect(before.length).toBeGreaterThan(0);
    const known = await ids();
    pass(1800);
    await call(CHANNELS);
    const now = simulator.liveCalls().map((one) => one.uuid);
    expect(now.length).toBeGreaterThan(0);
    expect(now.filter((uuid) => before.includes(uuid))).toEqual([]);
    const added = (await ids()).filter((id) => !known.includes(id));
    const callIds = added.map((id) => simulator.recording(id)?.document.call_id);
    expect(callIds).toEqual(expect.arrayContaining(before));
  });

  test("after a month of sleep rotating calls make up for one day", async () => {
    const { simulator, clock } = testClient({ live: "rotating", samples: "none", calls: 0 });
    clock.ms += 30 * 86_400_000;
    expect(simulator.liveCalls().length).toBeGreaterThan(0);
    const recorded = simulator.recordingIds().length;
    expect(recorded).toBeGreaterThan(500);
    expect(recorded).toBeLessThan(1500);
  });
});
