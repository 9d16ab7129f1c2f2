import { beforeEach, expect, test } from "vitest";
import { recordingId, SourceIdSchema } from "@/lib/domain/ids";
import type { Recording } from "@/lib/domain/recording";
import { pendingFile } from "@/lib/sources/pending-file";
import type { SourceRecording } from "@/lib/sources/source";
import { fileOf, SOURCE, SYSTEM, sourceRecording, T0 } from "@/lib/testing/catalog-fixtures";
import { describeOnBothEngines, emptyCatalog } from "@/lib/testing/database";
import { anEvent } from "@/lib/testing/stored-recording";
import type { Catalog } from "./client";
import { dueFollowUps, postponeFollowUp, scheduleFollowUps } from "./follow-ups";
import {
  getRecording,
  listRecordings,
  removeUnrecorded,
  tombstoneRecording,
  upsertRecordings,
} from "./recordings";
import { countRecordingsBySource } from "./sync-state";

const ID = recordingId(SOURCE.id, "A1");
const HOUR_MS = 3_600_000;

/** A call whose vendor was asked for calls, not for their files. */
function notAsked(vendorId: string, rest: Partial<Recording> = {}): SourceRecording {
  const row = sourceRecording(vendorId, rest);
  const placeholder = pendingFile(row.recording.id, {
    startMs: row.recording.startMs,
    stopMs: null,
    accessGroups: [],
    accessUnits: [],
  });
  return {
    ...row,
    recording: { ...row.recording, mediaFiles: [placeholder] },
    labels: null,
    files: "notAsked",
    askAgainMs: 0,
  };
}

describeOnBothEngines("answers that tell a part of a call", (open) => {
  let catalog: Catalog;
  beforeEach(async () => {
    catalog = await open();
    await emptyCatalog(catalog);
  });
  const upsert = (rows: readonly SourceRecording[], nowMs = T0) =>
    upsertRecordings(SYSTEM, catalog.db, SOURCE, rows, nowMs);
  const stored = async (vendorId = "A1") => {
    const found = await getRecording(SYSTEM, catalog.db, recordingId(SOURCE.id, vendorId));
    if (!found) throw new Error(`there is no ${vendorId}`);
    return found;
  };
  const due = async (nowMs = T0) =>
    (await dueFollowUps(SYSTEM, catalog.db, SOURCE.id, 100, nowMs)).map(({ recordingId: id }) => id);
  const part = (name: string, startMs: number): SourceRecording => ({
    ...sourceRecording("A1", {
      startMs,
      stopMs: startMs + 10_000,
      mediaFiles: [fileOf(name, { callId: name, startMs })],
      events: [anEvent({ callId: name, occurredAtMs: startMs })],
    }),
    labels: null,
    files: "some",
  });

  test("add up: files and events of one call from two windows, whichever comes first", async () => {
    for (const order of [
      ["one", "two"],
      ["two", "one"],
    ]) {
      await emptyCatalog(catalog);
      for (const name of order) await upsert([part(name, name === "one" ? T0 : T0 + 60_000)]);
      const call = await stored();
      expect(call.mediaFiles.map((file) => file.callId)).toEqual(["one", "two"]);
      expect(call.events.map((event) => event.callId)).toEqual(["one", "two"]);
      expect([call.startMs, call.stopMs]).toEqual([T0, T0 + 70_000]);
    }
  });

  test("a part told again replaces itself alone, and the same again changes nothing", async () => {
    await upsert([part("one", T0)]);
    await upsert([part("two", T0 + 60_000)]);
    const changed = part("two", T0 + 61_000);
    expect(await upsert([changed])).toMatchObject({ changed: 1 });
    expect(await upsert([changed])).toMatchObject({ unchanged: 1 });
    expect((await stored()).mediaFiles.map((file) => file.startMs)).toEqual([T0, T0 + 61_000]);
  });

  test("a call whose files were never told has a placeholder and is asked about; once told it keeps them", async () => {
    await upsert([notAsked("A1")]);
    expect((await stored()).mediaFiles.map((file) => file.audio)).toEqual(["pending"]);
    expect(await due()).toEqual([ID]);
    await upsert([{ ...sourceRecording("A1", { mediaFiles: [fileOf("real")] }), files: "all" }]);
    expect(await due()).toEqual([]);
    expect(await upsert([notAsked("A1")])).toMatchObject({ unchanged: 1 });
    expect((await stored()).mediaFiles.map((file) => file.audio)).toEqual(["ready"]);
    expect(await due()).toEqual([]);
    await upsert([notAsked("A1", { stopMs: T0 + 99_000 })]);
    expect((await stored()).stopMs).toBe(T0 + 99_000);
    expect(await due()).toEqual([ID]);
  });

  test("a call that says when to be asked again is due then, newest first, and later when postponed", async () => {
    const told = (vendorId: string, startMs: number, askAgainMs: number | null) => ({
      ...sourceRecording(vendorId, { startMs }),
      askAgainMs,
    });
    await upsert([told("A1", T0, 60_000), told("A2", T0 + 1, 60_000), told("A3", T0, null)]);
    expect(await due(T0 + 59_999)).toEqual([]);
    expect(await due(T0 + 60_000)).toEqual([recordingId(SOURCE.id, "A2"), ID]);
    await postponeFollowUp(SYSTEM, catalog.db, { recordingId: ID, reason: "files" }, T0 + HOUR_MS);
    expect(await due(T0 + 60_000)).toEqual([recordingId(SOURCE.id, "A2")]);
    await upsert([told("A1", T0, null)], T0 + 61_000);
    expect(await due(T0 + HOUR_MS)).toEqual([recordingId(SOURCE.id, "A2")]);
  });

  test("a scheduled purge stays due whatever is told of the files, and goes with the recording", async () => {
    await upsert([sourceRecording("A1")]);
    await scheduleFollowUps(SYSTEM, catalog.db, SOURCE.id, "purge", [
      { recordingId: ID, sortMs: T0, dueMs: T0 },
    ]);
    await upsert([{ ...sourceRecording("A1", { callType: "Outbound" }), files: "all" }]);
    expect(await due()).toEqual([ID]);
    await tombstoneRecording(SYSTEM, catalog.db, ID, { by: null, reason: null, answer: "gone", nowMs: T0 });
    expect(await due()).toEqual([]);
  });

  test("a call that was never recorded goes without a tombstone, stays away unchanged, and comes back with a recording", async () => {
    await upsert([notAsked("A1")]);
    await removeUnrecorded(SYSTEM, catalog.db, await stored(), T0);
    expect(await getRecording(SYSTEM, catalog.db, ID)).toBeNull();
    expect(await countRecordingsBySource(catalog.db)).toEqual(new Map([[SOURCE.id, 0]]));
    await upsert([notAsked("A1")]);
    expect(await getRecording(SYSTEM, catalog.db, ID)).toBeNull();
    expect([await due(T0 + HOUR_MS - 1), await due(T0 + HOUR_MS)]).toEqual([[], [ID]]);
    await upsert([notAsked("A1", { stopMs: T0 + 99_000 })]);
    expect((await stored()).stopMs).toBe(T0 + 99_000);
    await removeUnrecorded(SYSTEM, catalog.db, await stored(), T0);
    await upsert([{ ...sourceRecording("A1", { mediaFiles: [fileOf("late")] }), files: "all" }]);
    expect((await stored()).mediaFiles).toHaveLength(1);
  });

  test("all recordings of a source are listed page by page, and no other's", async () => {
    const other = SourceIdSchema.parse("engage-two");
    await upsert([sourceRecording("A1"), sourceRecording("A2"), sourceRecording("A3")]);
    await upsertRecordings(
      SYSTEM,
      catalog.db,
      { ...SOURCE, id: other },
      [sourceRecording("Z", {}, [], other)],
      T0,
    );
    const first = await listRecordings(SYSTEM, catalog.db, SOURCE.id, { after: null, limit: 2 });
    const rest = await listRecordings(SYSTEM, catalog.db, SOURCE.id, {
      after: first[1]?.id ?? null,
      limit: 2,
    });
    expect([...first, ...rest].map((row) => row.vendorId)).toEqual(["A1", "A2", "A3"]);
  });
});
