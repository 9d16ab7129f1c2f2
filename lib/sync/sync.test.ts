import { pino } from "pino";
import { beforeEach, expect, test, vi } from "vitest";
import type { Catalog } from "@/lib/catalog/client";
import { dueFollowUps, scheduleFollowUps } from "@/lib/catalog/follow-ups";
import { getRecording, setDeleteTime, upsertRecordings } from "@/lib/catalog/recordings";
import { readSourceState, saveSourceHealth } from "@/lib/catalog/sync-state";
import { recordingId } from "@/lib/domain/ids";
import { accessGroupsOf } from "@/lib/sources/access-units";
import { pendingFile } from "@/lib/sources/pending-file";
import { type RecordingSource, SourceError, type SourceRecording } from "@/lib/sources/source";
import { fileOf, SOURCE, SYSTEM, sourceRecording, T0 } from "@/lib/testing/catalog-fixtures";
import { describeOnBothEngines, emptyCatalog } from "@/lib/testing/database";
import { aSource } from "@/lib/testing/fake-source";
import { stepFollowUps } from "./follow-ups";
import { restampGroups } from "./restamp";
import { startSync } from "./scheduler";
import { runPass, type SyncParts } from "./sync-source";

const { signal } = new AbortController();
const idOf = (vendorId: string) => recordingId(SOURCE.id, vendorId);

function notAsked(vendorId: string, startMs = T0): SourceRecording {
  const { recording } = sourceRecording(vendorId, { startMs });
  const placeholder = pendingFile(recording.id, {
    startMs,
    stopMs: null,
    accessGroups: [],
    accessUnits: [],
  });
  const call = { ...recording, mediaFiles: [placeholder] };
  return { recording: call, labels: null, files: "notAsked", askAgainMs: 0 };
}

describeOnBothEngines("sync", (open) => {
  let catalog: Catalog;
  let nowMs: number;
  let gone: string[];
  beforeEach(async () => {
    catalog = await open();
    await emptyCatalog(catalog);
    nowMs = T0;
    gone = [];
  });
  const parts = (): SyncParts => ({
    catalog,
    log: pino({ level: "silent" }),
    now: () => nowMs,
    confirmGone: async (id) => gone.push(id),
  });
  const upsert = (rows: readonly SourceRecording[]) =>
    upsertRecordings(SYSTEM, catalog.db, SOURCE, rows, nowMs);
  const reads = (
    read: (vendorId: string) => Promise<SourceRecording | null>,
  ): Pick<RecordingSource, "readById"> => ({ readById: { supported: true, read } });
  const due = async () => (await dueFollowUps(SYSTEM, catalog.db, SOURCE.id, 100, nowMs)).length;

  test("what was still to come is asked for newest first, and is then in the catalog", async () => {
    await upsert([notAsked("old", T0 - 5_000), notAsked("new", T0), notAsked("mid", T0 - 1_000)]);
    const asked: string[] = [];
    const source = aSource(
      reads(async (vendorId) => {
        asked.push(vendorId);
        return { ...sourceRecording(vendorId, { mediaFiles: [fileOf(vendorId)] }), files: "all" };
      }),
    );
    expect(await stepFollowUps(parts(), source, signal)).toBe(true);
    expect(asked[0]).toBe("new");
    expect(new Set(asked)).toEqual(new Set(["new", "mid", "old"]));
    expect((await getRecording(SYSTEM, catalog.db, idOf("old")))?.mediaFiles[0]?.audio).toBe("ready");
    expect(await stepFollowUps(parts(), source, signal)).toBe(false);
  });

  test("a call that fails is tried again ever later; a vendor that is away stops the round and loses nothing", async () => {
    await upsert([notAsked("A")]);
    const failing = aSource(reads(() => Promise.reject(new SourceError("internal", "It failed."))));
    await stepFollowUps(parts(), failing, signal);
    expect(await due()).toBe(0);
    nowMs += 30_000;
    expect(await due()).toBe(1);
    await stepFollowUps(parts(), failing, signal);
    nowMs += 30_000;
    expect(await due()).toBe(0);
    nowMs += 30_000;
    const away = aSource(reads(() => Promise.reject(new SourceError("unreachable", "It is away."))));
    await expect(stepFollowUps(parts(), away, signal)).rejects.toThrow("It is away.");
    expect(await due()).toBe(1);
  });

  test("a call that is still not told is asked about again when its source says, not at once", async () => {
    await upsert([notAsked("A")]);
    let asked = 0;
    const source = aSource(
      reads(async (vendorId) => {
        asked += 1;
        return { ...notAsked(vendorId), askAgainMs: 60_000 };
      }),
    );
    expect(await stepFollowUps(parts(), source, signal)).toBe(true);
    expect(await stepFollowUps(parts(), source, signal)).toBe(false);
    nowMs += 60_000;
    await stepFollowUps(parts(), source, signal);
    expect(asked).toBe(2);
  });

  test("what the vendor no longer has is confirmed and removed by whoever may", async () => {
    await upsert([notAsked("A")]);
    await stepFollowUps(parts(), aSource(reads(async () => null)), signal);
    expect(gone).toEqual([idOf("A")]);
  });

  test("a purge is watched until it has happened; one that was taken back is forgotten after two days", async () => {
    const row = sourceRecording("A", { mediaFiles: [fileOf("A")] });
    await upsert([row]);
    await setDeleteTime(SYSTEM, catalog.db, idOf("A"), T0 + 60_000);
    const watch = { recordingId: idOf("A"), sortMs: T0, dueMs: T0 + 65_000 };
    await scheduleFollowUps(SYSTEM, catalog.db, SOURCE.id, "purge", [watch]);
    const source = aSource(reads(async () => row));
    nowMs = T0 + 65_000;
    await stepFollowUps(parts(), source, signal);
    expect(await due()).toBe(0);
    expect((await getRecording(SYSTEM, catalog.db, idOf("A")))?.deleteTimeMs).toBe(T0 + 60_000);
    nowMs = T0 + 50 * 3_600_000;
    await stepFollowUps(parts(), source, signal);
    expect((await getRecording(SYSTEM, catalog.db, idOf("A")))?.deleteTimeMs).toBeNull();
    nowMs += 3_600_000;
    expect(await due()).toBe(0);
  });

  test("a pass waits for room in the vendor's budget and goes on with the same page", async () => {
    const cursors: (string | null)[] = [];
    let refusedAtMs = 0;
    let resumedAfterMs = 0;
    const source = aSource({
      async walk(_window, cursor) {
        cursors.push(cursor);
        if (cursor !== null && refusedAtMs === 0) {
          refusedAtMs = performance.now();
          throw new SourceError("rateLimited", "Enough for now.", { retryAfterMs: 60 });
        }
        if (cursor !== null) resumedAfterMs = performance.now() - refusedAtMs;
        const isFirst = cursor === null;
        const row = sourceRecording(isFirst ? "A" : "B");
        return { recordings: [row], cursor: isFirst ? "2" : null, overflow: false, rejected: 0 };
      },
    });
    await runPass(parts(), source, "fast", signal);
    expect(cursors).toEqual([null, "2", "2"]);
    expect(resumedAfterMs).toBeGreaterThan(55);
    expect(await getRecording(SYSTEM, catalog.db, idOf("B"))).not.toBeNull();
  });

  test("history that has no room in the budget holds up neither new calls nor follow-ups, and is no trouble", async () => {
    await upsert([notAsked("A")]);
    const purposes: (string | undefined)[] = [];
    const source = aSource({
      ...reads(async (vendorId) => ({
        ...sourceRecording(vendorId, { mediaFiles: [fileOf(vendorId)] }),
        files: "all",
      })),
      async walk(_window, _cursor, _signal, purpose) {
        purposes.push(purpose);
        if (purpose === "history") throw new SourceError("rateLimited", "Enough.", { retryAfterMs: 600_000 });
        return { recordings: [], cursor: null, overflow: false, rejected: 0 };
      },
    });
    const sync = startSync({ ...parts(), owner: "test", sources: [source] });
    try {
      await vi.waitFor(async () => {
        expect((await getRecording(SYSTEM, catalog.db, idOf("A")))?.mediaFiles[0]?.audio).toBe("ready");
        expect(purposes.filter((purpose) => purpose === "history")).toHaveLength(1);
      }, 20_000);
      nowMs += 61_000;
      await vi.waitFor(
        () => expect(purposes.filter((purpose) => purpose === "fresh").length).toBeGreaterThan(1),
        20_000,
      );
      expect(purposes.filter((purpose) => purpose === "history")).toHaveLength(1);
      expect((await readSourceState(catalog.db, source.id))?.state).toBe("ok");
    } finally {
      await sync.stop();
    }
  });

  test("an account that loses its rights is found out at the start and every ten minutes, before anything is walked", async () => {
    let isRefused = false;
    let checks = 0;
    let walks = 0;
    let walksAtRefusal: number | null = null;
    const source = aSource({
      syncPlan: { syncSeconds: 60, backfillDays: 0, windowMs: 86_400_000, maxWindowMs: 86_400_000, lagMs: 0 },
      check: async () => {
        checks += 1;
        if (isRefused) {
          walksAtRefusal ??= walks;
          throw new SourceError("refused", "No administrator any more.");
        }
        return { missingPermissions: [] };
      },
      walk: async () => {
        walks += 1;
        return { recordings: [], cursor: null, overflow: false, rejected: 0 };
      },
    });
    const state = async () => (await readSourceState(catalog.db, source.id))?.state;
    // A state of "ok" that an earlier process left behind proves nothing.
    await saveSourceHealth(catalog.db, source.id, { missingPermissions: [], nowMs });
    const sync = startSync({ ...parts(), owner: "test", sources: [source] });
    try {
      await vi.waitFor(() => expect([checks, walks > 0]).toEqual([1, true]), 20_000);
      isRefused = true;
      nowMs += 600_000;
      await vi.waitFor(async () => expect(await state()).toBe("refused"), 20_000);
      expect(walks).toBe(walksAtRefusal);
    } finally {
      await sync.stop();
    }
  });

  test("a changed map from units to groups stamps what is there anew, once", async () => {
    const withMap = (map: Record<string, string[]>) => aSource(accessGroupsOf(map));
    const first = withMap({ q1: ["/Sales"] });
    const file = fileOf("A", { accessUnits: ["q1"], accessGroups: ["/Sales"] });
    await upsert([sourceRecording("A", { mediaFiles: [file] }), sourceRecording("B")]);
    expect(await restampGroups(parts(), first, signal)).toBe(false);
    const second = withMap({ q1: ["/Support"] });
    expect(await restampGroups(parts(), second, signal)).toBe(true);
    expect((await getRecording(SYSTEM, catalog.db, idOf("A")))?.mediaFiles[0]?.accessGroups).toEqual([
      "/Support",
    ]);
    expect(await restampGroups(parts(), second, signal)).toBe(false);
  });
});
