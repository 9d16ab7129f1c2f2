import { sql } from "kysely";
import { type Scope, withinScope } from "@/lib/domain/access";
import { type RecordingId, RecordingIdSchema, recordingId, type SourceId } from "@/lib/domain/ids";
import type { EpochMs, Recording } from "@/lib/domain/recording";
import type { LiveCall, LiveStatus } from "@/lib/sources/source";
import { parseDocument } from "./complete-rows";
import type { CatalogDb } from "./schema";
import { requireSystem } from "./scope-sql";
import { instant, textArray } from "./sql-values";
import { iso, jsonText, newId, plainText } from "./values";

/** A call as it was last seen live. `recordingId` = what came of it, when that has arrived. */
export type StoredLiveCall = Readonly<{
  recording: Recording;
  vendorLiveId: string;
  status: "recording" | "paused" | "unknown";
  can: readonly LiveStatus[];
  endedMs: EpochMs | null;
  recordingId: RecordingId | null;
  /** What was last asked of it and not refused. */
  lastAct: Readonly<{ status: LiveStatus; atMs: EpochMs; state: "asked" | "requested" | "done" }> | null;
}>;

/** What a source says is live now: these and no others. Those no longer listed have ended. */
export async function saveLiveCalls(
  scope: Scope,
  db: CatalogDb,
  source: Readonly<{ id: SourceId; defaultAccessGroups: readonly string[] }>,
  calls: readonly LiveCall[],
  nowMs: EpochMs,
): Promise<void> {
  requireSystem(scope);
  await db.transaction().execute(async (transaction) => {
    for (const call of calls) {
      const groups = call.accessGroups.length > 0 ? call.accessGroups : source.defaultAccessGroups;
      // A vendor that names conversations and their recordings alike may have told the recording first.
      await sql`
        insert into live_call (id, source_id, vendor_live_id, document, access_groups, status, can, first_seen,
          last_seen, recording_id)
        values (${call.recording.id}, ${source.id}, ${plainText(call.vendorLiveId)},
          ${jsonText(call.recording)}::jsonb, ${textArray(groups)}, ${call.status}, ${textArray(call.can)},
          ${instant(nowMs)}, ${instant(nowMs)},
          (select r.id from recording r where r.id = ${recordingId(source.id, call.vendorLiveId)}))
        on conflict (id) do update set
          document = excluded.document, access_groups = excluded.access_groups, status = excluded.status,
          can = excluded.can, last_seen = excluded.last_seen, ended = null,
          recording_id = coalesce(live_call.recording_id, excluded.recording_id)`.execute(transaction);
    }
    await sql`
      update live_call set ended = ${instant(nowMs)}
      where source_id = ${source.id} and ended is null
        and not id = any(${textArray(calls.map((call) => call.recording.id))})`.execute(transaction);
  });
}

/** The calls of these sources that are live, as this scope may know them, newest first. */
export async function listLiveCalls(
  scope: Scope,
  db: CatalogDb,
  sourceIds: readonly string[],
): Promise<StoredLiveCall[]> {
  const found = await read(db, sql`l.ended is null and l.source_id = any(${textArray(sourceIds)})`);
  return found
    .flatMap((row) => visible(scope, row))
    .sort((a, b) => (b.recording.startMs ?? 0) - (a.recording.startMs ?? 0));
}

/**
 * A call that is or was live, by its live id or by the id of the recording it became; null = never seen, or not for this
 * scope.
 */
export async function findLiveCall(
  scope: Scope,
  db: CatalogDb,
  id: RecordingId,
): Promise<StoredLiveCall | null> {
  const found = await read(db, sql`l.id = ${id} or l.recording_id = ${id}`);
  const known = found.flatMap((row) => visible(scope, row));
  return known.find((call) => call.endedMs === null) ?? known[0] ?? null;
}

type Row = {
  document: string;
  access_groups: string[];
  vendor_live_id: string;
  status: StoredLiveCall["status"];
  can: LiveStatus[];
  ended: number | null;
  recording_id: string | null;
  act_status: LiveStatus | null;
  act_state: "asked" | "requested" | "done" | null;
  act_time: number | null;
};

async function read(db: CatalogDb, condition: ReturnType<typeof sql>): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select l.document::text as document, l.access_groups, l.vendor_live_id, l.status, l.can, l.ended,
      l.recording_id, a.status as act_status, a.state as act_state, a.time as act_time
    from live_call l left join lateral (
      select status, state, time from live_act where live_id = l.id and state <> 'failed'
      order by time desc limit 1) a on true
    where ${condition}`.execute(db);
  return rows;
}

function visible(scope: Scope, row: Row): StoredLiveCall[] {
  const recording = withinScope(scope, parseDocument(row.document), row.access_groups);
  if (!recording) return [];
  const { act_status: status, act_state: state, act_time: atMs } = row;
  return [
    {
      recording,
      vendorLiveId: row.vendor_live_id,
      status: row.status,
      can: row.can,
      endedMs: row.ended,
      recordingId: row.recording_id === null ? null : RecordingIdSchema.parse(row.recording_id),
      lastAct: status === null || state === null || atMs === null ? null : { status, state, atMs },
    },
  ];
}

/** Notes what is about to be asked of a live call, before its vendor hears of it; gives the act's id. */
export async function beginLiveAct(
  scope: Scope,
  db: CatalogDb,
  act: Readonly<{ liveId: RecordingId; status: LiveStatus; userId: string; nowMs: EpochMs }>,
): Promise<string> {
  if (!(await findLiveCall(scope, db, act.liveId))) throw new Error("this live call is not known");
  const id = newId();
  await db
    .insertInto("live_act")
    .values({
      id,
      live_id: act.liveId,
      status: act.status,
      state: "asked",
      user_id: act.userId,
      time: iso(act.nowMs),
    })
    .execute();
  return id;
}

/** What became of it. `ended` = the vendor said that the call is over. */
export async function endLiveAct(
  scope: Scope,
  db: CatalogDb,
  act: Readonly<{ id: string; liveId: RecordingId }>,
  outcome: Readonly<{ state: "requested" | "done" | "failed"; ended?: boolean; nowMs: EpochMs }>,
): Promise<void> {
  if (!(await findLiveCall(scope, db, act.liveId))) return;
  await db.updateTable("live_act").set({ state: outcome.state }).where("id", "=", act.id).execute();
  if (!outcome.ended) return;
  await db
    .updateTable("live_call")
    .set({ ended: iso(outcome.nowMs) })
    .where("id", "=", act.liveId)
    .where("ended", "is", null)
    .execute();
}
