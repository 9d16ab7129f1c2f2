import { beforeEach, expect, test } from "vitest";
import { liveRecordingId, recordingId } from "@/lib/domain/ids";
import type { LiveCall } from "@/lib/sources/source";
import { fileOf, SOURCE, SYSTEM, scopeOf, sourceRecording, T0 } from "@/lib/testing/catalog-fixtures";
import { describeOnBothEngines, emptyCatalog } from "@/lib/testing/database";
import { createCatalogBudget } from "./call-budget";
import type { Catalog } from "./client";
import { beginLiveAct, endLiveAct, findLiveCall, listLiveCalls, saveLiveCalls } from "./live-calls";
import { getRecording, upsertRecordings } from "./recordings";

const LIVE_ID = liveRecordingId(SOURCE.id, "uii-1");

function liveCall(vendorLiveId: string, rest: Partial<LiveCall> = {}): LiveCall {
  const { recording } = sourceRecording("x", { startMs: T0, stopMs: null });
  return {
    vendorLiveId,
    recording: {
      ...recording,
      id: liveRecordingId(SOURCE.id, vendorLiveId),
      vendorId: `live-${vendorLiveId}`,
    },
    status: "recording",
    can: ["paused"],
    accessGroups: [],
    ...rest,
  };
}

describeOnBothEngines("live calls", (open) => {
  let catalog: Catalog;
  beforeEach(async () => {
    catalog = await open();
    await emptyCatalog(catalog);
  });
  const save = (calls: readonly LiveCall[], nowMs = T0) =>
    saveLiveCalls(SYSTEM, catalog.db, SOURCE, calls, nowMs);
  const live = async (scope = SYSTEM) =>
    (await listLiveCalls(scope, catalog.db, [SOURCE.id])).map((call) => call.vendorLiveId);

  test("are those last told; one no longer told has ended, and is live again when told again", async () => {
    await save([liveCall("uii-1"), liveCall("uii-2")]);
    await save([liveCall("uii-2", { status: "paused", can: ["recording"] })], T0 + 5_000);
    expect(await live()).toEqual(["uii-2"]);
    expect(await findLiveCall(SYSTEM, catalog.db, LIVE_ID)).toMatchObject({ endedMs: T0 + 5_000 });
    await save([liveCall("uii-1")], T0 + 9_000);
    expect(await live()).toEqual(["uii-1"]);
    expect(await findLiveCall(SYSTEM, catalog.db, LIVE_ID)).toMatchObject({
      endedMs: null,
      status: "recording",
    });
  });

  test("are known only within a person's groups", async () => {
    await save([liveCall("uii-1", { accessGroups: ["/Sales"] }), liveCall("uii-2")]);
    const sales = scopeOf({ accessGroups: ["/Sales"] });
    expect(await live(sales)).toEqual(["uii-1"]);
    expect(await live(scopeOf({ accessGroups: ["/"] }))).toEqual(["uii-1", "uii-2"]);
    expect(await findLiveCall(sales, catalog.db, liveRecordingId(SOURCE.id, "uii-2"))).toBeNull();
  });

  test("what was asked of one is kept; the last that was not refused is told", async () => {
    await save([liveCall("uii-1")]);
    const begin = (status: "paused" | "recording", nowMs: number) =>
      beginLiveAct(SYSTEM, catalog.db, { liveId: LIVE_ID, status, userId: "u1", nowMs });
    const first = await begin("paused", T0 + 1);
    await endLiveAct(
      SYSTEM,
      catalog.db,
      { id: first, liveId: LIVE_ID },
      { state: "requested", nowMs: T0 + 2 },
    );
    const second = await begin("recording", T0 + 3);
    await endLiveAct(SYSTEM, catalog.db, { id: second, liveId: LIVE_ID }, { state: "failed", nowMs: T0 + 4 });
    expect((await findLiveCall(SYSTEM, catalog.db, LIVE_ID))?.lastAct).toEqual({
      status: "paused",
      atMs: T0 + 1,
      state: "requested",
    });
    await endLiveAct(
      SYSTEM,
      catalog.db,
      { id: second, liveId: LIVE_ID },
      { state: "failed", ended: true, nowMs: T0 + 5 },
    );
    expect(await live()).toEqual([]);
  });

  test("the recording that comes of one is linked, and what was masked live is masked in it where its vendor does not tell", async () => {
    await save([liveCall("uii-1")]);
    for (const [status, atMs] of [
      ["paused", T0 + 20_000],
      ["recording", T0 + 30_000],
    ] as const) {
      const id = await beginLiveAct(SYSTEM, catalog.db, {
        liveId: LIVE_ID,
        status,
        userId: "u1",
        nowMs: atMs,
      });
      await endLiveAct(SYSTEM, catalog.db, { id, liveId: LIVE_ID }, { state: "requested", nowMs: atMs });
    }
    const file = fileOf("one", {
      startMs: T0,
      stopMs: T0 + 60_000,
      durationMs: 60_000,
      masks: [],
      maskedSpans: [],
    });
    const row = { ...sourceRecording("A1", { mediaFiles: [file] }), liveIds: ["uii-1"] };
    const masking = {
      ...SOURCE,
      live: { supported: true, masksFromActs: { fill: "silence", uncertainMs: 1_000 } },
    } as const;
    await upsertRecordings(SYSTEM, catalog.db, masking, [row], T0);
    const id = recordingId(SOURCE.id, "A1");
    expect(await findLiveCall(SYSTEM, catalog.db, LIVE_ID)).toMatchObject({ recordingId: id });
    expect((await findLiveCall(SYSTEM, catalog.db, id))?.vendorLiveId).toBe("uii-1");
    expect((await getRecording(SYSTEM, catalog.db, id))?.mediaFiles[0]).toMatchObject({
      masks: [
        { timeMs: T0 + 20_000, type: "paused" },
        { timeMs: T0 + 30_000, type: "resume" },
      ],
      maskedSpans: [
        { startMs: 20_000, endMs: 30_000, pausedMs: 10_000, uncertainMs: 1_000, open: false, origin: "live" },
      ],
    });
    const untouched = await upsertRecordings(SYSTEM, catalog.db, masking, [row], T0);
    expect(untouched).toMatchObject({ unchanged: 1 });
    await upsertRecordings(SYSTEM, catalog.db, SOURCE, [row], T0);
    expect((await getRecording(SYSTEM, catalog.db, id))?.mediaFiles[0]?.maskedSpans).toEqual([]);
  });
});

describeOnBothEngines("the budget of calls", (open) => {
  test("holds for all who take from it at once, and over a restart", async () => {
    const catalog = await open();
    let nowMs = T0;
    const limits = [
      { calls: 2, seconds: 60 },
      { calls: 5, seconds: 900 },
    ];
    const servers = [1, 2, 3].map(() => createCatalogBudget(catalog.db, () => nowMs));
    const waits = await Promise.all(servers.map((budget) => budget.take("ringcx:metadata", limits)));
    expect(waits.sort((a, b) => a - b)).toEqual([0, 0, 60_000]);
    expect(await createCatalogBudget(catalog.db, () => nowMs).take("ringcx:metadata", limits)).toBe(60_000);
    expect(await createCatalogBudget(catalog.db, () => nowMs).take("other:metadata", limits)).toBe(0);
    for (const expected of [0, 0, 60_000]) {
      if (expected === 0 && nowMs === T0) nowMs += 60_000;
      expect(await servers[0]?.take("ringcx:metadata", limits)).toBe(expected);
    }
    nowMs += 60_000;
    expect(await servers[1]?.take("ringcx:metadata", limits)).toBe(0);
    expect(await servers[1]?.take("ringcx:metadata", limits)).toBe(900_000 - 120_000);
  });
});
