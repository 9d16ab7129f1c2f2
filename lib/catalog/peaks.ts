import { sql } from "kysely";
import type { CatalogDb } from "./schema";
import { iso } from "./values";

export type StoredPeaks = Readonly<{ data: Buffer; durationMs: number; channels: number }>;

/** Keeps the waveform of one media file, compressed by the caller. A recording deleted meanwhile keeps none. */
export async function savePeaks(
  db: CatalogDb,
  peaks: Readonly<{
    mediaKey: string;
    recordingId: string;
    data: Uint8Array;
    durationMs: number;
    channels: number;
    nowMs: number;
  }>,
): Promise<void> {
  await sql`
    insert into peaks (media_key, recording_id, data, duration_ms, channels, created)
    select ${peaks.mediaKey}, ${peaks.recordingId}, ${Buffer.from(peaks.data)}::bytea,
      ${Math.round(peaks.durationMs)}::int, ${peaks.channels}::int, ${iso(peaks.nowMs)}::timestamptz
    where not exists (select from tombstone where recording_id = ${peaks.recordingId})
    on conflict (media_key) do update set
      data = excluded.data, duration_ms = excluded.duration_ms, channels = excluded.channels,
      created = excluded.created`.execute(db);
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
