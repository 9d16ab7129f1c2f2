import { sql } from "kysely";
import type { SourceId } from "@/lib/domain/ids";
import { stripPhone } from "@/lib/domain/phone-pattern";
import { callDurationMs, type Recording } from "@/lib/domain/recording";
import type { VendorName } from "@/lib/domain/vendors";
import type { CatalogDb } from "./schema";
import { textArray } from "./sql-values";
import { iso, isoOrNull, plainText, plainTextOrNull } from "./values";

const MAX_INT = 2_147_483_647;
/** Of columns that stand in an index beside the id. The document keeps the whole text. */
const MAX_INDEXED = 256;

export type SourceOfRows = Readonly<{
  id: SourceId;
  vendor: VendorName;
  defaultAccessGroups: readonly string[];
  live?: Readonly<{
    supported: boolean;
    masksFromActs?: Readonly<{ fill: "silence" | "cut"; uncertainMs: number }>;
  }>;
}>;

export type RowInput = Readonly<{
  recording: Recording;
  contentHash: string;
  labelsHash: string | null;
  accessSetId: number;
}>;

export type WrittenRow = Readonly<{ pk: number; sortMs: number; isNew: boolean }>;

/** Inserts or replaces the searchable rows; sort time = start, else stop, else what the id tells, else when first seen. By id. */
export async function writeRows(
  db: CatalogDb,
  source: SourceOfRows,
  rows: readonly RowInput[],
  nowMs: number,
): Promise<Map<string, WrittenRow>> {
  const column = <T>(read: (recording: Recording) => T): T[] => rows.map((row) => read(row.recording));
  const written = await sql<WrittenRow & { id: string }>`
    insert into recording (id, source_id, vendor, sort_time, start_time, stop_time, first_seen, caller_key,
      dialed_key, call_type, region, duration_ms, screen_recording, non_delete, access_set_id, content_hash,
      labels_hash)
    select x.id, ${source.id}, ${source.vendor}, coalesce(x.start_time, x.stop_time, x.id_time, ${iso(nowMs)}::timestamptz),
      x.start_time, x.stop_time, ${iso(nowMs)}::timestamptz, x.caller_key, x.dialed_key, x.call_type, x.region,
      x.duration_ms, x.screen_recording,
      x.non_delete or exists (select from protection p where p.recording_id = x.id),
      x.access_set_id, x.content_hash, x.labels_hash
    from unnest(${textArray(column((recording) => recording.id))},
      ${column((recording) => isoOrNull(recording.startMs))}::timestamptz[],
      ${column((recording) => isoOrNull(recording.stopMs))}::timestamptz[],
      ${column((recording) => isoOrNull(recording.idTimeMs))}::timestamptz[],
      ${column((recording) => phoneKey(recording.callerPhoneNumber))}::text[],
      ${column((recording) => phoneKey(recording.dialedPhoneNumber))}::text[],
      ${column((recording) => plainTextOrNull(recording.callType, MAX_INDEXED))}::text[],
      ${column((recording) => plainTextOrNull(recording.region, MAX_INDEXED))}::text[],
      ${column(lengthMs)}::int[],
      ${column((recording) => recording.screenRecording)}::boolean[],
      ${column((recording) => recording.nonDelete)}::boolean[],
      ${rows.map((row) => row.accessSetId)}::int[],
      ${rows.map((row) => row.contentHash)}::text[],
      ${rows.map((row) => row.labelsHash)}::text[])
      as x (id, start_time, stop_time, id_time, caller_key, dialed_key, call_type, region, duration_ms, screen_recording,
        non_delete, access_set_id, content_hash, labels_hash)
    on conflict (id) do update set
      sort_time = case when excluded.start_time is null and excluded.stop_time is null
        and excluded.sort_time = excluded.first_seen then recording.first_seen else excluded.sort_time end,
      start_time = excluded.start_time, stop_time = excluded.stop_time,
      caller_key = excluded.caller_key, dialed_key = excluded.dialed_key,
      call_type = excluded.call_type, region = excluded.region, duration_ms = excluded.duration_ms,
      screen_recording = excluded.screen_recording, non_delete = excluded.non_delete,
      access_set_id = excluded.access_set_id, content_hash = excluded.content_hash
    returning id, pk, sort_time as "sortMs", xmax = 0 as "isNew"`.execute(db);
  return new Map(written.rows.map((row) => [row.id, row]));
}

function phoneKey(number: string | null): string | null {
  const key = plainText(stripPhone(number ?? ""), MAX_INDEXED);
  return key === "" ? null : key;
}

function lengthMs(recording: Recording): number | null {
  const ms = callDurationMs(recording);
  return ms === null ? null : Math.min(MAX_INT, Math.max(0, Math.round(ms)));
}
