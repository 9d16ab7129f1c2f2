import { sql } from "kysely";
import { lockAgainstDeletion } from "./recording-lock";
import type { CatalogDb } from "./schema";
import { lockRow, type MeasuredFile, writeTalk } from "./talk";
import { inTransaction } from "./transaction";
import { iso } from "./values";

export type StoredPeaks = Readonly<{ data: Buffer; durationMs: number; channels: number }>;

type NewPeaks = Readonly<{
  mediaKey: string;
  recordingId: string;
  data: Uint8Array;
  durationMs: number;
  channels: number;
  nowMs: number;
}>;

/**
 * Keeps the waveform of one media file, compressed by the caller, and what it tells of who speaks when; without that, it
 * is to be measured later. A recording deleted meanwhile keeps none.
 */
export async function savePeaks(
  db: CatalogDb,
  peaks: NewPeaks,
  measured: MeasuredFile | null = null,
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await lockAgainstDeletion(transaction, "shared");
    const row = await lockRow(transaction, peaks.recordingId);
    await writePeaks(transaction, peaks);
    if (measured) await writeTalk(transaction, measured, row);
  });
}

async function writePeaks(db: CatalogDb, peaks: NewPeaks): Promise<void> {
  await sql`
    insert into peaks (media_key, recording_id, data, duration_ms, channels, created)
    select ${peaks.mediaKey}, ${peaks.recordingId}, ${Buffer.from(peaks.data)}::bytea,
      ${Math.round(peaks.durationMs)}::int, ${peaks.channels}::int, ${iso(peaks.nowMs)}::timestamptz
    where not exists (select from tombstone where recording_id = ${peaks.recordingId})
    on conflict (media_key) do update set
      data = excluded.data, duration_ms = excluded.duration_ms, channels = excluded.channels,
      created = excluded.created, talk_due = true`.execute(db);
}

export async function loadPeaks(db: CatalogDb, mediaKey: string): Promise<StoredPeaks | null> {
  const row = await db
    .selectFrom("peaks")
    .select(["data", "duration_ms", "channels"])
    .where("media_key", "=", mediaKey)
    .executeTakeFirst();
  return row ? { data: Buffer.from(row.data), durationMs: row.duration_ms, channels: row.channels } : null;
}

/** Forgets the waveforms of all files of a recording. */
export async function deletePeaks(db: CatalogDb, recordingId: string): Promise<void> {
  await db.deleteFrom("peaks").where("recording_id", "=", recordingId).execute();
}
