import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { recordingId, SourceIdSchema } from "@/lib/domain/ids";
import {
  NO_RESTRICTIONS,
  SOURCE,
  SYSTEM,
  scopeOf,
  sourceRecording,
  T0,
  vendorLabel,
} from "@/lib/testing/catalog-fixtures";
import { describeOnBothEngines, emptyCatalog } from "@/lib/testing/database";
import { aContact, anEvent, dataEvent } from "@/lib/testing/stored-recording";
import type { Catalog } from "./client";
import { addLabel, getLabel, listLabels, removeLabel, updateLabel } from "./labels";
import { loadPeaks, savePeaks } from "./peaks";
import { setProtection } from "./protections";
import {
  getRecording,
  isTombstoned,
  listIdsInWindow,
  setDeleteTime,
  tombstoneRecording,
  upsertRecordings,
} from "./recordings";
import { searchRecordings } from "./search";
import { countRecordingsBySource } from "./sync-state";

const ID = recordingId(SOURCE.id, "A1");
const RICH = {
  callerPhoneNumber: "+1 (555) 968-0001",
  events: [
    anEvent({ contact: aContact({ userName: "m.ali", firstName: "Mo", lastName: "Ali" }) }),
    dataEvent({ OrderId: "ORD-77" }),
  ],
};

describeOnBothEngines("recordings in the catalog", (open) => {
  let catalog: Catalog;
  beforeEach(async () => {
    catalog = await open();
    await emptyCatalog(catalog);
  });
  const upsert = (rows: Parameters<typeof upsertRecordings>[3], nowMs = T0) =>
    upsertRecordings(SYSTEM, catalog.db, SOURCE, rows, nowMs);
  const found = async (filter: object) =>
    (
      await searchRecordings(SYSTEM, catalog.db, {
        filter,
        restrictions: NO_RESTRICTIONS,
        page: { limit: 100, offset: 0, after: null },
      })
    ).recordings.map((recording) => recording.vendorId);

  test("come out as they went in, to the millisecond", async () => {
    const row = sourceRecording("A1", { ...RICH, startMs: T0 + 123, stopMs: T0 + 60_456 });
    expect(await upsert([row])).toEqual({ inserted: 1, changed: 0, unchanged: 0, tombstoned: 0 });
    expect(await getRecording(SYSTEM, catalog.db, ID)).toEqual({
      ...row.recording,
      labels: [],
      protectedHere: false,
      deleteTimeMs: null,
      stale: false,
    });
    expect(await getRecording(SYSTEM, catalog.db, recordingId(SOURCE.id, "B"))).toBeNull();
  });

  test("that say nothing new change nothing; those that do replace what search finds", async () => {
    await upsert([sourceRecording("A1", RICH), sourceRecording("A2")]);
    expect(await upsert([sourceRecording("A1", RICH), sourceRecording("A2")])).toEqual({
      inserted: 0,
      changed: 0,
      unchanged: 2,
      tombstoned: 0,
    });
    const changed = sourceRecording("A1", {
      ...RICH,
      events: [dataEvent({ OrderId: "ORD-78" })],
      startMs: T0 + 5,
    });
    expect(await upsert([changed, sourceRecording("A2")])).toMatchObject({ changed: 1, unchanged: 1 });
    expect(await found({ userData: "ord-77" })).toEqual([]);
    expect(await found({ userName: "ali" })).toEqual([]);
    expect(await found({ userData: "ord-78" })).toEqual(["A1"]);
    expect(await countRecordingsBySource(catalog.db)).toEqual(new Map([[SOURCE.id, 2]]));
  });

  test("without a start or stop are sorted by what their id tells, else by when they were first seen", async () => {
    const timeless = { startMs: null, stopMs: null };
    const rows = [
      sourceRecording("old", { ...timeless, idTimeMs: T0 - 86_400_000 }),
      sourceRecording("seen", timeless),
      sourceRecording("known", { startMs: T0 - 3_600_000 }),
    ];
    await upsert(rows, T0);
    expect(await found({})).toEqual(["seen", "known", "old"]);
    await upsert(
      rows.map((row) => ({ ...row, recording: { ...row.recording, callType: "Outbound" } })),
      T0 + 9_000_000,
    );
    expect(await found({})).toEqual(["seen", "known", "old"]);
  });

  test("given twice in one batch count once, the last one holding", async () => {
    const result = await upsert([sourceRecording("A1"), sourceRecording("A1", { callType: "Outbound" })]);
    expect(result).toEqual({ inserted: 1, changed: 0, unchanged: 0, tombstoned: 0 });
    expect(await found({ callType: "Outbound" })).toEqual(["A1"]);
  });

  test("without a start are sorted by their stop, else by when they were first seen", async () => {
    await upsert([sourceRecording("A1", { startMs: null, stopMs: null })], T0 + 1_000);
    await upsert(
      [sourceRecording("A2", { startMs: null, stopMs: T0 + 500 }), sourceRecording("A3")],
      T0 + 9_000,
    );
    await upsert([sourceRecording("A1", { startMs: null, stopMs: null, callType: "Outbound" })], T0 + 99_000);
    expect(await found({})).toEqual(["A1", "A2", "A3"]);
  });

  test("keep hostile text whole and safe: NUL, half surrogates, HTML, 10 kB names, any vendor id", async () => {
    const name = `<b>\u202e${"x".repeat(10_000)}`;
    await upsert([
      sourceRecording("../\u0000'; drop table recording; --", {
        callerPhoneNumber: "9".repeat(5_000),
        callType: `In\u0000bound${"y".repeat(5_000)}`,
        events: [
          anEvent({ contact: aContact({ firstName: name, lastName: "a\\u0000b\u0000c\ud800" }) }),
          dataEvent({ ["k".repeat(4_000)]: `v\u0000${"w".repeat(20_000)}` }),
        ],
      }),
    ]);
    const [recording] = (
      await searchRecordings(SYSTEM, catalog.db, {
        filter: { userName: "*XXXX*" },
        restrictions: NO_RESTRICTIONS,
        page: { limit: 10, offset: 0, after: null },
      })
    ).recordings;
    expect(recording?.events[0]?.contact).toMatchObject({
      firstName: name,
      lastName: "a\\u0000b\ufffdc\ufffd",
    });
    expect(await found({ callType: "\u0000" })).toEqual([]);
    expect(await found({ userName: "a\\u0000b\ufffdc\ufffd" })).toHaveLength(1);
  });

  test("deleted once stay deleted, and leave nothing personal behind", async () => {
    await upsert([
      sourceRecording("A1", RICH, [vendorLabel("v1", "vip")]),
      sourceRecording("A2", { events: RICH.events }),
    ]);
    await savePeaks(catalog.db, {
      mediaKey: "k",
      recordingId: ID,
      data: Buffer.from("p"),
      durationMs: 1,
      channels: 1,
      nowMs: T0,
    });
    const deletion = { by: "u1", reason: "asked to", answer: "deleted", nowMs: T0 };
    await tombstoneRecording(SYSTEM, catalog.db, ID, deletion);
    await tombstoneRecording(SYSTEM, catalog.db, ID, { ...deletion, reason: "again" });

    expect(await isTombstoned(SYSTEM, catalog.db, ID)).toBe(true);
    expect(await upsert([sourceRecording("A1", RICH, [vendorLabel("v1", "vip")])])).toEqual({
      inserted: 0,
      changed: 0,
      unchanged: 0,
      tombstoned: 1,
    });
    expect(await getRecording(SYSTEM, catalog.db, ID)).toBeNull();
    expect(await found({ userName: "ali" })).toEqual(["A2"]);
    await savePeaks(catalog.db, {
      mediaKey: "k",
      recordingId: ID,
      data: Buffer.from("p"),
      durationMs: 1,
      channels: 1,
      nowMs: T0,
    });
    expect(await loadPeaks(catalog.db, "k")).toBeNull();
    expect(await countRecordingsBySource(catalog.db)).toEqual(new Map([[SOURCE.id, 1]]));

    await tombstoneRecording(SYSTEM, catalog.db, recordingId(SOURCE.id, "A2"), deletion);
    for (const table of [
      "recording",
      "recording_document",
      "recording_term",
      "recording_label",
      "term",
      "label",
      "peaks",
    ] as const) {
      expect(await catalog.db.selectFrom(table).selectAll().execute(), table).toEqual([]);
    }
    expect(
      await catalog.db.selectFrom("tombstone").select("reason").where("recording_id", "=", ID).execute(),
    ).toEqual([{ reason: "asked to" }]);
  });

  test("take the vendor's labels and keep ours, with ids and authors of labels made here", async () => {
    await upsert([sourceRecording("A1", {}, [vendorLabel("v1", "VIP"), vendorLabel("v2", "Review")])]);
    const own = { content: { text: "hm" }, createdByUserId: "u1", createUser: "S. Ortiz", createTimeMs: T0 };
    const written = await addLabel(SYSTEM, catalog.db, ID, {
      ...own,
      vendorLabelId: "v3",
      name: "comment",
      kept: "vendor",
    });
    const kept = await addLabel(SYSTEM, catalog.db, ID, {
      ...own,
      vendorLabelId: null,
      name: "ours",
      kept: "earmark",
    });
    const before = await listLabels(SYSTEM, catalog.db, ID);

    await upsert([
      sourceRecording("A1", {}, [
        vendorLabel("v1", "VIP"),
        vendorLabel("v3", "comment", { content: { text: "hm!" } }),
      ]),
    ]);
    const after = await listLabels(SYSTEM, catalog.db, ID);
    expect(after.map((label) => label.name).sort()).toEqual(["VIP", "comment", "ours"]);
    expect(after.find((label) => label.vendorLabelId === "v1")?.id).toBe(
      before.find((label) => label.vendorLabelId === "v1")?.id,
    );
    expect(after.find((label) => label.id === written.id)).toMatchObject({
      createdByUserId: "u1",
      createUser: "S. Ortiz",
      content: { text: "hm!" },
    });
    expect(after.find((label) => label.id === kept.id)).toEqual(kept);
    expect(await found({ includeLabels: "review" })).toEqual([]);
    expect(await found({ includeLabels: "vip, OURS" })).toEqual(["A1"]);

    // Not asked is not "none".
    expect(await upsert([sourceRecording("A1", { callType: "Outbound" }, null)])).toMatchObject({
      changed: 1,
    });
    expect(await listLabels(SYSTEM, catalog.db, ID)).toHaveLength(3);
    // A list that lags behind does not undo what was just written here; a later one does.
    await upsert([sourceRecording("A1", {}, [])]);
    expect((await listLabels(SYSTEM, catalog.db, ID)).map((label) => label.name).sort()).toEqual([
      "comment",
      "ours",
    ]);
    await sql`update label set touched = now() - interval '1 hour'`.execute(catalog.db);
    await upsert([sourceRecording("A1", {}, [])]);
    expect((await listLabels(SYSTEM, catalog.db, ID)).map((label) => label.name)).toEqual(["ours"]);
  });

  test("lose and change labels from here at once", async () => {
    await upsert([sourceRecording("A1", {}, [vendorLabel("v1", "vip"), vendorLabel("v2", "vip")])]);
    const [first, second] = await listLabels(SYSTEM, catalog.db, ID);
    await updateLabel(SYSTEM, catalog.db, ID, first?.id ?? "", { text: "new" });
    expect(await getLabel(SYSTEM, catalog.db, ID, first?.id ?? "")).toMatchObject({
      content: { text: "new" },
    });
    await removeLabel(SYSTEM, catalog.db, ID, first?.id ?? "");
    expect(await found({ includeLabels: "vip" })).toEqual(["A1"]);
    await removeLabel(SYSTEM, catalog.db, ID, second?.id ?? "");
    expect(await found({ includeLabels: "vip" })).toEqual([]);
    await expect(updateLabel(SYSTEM, catalog.db, ID, "none", {})).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("find their labels kept here again when the catalog is rebuilt", async () => {
    await upsert([sourceRecording("A1", {}, [vendorLabel("gone", "old")])]);
    await addLabel(SYSTEM, catalog.db, ID, {
      vendorLabelId: null,
      name: "ours",
      content: null,
      createdByUserId: "u1",
      createUser: null,
      createTimeMs: T0,
      kept: "earmark",
    });
    await sql`truncate recording, recording_document, recording_term, recording_label, term`.execute(
      catalog.db,
    );
    await upsert([sourceRecording("A1", {}, [])]);
    expect(await found({ includeLabels: "ours" })).toEqual(["A1"]);
    expect(await found({ includeLabels: "old" })).toEqual([]);
  });

  test("are protected at the vendor or here, and say which", async () => {
    await upsert([sourceRecording("A1"), sourceRecording("A2")]);
    await setProtection(SYSTEM, catalog.db, ID, { on: true, atVendor: false, nowMs: T0 });
    await setProtection(SYSTEM, catalog.db, ID, { on: true, atVendor: false, nowMs: T0 });
    await setProtection(SYSTEM, catalog.db, recordingId(SOURCE.id, "A2"), {
      on: true,
      atVendor: true,
      nowMs: T0,
    });
    expect(await getRecording(SYSTEM, catalog.db, ID)).toMatchObject({
      protectedHere: true,
      nonDelete: false,
    });
    expect(await found({ nonDelete: true })).toEqual(["A1", "A2"]);
    // The vendor's next answer holds for its own flag, and does not lift ours.
    await upsert([sourceRecording("A1"), sourceRecording("A2")]);
    expect(await found({ nonDelete: true })).toEqual(["A1"]);
    await setProtection(SYSTEM, catalog.db, ID, { on: false, atVendor: false, nowMs: T0 });
    expect(await found({ nonDelete: true })).toEqual([]);
  });

  test("are listed by their start for a window, half-open, and carry a time of deletion", async () => {
    await upsert([
      sourceRecording("A1", { startMs: T0 }),
      sourceRecording("A2", { startMs: T0 + 10 }),
      sourceRecording("A3", { startMs: T0 + 20 }),
      sourceRecording("A4", { startMs: null, stopMs: T0 + 15 }),
    ]);
    const ids = await listIdsInWindow(SYSTEM, catalog.db, SOURCE.id, { fromMs: T0, toMs: T0 + 20 });
    expect(ids).toEqual([recordingId(SOURCE.id, "A2"), ID]);
    await setDeleteTime(SYSTEM, catalog.db, ID, T0 + 1);
    await upsert([sourceRecording("A1", { startMs: T0, callType: "Outbound" })]);
    expect(await getRecording(SYSTEM, catalog.db, ID)).toMatchObject({ deleteTimeMs: T0 + 1 });
  });

  test("are written by several at once without losing or doubling anything", async () => {
    const rows = Array.from({ length: 60 }, (_, index) =>
      sourceRecording(`R${index}`, RICH, [vendorLabel("v", "vip")]),
    );
    await Promise.all([upsert(rows), upsert([...rows].reverse()), upsert(rows.slice(20, 40))]);
    expect(await countRecordingsBySource(catalog.db)).toEqual(new Map([[SOURCE.id, 60]]));
    expect(await catalog.db.selectFrom("recording_term").selectAll().execute()).toHaveLength(60 * 4);
    expect(await catalog.db.selectFrom("label").selectAll().execute()).toHaveLength(60);
  });

  test("are not written in a person's name, and not changed by one who may not know them", async () => {
    await upsert([sourceRecording("A1")]);
    const nobody = scopeOf({ accessGroups: ["/Elsewhere"] });
    await expect(upsertRecordings(nobody, catalog.db, SOURCE, [], T0)).rejects.toThrow();
    await expect(removeLabel(nobody, catalog.db, ID, "x")).rejects.toMatchObject({ code: "not_found" });
    await expect(
      tombstoneRecording(nobody, catalog.db, ID, { by: null, reason: null, answer: "", nowMs: T0 }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  test("of several sources are counted apart", async () => {
    const other = SourceIdSchema.parse("other");
    await upsert([sourceRecording("A1")]);
    await upsertRecordings(
      SYSTEM,
      catalog.db,
      { ...SOURCE, id: other },
      [sourceRecording("A1", {}, [], other)],
      T0,
    );
    expect(await countRecordingsBySource(catalog.db)).toEqual(
      new Map([
        [SOURCE.id, 1],
        [other, 1],
      ]),
    );
  });
});
