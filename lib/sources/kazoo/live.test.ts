import { describe, expect, test } from "vitest";
import {
  html,
  kazooSource,
  NOW,
  NOW_MS,
  no,
  ok,
  scripted,
  signal,
  simulated,
  supported,
  walkAll,
} from "./test-kit";

const OWNER = "aaaabbbbccccddddeeeeffff00001111";
const channel = (changes: Readonly<Record<string, unknown>> = {}) => ({
  answered: true,
  authorizing_id: "63fbb9ac78e11f3ccb387928a423798a",
  authorizing_type: "device",
  destination: "15550100123",
  direction: "inbound",
  other_leg: "d220c187-e18edc42-bab2459d",
  owner_id: OWNER,
  presence_id: "1002@acme.example.com",
  timestamp: NOW - 60,
  username: "user_zu0bf7",
  uuid: "dab25c76-7479-4ed2-ba92-6b725d68e351",
  ...changes,
});
const listOf = (channels: readonly unknown[], settings = {}) =>
  supported(kazooSource(scripted(() => ok(channels)).fetch, { settings }).live).list(signal);

describe("the calls that go on", () => {
  test("are the account's answered channels, as the vendor documents them", async () => {
    const [call] = await listOf([channel()]);
    expect(call).toMatchObject({
      vendorLiveId: "dab25c76-7479-4ed2-ba92-6b725d68e351",
      status: "unknown",
      can: ["paused", "recording", "stopped"],
      accessGroups: [],
      recording: {
        id: "kazoo.live-dab25c76-7479-4ed2-ba92-6b725d68e351",
        callerPhoneNumber: "1002",
        dialedPhoneNumber: "15550100123",
        startMs: NOW_MS - 60_000,
        stopMs: null,
        callType: "Outbound",
        mediaFiles: [],
      },
    });
    expect(call?.recording.events.map(({ event, contact }) => [event, contact?.type])).toEqual([
      ["Joined", "User"],
      ["Joined", "External"],
    ]);
  });

  test("that ring are none yet, and rows without an id are left out", async () => {
    expect(
      await listOf([channel({ answered: false }), channel({ answered: null }), { answered: true }, 7]),
    ).toEqual([]);
  });

  test("are each told once: the leg of our own person, then the one that came in", async () => {
    const one = channel({ uuid: "a", other_leg: "b", owner_id: null });
    const other = channel({ uuid: "b", other_leg: "a", direction: "outbound" });
    expect((await listOf([one, other])).map(({ vendorLiveId }) => vendorLiveId)).toEqual(["b"]);
    const together = { interaction_id: "63898889998-0a1b2c3d", other_leg: null };
    const legs = [
      channel({ uuid: "late", ...together, direction: "outbound", timestamp: NOW - 70 }),
      channel({ uuid: "in", ...together }),
    ];
    expect((await listOf(legs)).map(({ vendorLiveId }) => vendorLiveId)).toEqual(["in"]);
  });

  test("hide a caller who asked for it, and belong to the groups of their owner", async () => {
    const hidden = channel({
      caller_id_number: "15550100777",
      caller_id_name: "Hannah Whitcombe",
      presence_id: "15550100777@a",
      custom_channel_vars: { "Privacy-Hide-Number": "true", "Privacy-Hide-Name": "true" },
    });
    const [call] = await listOf([hidden], { accessGroups: { [OWNER]: "/Sales" } });
    expect(JSON.stringify(call)).not.toMatch(/Whitcombe|0100777/);
    expect(call?.accessGroups).toEqual(["/Sales"]);
  });

  test.each([[() => no(404, "not_found", { message: "not found" })], [() => no(405, "invalid_method")]])(
    "that a server does not list are said to be that, and it is not asked again and again (%#)",
    async (answer) => {
      let nowMs = NOW_MS;
      const { fetch, sent } = scripted(answer);
      const source = kazooSource(fetch, { now: () => nowMs });
      const { list } = supported(source.live);
      expect(source.limits.join()).not.toContain("going on.");
      for (const _ of [1, 2]) await expect(list(signal)).rejects.toMatchObject({ kind: "unsupported" });
      expect(sent).toHaveLength(1);
      expect(source.limits.at(-1)).toBe("This Kazoo server does not list the calls that are going on.");
      nowMs += 11 * 60_000;
      await expect(list(signal)).rejects.toMatchObject({ kind: "unsupported" });
      expect(sent).toHaveLength(2);
    },
  );

  test.each([
    () => html(404),
    () => html(502),
    () => no(500, "init failed"),
    () => no(404, "bad_identifier", {}),
  ])("that can't be had are an error, not none (%#)", async (answer) => {
    const source = kazooSource(scripted(answer).fetch);
    await expect(supported(source.live).list(signal)).rejects.toMatchObject({ name: "SourceError" });
  });
});

describe("controlling one", () => {
  test.each([
    ["paused", "mask"],
    ["recording", "unmask"],
    ["stopped", "stop"],
  ] as const)("%s is the metaflow %s, sent once, and never confirmed", async (status, action) => {
    const { fetch, sent } = scripted(() => ok("metaflow sent", {}, 202));
    const call = "2026/11@192.0.2.10";
    expect(await supported(kazooSource(fetch).live).set(call, status, signal)).toEqual({
      state: "requested",
    });
    expect(sent.map(({ method, path, body }) => [method, path, JSON.parse(body)])).toEqual([
      [
        "PUT",
        "/channels/2026%2F11%40192.0.2.10",
        { action: "metaflow", data: { module: "record_call", data: { action } } },
      ],
    ]);
  });

  test.each([
    [() => no(404, "bad_identifier", { cause: "call", message: "bad identifier" }), "notFound", false],
    [() => no(404, "not_found"), "unsupported", false],
    [() => no(405, "invalid_method"), "unsupported", false],
    [() => no(400, "validation error"), "conflict", false],
    [() => no(403, "forbidden"), "conflict", false],
    [() => html(404), "unreachable", false],
    [() => html(502), "unreachable", true],
    [() => no(503, "datastore_fault"), "unreachable", true],
    [() => no(500, "init failed"), "internal", true],
  ])("a no is told as what it is, and nothing is sent twice (%#)", async (answer, kind, unclear) => {
    const { fetch, sent } = scripted(answer);
    const acting = supported(kazooSource(fetch).live).set("call", "paused", signal);
    await expect(acting).rejects.toMatchObject({ kind, unclear });
    expect(sent).toHaveLength(1);
  });

  test("a pause shows in the file as silence unless the settings say otherwise", () => {
    const actsOf = (settings = {}) =>
      supported(kazooSource(async () => html(500), { settings }).live).masksFromActs;
    expect(actsOf()).toEqual({ fill: "silence", uncertainMs: 2_000 });
    expect(actsOf({ pauseFill: "cut" })?.fill).toBe("cut");
  });
});

test("a call of the simulator is found, masked, and linked to its recording when it ends", async () => {
  let nowMs = NOW_MS;
  const { simulator, source } = simulated({ now: () => new Date(nowMs) }, { now: () => nowMs });
  const liveId = simulator.addLiveCall();
  const live = supported(source.live);
  const before = await live.list(signal);
  expect(before.map(({ vendorLiveId }) => vendorLiveId)).toContain(liveId);
  nowMs += 10_000;
  await live.set(liveId, "paused", signal);
  nowMs += 10_000;
  await live.set(liveId, "recording", signal);
  expect(simulator.liveCalls()[0]?.recordings[0]?.masks).toEqual([
    { startMs: NOW_MS + 10_000, endMs: NOW_MS + 20_000 },
  ]);
  simulator.endLiveCall(liveId);
  nowMs += 60_000;
  const { recordings } = await walkAll(source, { fromMs: NOW_MS - 60_000, toMs: nowMs });
  expect(recordings.find(({ liveIds }) => liveIds?.includes(liveId))?.recording.mediaFiles).toHaveLength(1);
  await expect(live.set(liveId, "paused", signal)).rejects.toMatchObject({ kind: "notFound" });
});
