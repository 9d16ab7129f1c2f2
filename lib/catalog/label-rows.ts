import { type Selectable, sql } from "kysely";
import type { Label } from "@/lib/domain/recording";
import type { CatalogDb, CatalogSchema } from "./schema";
import { textArray } from "./sql-values";
import { isRecord } from "./values";

/** The labels of recordings, oldest first, by recording id. */
export async function labelsOf(
  db: CatalogDb,
  recordingIds: readonly string[],
): Promise<Map<string, Label[]>> {
  const byRecording = new Map<string, Label[]>();
  if (recordingIds.length === 0) return byRecording;
  const rows = await db
    .selectFrom("label")
    .selectAll()
    .where(sql<boolean>`recording_id = any(${textArray(recordingIds)})`)
    .orderBy("create_time")
    .orderBy("id")
    .execute();
  for (const row of rows) {
    const known = byRecording.get(row.recording_id);
    if (known) known.push(readLabel(row));
    else byRecording.set(row.recording_id, [readLabel(row)]);
  }
  return byRecording;
}

export function readLabel(row: Selectable<CatalogSchema["label"]>): Label {
  return {
    id: row.id,
    vendorLabelId: row.vendor_label_id,
    name: row.name,
    reserved: row.reserved,
    createTimeMs: row.create_time,
    createdByUserId: row.created_by_user_id,
    createUser: row.create_user,
    content: isRecord(row.content) ? row.content : null,
    kept: row.kept,
  };
}
