import { sql } from "kysely";
import type { RecordingId } from "@/lib/domain/ids";
import { labelKey } from "@/lib/domain/labels";
import type { VendorLabel } from "@/lib/domain/recording";
import type { CatalogDb } from "./schema";
import { bigintArray, textArray } from "./sql-values";
import { canonicalJson, isoOrNull, jsonText, newId, plainText, plainTextOrNull, sha256 } from "./values";

/** A vendor's list may lag behind what was written from here; younger labels are not undone by it. */
const LAG = sql.raw("interval '30 seconds'");
const MAX_NAME = 500;

export type VendorLabels = Readonly<{ recordingId: RecordingId; labels: readonly VendorLabel[] }>;

/** Equal lists hash alike, whatever their order. */
export function labelsHash(labels: readonly VendorLabel[]): string {
  const sorted = [...labels].sort((a, b) => (a.vendorLabelId < b.vendorLabelId ? -1 : 1));
  return sha256(canonicalJson(sorted)).toString("hex");
}

/**
 * Makes the vendor-kept labels of recordings those of the vendor's lists. Labels kept here stay, and so do our id and
 * author of a label made from here. Returns the recordings whose labels are not settled yet: the next list tells.
 */
export async function mergeVendorLabels(
  db: CatalogDb,
  lists: readonly VendorLabels[],
): Promise<ReadonlySet<string>> {
  if (lists.length === 0) return new Set();
  const recordingIds = lists.map((list) => list.recordingId);
  const given = lists.flatMap((list) =>
    [...new Map(list.labels.map((label) => [label.vendorLabelId, label])).values()].map((label) => ({
      recordingId: list.recordingId,
      label,
    })),
  );
  const { rows: kept } = await sql<{ recording_id: string }>`
    with given as (
      select * from unnest(${textArray(given.map((item) => item.recordingId))},
        ${textArray(given.map((item) => plainText(item.label.vendorLabelId)))}) as g (recording_id, vendor_label_id)),
    absent as (
      select l.id, l.recording_id, l.touched > now() - ${LAG} as is_young from label l
      where l.recording_id = any(${textArray(recordingIds)}) and l.kept = 'vendor'
        and not exists (select from given g
          where g.recording_id = l.recording_id and g.vendor_label_id = l.vendor_label_id)),
    removed as (delete from label where id in (select id from absent where not is_young))
    select recording_id from absent where is_young`.execute(db);
  if (given.length > 0) await writeGiven(db, given);
  return new Set(kept.map((row) => row.recording_id));
}

async function writeGiven(
  db: CatalogDb,
  given: readonly Readonly<{ recordingId: RecordingId; label: VendorLabel }>[],
): Promise<void> {
  const rows = given.map(({ recordingId, label }) => ({
    id: newId(),
    recording_id: recordingId,
    vendor_label_id: plainText(label.vendorLabelId),
    name: plainText(label.name, MAX_NAME),
    name_key: plainText(labelKey(label.name), MAX_NAME),
    reserved: label.reserved,
    create_time: isoOrNull(label.createTimeMs),
    create_user: plainTextOrNull(label.createUser),
    content: label.content,
  }));
  await sql`
    insert into label (id, recording_id, vendor_label_id, name, name_key, reserved, create_time, create_user,
      content, kept, touched)
    select x.id, x.recording_id, x.vendor_label_id, x.name, x.name_key, x.reserved, x.create_time, x.create_user,
      nullif(x.content, 'null'::jsonb), 'vendor', 'epoch'
    from jsonb_to_recordset(${jsonText(rows)}::jsonb) as x (id text, recording_id text, vendor_label_id text, name text,
      name_key text, reserved boolean, create_time timestamptz, create_user text, content jsonb)
    on conflict (recording_id, vendor_label_id) do update set
      name = excluded.name, name_key = excluded.name_key, reserved = excluded.reserved,
      create_time = excluded.create_time,
      -- A label made from here keeps its author: the vendor only knows our account.
      create_user = case when label.created_by_user_id is null then excluded.create_user else label.create_user end,
      content = case when label.created_by_user_id is null then excluded.content
        when label.content is null and excluded.content is null then null
        else coalesce(label.content, '{}'::jsonb) || coalesce(excluded.content, '{}'::jsonb) end`.execute(db);
}

/** What search reads, made again from the labels of these recordings. */
export async function refreshLabelPostings(db: CatalogDb, recordingPks: readonly number[]): Promise<void> {
  if (recordingPks.length === 0) return;
  await sql`delete from recording_label where recording_pk = any(${bigintArray(recordingPks)})`.execute(db);
  await sql`
    insert into recording_label (name_key, sort_time, recording_pk, access_set_id)
    select distinct l.name_key, r.sort_time, r.pk, r.access_set_id from recording r join label l on l.recording_id = r.id
    where r.pk = any(${bigintArray(recordingPks)})
    on conflict do nothing`.execute(db);
}
