import { sql } from "kysely";
import { type LiveAct, withLiveMasks } from "@/lib/domain/live-masks";
import { mergeRecording } from "@/lib/domain/merge-recording";
import type { Recording } from "@/lib/domain/recording";
import type { SourceRecording } from "@/lib/sources/source";
import type { SourceOfRows } from "./recording-rows";
import type { CatalogDb } from "./schema";
import { bigintArray, textArray } from "./sql-values";

/**
 * Rows as they are to be written: an answer that tells only a part of a call is merged with what the catalog has of it, and
 * masks that were set here while the call was live are put on, where its vendor does not tell them.
 */
export async function completeRows(
  db: CatalogDb,
  source: SourceOfRows,
  told: readonly SourceRecording[],
  pkOf: (id: string) => number | null,
): Promise<SourceRecording[]> {
  const stored = await storedOfPartial(db, told, pkOf);
  const merged = told.map((row) => {
    const known = stored.get(row.recording.id);
    return known ? { ...row, recording: mergeRecording(known, row.recording, row.files ?? "all") } : row;
  });
  const masksFromActs = source.live?.masksFromActs;
  if (!masksFromActs) return merged;
  const acts = await actsOf(
    db,
    source.id,
    merged.flatMap((row) => row.liveIds ?? []),
  );
  if (acts.size === 0) return merged;
  return merged.map((row) => {
    const done = (row.liveIds ?? []).flatMap((id) => acts.get(id) ?? []);
    return { ...row, recording: withLiveMasks(row.recording, done, masksFromActs) };
  });
}

async function storedOfPartial(
  db: CatalogDb,
  told: readonly SourceRecording[],
  pkOf: (id: string) => number | null,
): Promise<Map<string, Recording>> {
  const pks = told
    .filter((row) => row.files === "some" || row.files === "notAsked")
    .flatMap((row) => pkOf(row.recording.id) ?? []);
  if (pks.length === 0) return new Map();
  const { rows } = await sql<{ document: string }>`
    select document::text as document from recording_document
    where recording_pk = any(${bigintArray(pks)})`.execute(db);
  const recordings = rows.map((row) => parseDocument(row.document));
  return new Map(recordings.map((recording) => [recording.id, recording]));
}

/** Documents are written by `upsertRecordings` alone, from a `Recording`; the column takes nothing else. */
export function parseDocument(document: string): Recording {
  return JSON.parse(document) as Recording;
}

/** Pauses and resumes that were, or may have been, carried out on these live calls, by the vendor's live id. */
async function actsOf(
  db: CatalogDb,
  sourceId: string,
  liveIds: readonly string[],
): Promise<Map<string, LiveAct[]>> {
  if (liveIds.length === 0) return new Map();
  const { rows } = await sql<{ live: string; status: LiveAct["status"]; time: number }>`
    select l.vendor_live_id as live, a.status, a.time
    from live_call l join live_act a on a.live_id = l.id
    where l.source_id = ${sourceId} and l.vendor_live_id = any(${textArray(liveIds)})
      and a.state <> 'failed' and a.status in ('paused', 'recording')
    order by a.time`.execute(db);
  const acts = new Map<string, LiveAct[]>();
  for (const { live, status, time } of rows) {
    acts.set(live, [...(acts.get(live) ?? []), { atMs: time, status }]);
  }
  return acts;
}

/** Ties the calls that were seen live to the recordings that came of them: the live id becomes an alias. */
export async function linkLiveCalls(
  db: CatalogDb,
  sourceId: string,
  rows: readonly SourceRecording[],
): Promise<void> {
  const pairs = rows.flatMap((row) => (row.liveIds ?? []).map((live) => ({ live, id: row.recording.id })));
  if (pairs.length === 0) return;
  await sql`
    update live_call l set recording_id = x.id
    from unnest(${textArray(pairs.map(({ live }) => live))}, ${textArray(pairs.map(({ id }) => id))}) as x (live, id)
    where l.source_id = ${sourceId} and l.vendor_live_id = x.live and l.recording_id is distinct from x.id`.execute(
    db,
  );
}
