import { CompiledQuery as Compiled, type CompiledQuery, createQueryId, sql } from "kysely";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Scope } from "@/lib/domain/access";
import { MediaKeySchema } from "@/lib/domain/ids";
import type { MaskEvidence } from "@/lib/domain/mask-evidence";
import type { CallEvent, MaskedSpan, MediaFile } from "@/lib/domain/recording";
import type { RecordingFilter } from "@/lib/domain/recording-filter";
import { type FileTalk, talkBasis } from "@/lib/domain/talk-numbers";
import {
  fileOf,
  NO_RESTRICTIONS,
  SOURCE,
  SYSTEM,
  scopeOf,
  sourceRecording,
  T0,
} from "@/lib/testing/catalog-fixtures";
import { describeOnBothEngines, emptyCatalog } from "@/lib/testing/database";
import type { Catalog } from "./client";
import { facets, histogram } from "./facets";
import { savePeaks } from "./peaks";
import { getRecording, removeUnrecorded, tombstoneRecording, upsertRecordings } from "./recordings";
import { countRecordings, listIds, searchRecordings } from "./search";
import { duePeaks, saveTalk } from "./talk";

const TALK: FileTalk = {
  countedMs: 100_000,
  silenceMs: 40_000,
  longestSilenceMs: 30_000,
  agentMs: 40_000,
  customerMs: 25_000,
  crosstalkMs: 5_000,
  crosstalkCount: 3,
  holdMs: 9_000,
  longestHoldMs: 6_000,
};
const MONO: FileTalk = { ...TALK, agentMs: null, customerMs: null, crosstalkMs: null, crosstalkCount: null };
const SPAN: MaskedSpan = {
  startMs: 1_000,
  endMs: 2_000,
  pausedMs: 0,
  uncertainMs: 0,
  open: false,
  origin: "masks",
};

const EVIDENCE: MaskEvidence = {
  startMovedMs: -40,
  endMovedMs: null,
  startUncertainMs: 20,
  endUncertainMs: 0,
  fill: "silence",
  speechMs: 0,
  speechAtMs: null,
  alarms: [],
};

describeOnBothEngines("talk in the catalog", (open) => {
  let catalog: Catalog;
  beforeAll(async () => {
    catalog = await open();
  });
  beforeEach(() => emptyCatalog(catalog));

  const upsert = (...rows: Parameters<typeof sourceRecording>[]) =>
    upsertRecordings(
      SYSTEM,
      catalog.db,
      SOURCE,
      rows.map((row) => sourceRecording(...row)),
      T0,
    );
  const idOf = (vendorId: string) => sourceRecording(vendorId).recording.id;
  const peaksOf = (recordingId: string, mediaKey: string) => ({
    mediaKey,
    recordingId,
    data: Buffer.from("p"),
    durationMs: 1,
    channels: 2,
    nowMs: T0,
  });
  const measured = (vendorId: string, file: MediaFile, talk: FileTalk | null = TALK) => ({
    mediaKey: file.mediaKey,
    recordingId: idOf(vendorId),
    talk,
    maskEvidence: file.maskedSpans.map(() => EVIDENCE),
    basis: talkBasis({ events: [], mediaFiles: [file] }, file),
  });
  const measure = (vendorId: string, file: MediaFile, talk: FileTalk | null = TALK) =>
    savePeaks(catalog.db, peaksOf(idOf(vendorId), file.mediaKey), measured(vendorId, file, talk));
  const found = async (filter: RecordingFilter, scope: Scope = SYSTEM) =>
    (
      await searchRecordings(scope, catalog.db, {
        filter,
        restrictions: NO_RESTRICTIONS,
        page: { limit: 50, offset: 0, after: null },
      })
    ).recordings.map(({ vendorId }) => vendorId);
  const due = async () => (await duePeaks(SYSTEM, catalog.db, 10)).map(({ mediaKey }) => mediaKey);

  test("only measured calls are found, by each number and by all together", async () => {
    const one = fileOf("one");
    const two = fileOf("two");
    await upsert(
      ["A", { mediaFiles: [one] }],
      ["B", { mediaFiles: [two] }],
      ["C", { mediaFiles: [fileOf("three")] }],
    );
    await measure("A", one);
    await measure("B", two, { ...MONO, longestSilenceMs: 90_000, holdMs: null, longestHoldMs: null });

    expect(await found({ minSilence: 30_000 })).toEqual(["A", "B"]);
    expect(await found({ minSilence: 30_001 })).toEqual(["B"]);
    expect(await found({ minSilence: 0 })).toEqual(["A", "B"]);
    expect(await found({ minCrosstalk: 5_000 })).toEqual(["A"]);
    expect(await found({ minCrosstalk: 5_001 })).toEqual([]);
    expect(await found({ minCrosstalk: 0 })).toEqual(["A"]);
    expect(await found({ minHold: 6_000 })).toEqual(["A"]);
    expect(await found({ minHold: 6_001 })).toEqual([]);
    expect(await found({ minHold: 0 })).toEqual(["A"]);
    expect(await found({ agentTalkShare: "0.4..0.4" })).toEqual(["A"]);
    expect(await found({ agentTalkShare: "..0.39" })).toEqual([]);
    expect(await found({ agentTalkShare: "0.41.." })).toEqual([]);
    expect(await found({ minSilence: 1, minCrosstalk: 1, agentTalkShare: "0..1" })).toEqual(["A"]);
    expect(await found({ minSilence: 1, callType: "Inbound" })).toEqual(["A", "B"]);
    expect(await found({ minSilence: 1, callType: "Outbound" })).toEqual([]);
    expect(await found({ minSilence: 1, endTime: T0 + 60_000 })).toEqual(["A", "B"]);
    const searched = { filter: { minSilence: 30_001 }, restrictions: NO_RESTRICTIONS };
    expect(await countRecordings(SYSTEM, catalog.db, searched)).toMatchObject({ totalCount: 1 });
    expect((await listIds(SYSTEM, catalog.db, searched, null, 5)).ids).toEqual([idOf("B")]);
    expect((await facets(SYSTEM, catalog.db, { ...searched, zone: "UTC" })).sources).toEqual([
      { value: SOURCE.id, count: 1 },
    ]);
    const { buckets } = await histogram(SYSTEM, catalog.db, { ...searched, zone: "UTC" });
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(1);
  });

  test("several files are one call, and the recording carries its numbers", async () => {
    const files = [fileOf("one"), fileOf("two")] as const;
    await upsert(["A", { mediaFiles: files }]);
    await measure("A", files[0]);
    expect((await getRecording(SYSTEM, catalog.db, idOf("A")))?.talk).toMatchObject({
      measuredFiles: 1,
      agentTalkShare: 0.4,
      longestSilenceMs: 30_000,
    });
    await measure("A", files[1], { ...TALK, agentMs: 80_000, longestSilenceMs: 2_000 });
    expect((await getRecording(SYSTEM, catalog.db, idOf("A")))?.talk).toMatchObject({
      measuredFiles: 2,
      agentTalkShare: 0.6,
      crosstalkMs: 10_000,
      longestSilenceMs: 30_000,
    });
    expect(await found({ minCrosstalk: 10_000, agentTalkShare: "0.6.." })).toEqual(["A"]);
    // Measured anew: the newer numbers stand. One channel does not tell who spoke.
    await measure("A", files[0], { ...TALK, crosstalkMs: 0 });
    expect(await found({ minCrosstalk: 5_001 })).toEqual([]);
    expect(await found({ minCrosstalk: 5_000 })).toEqual(["A"]);
    await measure("A", files[0], MONO);
    expect(await found({ minCrosstalk: 0 })).toEqual([]);
    expect(await found({ agentTalkShare: "0..1" })).toEqual([]);
    expect(await found({ minSilence: 30_000 })).toEqual(["A"]);
  });

  test("sync keeps them while it rewrites the row, in its new place and with its new rights", async () => {
    const file = fileOf("one", { accessGroups: ["/Sales"] });
    await upsert(["A", { mediaFiles: [file] }], ["B", { mediaFiles: [] }]);
    await measure("A", file);
    const sales = scopeOf({ accessGroups: ["/Sales"] });
    const support = scopeOf({ accessGroups: ["/Support"] });
    expect([await found({ minSilence: 1 }, sales), await found({ minSilence: 1 }, support)]).toEqual([
      ["A"],
      [],
    ]);
    await upsert(["A", { startMs: T0 + 5_000, mediaFiles: [{ ...file, accessGroups: ["/Support"] }] }]);
    expect([await found({ minSilence: 1 }, sales), await found({ minSilence: 1 }, support)]).toEqual([
      [],
      ["A"],
    ]);
    const { rows } = await sql<{ same: boolean }>`
      select t.sort_time = r.sort_time as same from recording_talk t join recording r on r.pk = t.recording_pk`.execute(
      catalog.db,
    );
    expect(rows).toEqual([{ same: true }]);
    expect(await due()).toEqual([]);
  });

  test("nobody finds or reads what a file tells that they may not hear", async () => {
    const open_ = fileOf("one", { accessGroups: ["/Sales"] });
    const shut = fileOf("two", { accessGroups: ["/Board"] });
    await upsert(["A", { mediaFiles: [open_, shut] }]);
    await measure("A", open_, { ...TALK, longestSilenceMs: 1_000 });
    const sales = scopeOf({ accessGroups: ["/Sales"] });
    const both = scopeOf({ accessGroups: ["/Sales", "/Board"] });
    expect(await found({ minSilence: 1_000 }, sales)).toEqual(["A"]);
    await measure("A", shut, { ...TALK, longestSilenceMs: 50_000 });
    for (const minSilence of [0, 1_000, 50_000]) {
      expect(await found({ minSilence }, sales)).toEqual([]);
      expect(await found({ minSilence, callType: "Inbound" }, sales)).toEqual([]);
      expect(await found({ minSilence }, both)).toEqual(["A"]);
    }
    expect((await getRecording(sales, catalog.db, idOf("A")))?.talk).toMatchObject({
      measuredFiles: 1,
      longestSilenceMs: 1_000,
    });
    expect((await getRecording(both, catalog.db, idOf("A")))?.talk).toMatchObject({ measuredFiles: 2 });
  });

  test("other masked spans make them due again, and a file that is gone takes its own along", async () => {
    const files = [fileOf("one"), fileOf("two")] as const;
    await upsert(["A", { mediaFiles: files }]);
    await measure("A", files[0]);
    await measure("A", files[1], { ...TALK, longestSilenceMs: 60_000 });
    const masked = { ...files[1], maskedSpans: [SPAN] };
    await upsert(["A", { mediaFiles: [files[0], masked] }]);
    expect(await due()).toEqual([masked.mediaKey]);
    expect(await found({ minSilence: 30_001 })).toEqual([]);
    expect(await found({ minSilence: 30_000 })).toEqual(["A"]);

    // Measured by the spans that were: not kept.
    await saveTalk(SYSTEM, catalog.db, measured("A", files[1]));
    expect(await due()).toEqual([masked.mediaKey]);
    await saveTalk(SYSTEM, catalog.db, measured("A", masked));
    expect(await due()).toEqual([]);
    const now = await getRecording(SYSTEM, catalog.db, idOf("A"));
    expect(now?.talk?.measuredFiles).toBe(2);
    expect(now?.maskEvidence).toEqual(new Map([[masked.mediaKey, [EVIDENCE]]]));
    // The vendor's own words stay as they are told.
    expect(now?.mediaFiles[1]?.maskedSpans).toEqual([SPAN]);

    await upsert(["A", { mediaFiles: [masked] }]);
    expect((await getRecording(SYSTEM, catalog.db, idOf("A")))?.talk?.measuredFiles).toBe(1);
    await upsert(["A", { mediaFiles: [] }]);
    expect(await found({ minSilence: 0 })).toEqual([]);
    expect(await getRecording(SYSTEM, catalog.db, idOf("A"))).not.toHaveProperty("talk");
  });

  test("doubt in the vendor's words makes them due again, and so does a hold; evidence is for who may hear the file", async () => {
    const file = fileOf("one", { maskedSpans: [SPAN], accessGroups: ["/Sales"], startMs: T0 });
    const other = fileOf("two", { accessGroups: ["/Board"] });
    await upsert(["A", { mediaFiles: [file, other] }]);
    await measure("A", file);
    const evidenceFor = async (group: string) =>
      (await getRecording(scopeOf({ accessGroups: [group] }), catalog.db, idOf("A")))?.maskEvidence?.size ??
      0;
    expect([await evidenceFor("/Sales"), await evidenceFor("/Board")]).toEqual([1, 0]);

    const doubtful = { ...file, maskedSpans: [{ ...SPAN, uncertainMs: 500 }] };
    await upsert(["A", { mediaFiles: [doubtful, other] }]);
    expect([await due(), await evidenceFor("/Sales")]).toEqual([[file.mediaKey], 0]);
    await saveTalk(SYSTEM, catalog.db, measured("A", doubtful));
    expect(await due()).toEqual([]);

    const hold = (event: string, atMs: number): CallEvent => ({
      occurredAtMs: T0 + atMs,
      event,
      callId: null,
      contact: null,
      data: null,
    });
    const events = [hold("Hold", 1_000), hold("Retrieved", 5_000)];
    await upsert(["A", { mediaFiles: [doubtful, other], events }]);
    expect(await due()).toEqual([file.mediaKey]);
    expect(await duePeaks(SYSTEM, catalog.db, 1, other.mediaKey)).toEqual([]);
    expect(await duePeaks(SYSTEM, catalog.db, 1, file.mediaKey)).toHaveLength(1);
  });

  test("peaks from before are due, unreadable ones are looked at once", async () => {
    const file = fileOf("one");
    await upsert(["A", { mediaFiles: [file] }]);
    await savePeaks(catalog.db, peaksOf(idOf("A"), file.mediaKey));
    await savePeaks(catalog.db, peaksOf("engage.none", MediaKeySchema.parse("9".repeat(24))));
    expect(await due()).toEqual([file.mediaKey]);
    await saveTalk(SYSTEM, catalog.db, measured("A", file, null));
    expect(await due()).toEqual([]);
    expect(await found({ minSilence: 0 })).toEqual([]);
  });

  test("a deletion takes them along; a call that comes back without one is measured again", async () => {
    const file = fileOf("one");
    const tables = async () =>
      Promise.all(
        (["media_talk", "recording_talk", "peaks"] as const).map(
          async (table) => (await catalog.db.selectFrom(table).selectAll().execute()).length,
        ),
      );
    await upsert(["A", { mediaFiles: [file] }]);
    await measure("A", file);
    expect(await tables()).toEqual([1, 1, 1]);
    const stored = await getRecording(SYSTEM, catalog.db, idOf("A"));
    if (!stored) throw new Error("the recording is not there");
    await removeUnrecorded(SYSTEM, catalog.db, stored, T0);
    expect(await tables()).toEqual([0, 0, 1]);
    await upsert(["A", { mediaFiles: [file] }]);
    expect(await due()).toEqual([file.mediaKey]);
    await measure("A", file);

    const deletion = { by: null, reason: null, answer: "deleted", nowMs: T0 };
    await tombstoneRecording(SYSTEM, catalog.db, idOf("A"), deletion);
    expect(await tables()).toEqual([0, 0, 0]);
    await measure("A", file);
    expect(await tables()).toEqual([0, 0, 0]);
  });
});

describeOnBothEngines("talk in a large catalog", (open, engine) => {
  const COUNT = 100_000;
  let catalog: Catalog;
  /** Every 50th call is measured: 2,000 of them. */
  beforeAll(async () => {
    catalog = await open();
    await upsertRecordings(SYSTEM, catalog.db, SOURCE, [sourceRecording("A", { mediaFiles: [] })], T0);
    await sql`
      insert into recording (id, source_id, vendor, sort_time, start_time, first_seen, screen_recording, non_delete,
        access_set_id, content_hash, call_type)
      select 'engage.N' || n, 'engage', 'genesys-engage', r.sort_time - n * interval '1 minute',
        r.sort_time - n * interval '1 minute', r.first_seen, false, false, r.access_set_id, '', 'Inbound'
      from recording r, generate_series(1, ${COUNT}::int) n`.execute(catalog.db);
    await sql`
      insert into recording_talk (recording_pk, sort_time, access_set_ids, longest_silence_ms, crosstalk_ms, agent_talk_share,
        longest_hold_ms)
      select r.pk, r.sort_time, array[r.access_set_id], r.pk % 60000, r.pk % 9000, (r.pk % 101) / 100.0, r.pk % 60000
      from recording r where r.pk % 50 = 0`.execute(catalog.db);
    await catalog.db.executeQuery(Compiled.raw("vacuum (analyze)"));
  });

  /** The statements that a search sends, as they are sent. */
  async function statementsOf(filter: RecordingFilter, scope: Scope): Promise<CompiledQuery[]> {
    const statements: CompiledQuery[] = [];
    const executor = catalog.db.getExecutor();
    const recorded = catalog.db.withPlugin({
      transformQuery({ node }) {
        statements.push(executor.compileQuery(node, createQueryId()));
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    });
    const page = { limit: 100, offset: 0, after: null };
    const { totalCount } = await searchRecordings(scope, recorded, {
      filter,
      restrictions: NO_RESTRICTIONS,
      page,
    });
    expect(totalCount).toBeGreaterThan(0);
    return statements;
  }

  describe.each<[string, RecordingFilter]>([
    ["long silence", { minSilence: 30_000 }],
    ["very long silence", { minSilence: 59_000 }],
    ["any silence", { minSilence: 0 }],
    ["cross-talk", { minCrosstalk: 8_000 }],
    ["a long hold", { minHold: 30_000 }],
    ["the agent's share", { agentTalkShare: "0.2..0.6" }],
    ["all three", { minSilence: 10_000, minCrosstalk: 1_000, agentTalkShare: "..0.6" }],
    ["silence in calls of one type", { minSilence: 30_000, callType: "Inbound" }],
  ])("%s", (_name, filter) => {
    test.each([
      ["everybody", SYSTEM],
      ["one group", scopeOf({ accessGroups: ["/"], partitions: ["p"] })],
    ])("never reads all recordings (%s)", async (_who, scope) => {
      for (const statement of await statementsOf(filter, scope)) {
        const { rows } = await catalog.db.executeQuery<Record<string, string>>(
          Compiled.raw(`explain ${statement.sql}`, [...statement.parameters]),
        );
        const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
        expect(plan, `${engine}: ${statement.sql}`).not.toMatch(/Seq Scan on recording r\b/);
      }
    });
  });
});
