import { sql } from "kysely";
import type { Scope } from "@/lib/domain/access";
import { recordingNotFound } from "@/lib/domain/errors";
import type { RecordingId } from "@/lib/domain/ids";
import { isReserved, labelKey } from "@/lib/domain/labels";
import type { Label } from "@/lib/domain/recording";
import { refreshLabelPostings } from "./label-merge";
import { labelsOf, readLabel } from "./label-rows";
import { requireVisible } from "./recordings";
import type { CatalogDb } from "./schema";
import { inTransaction } from "./transaction";
import { isoOrNull, jsonText, newId, plainText, plainTextOrNull } from "./values";

export type NewLabel = Readonly<{
  vendorLabelId: string | null;
  name: string;
  content: Readonly<Record<string, unknown>> | null;
  createdByUserId: string | null;
  createUser: string | null;
  createTimeMs: number | null;
  kept: "vendor" | "earmark";
}>;

/** The labels of a recording, oldest first. Throws not_found for what the scope may not know. */
export async function listLabels(scope: Scope, db: CatalogDb, id: RecordingId): Promise<Label[]> {
  await requireVisible(scope, db, id);
  return (await labelsOf(db, [id])).get(id) ?? [];
}

/** Null when the recording has no such label, or may not be known. */
export async function getLabel(
  scope: Scope,
  db: CatalogDb,
  id: RecordingId,
  labelId: string,
): Promise<Label | null> {
  await requireVisible(scope, db, id);
  const row = await db
    .selectFrom("label")
    .selectAll()
    .where("recording_id", "=", id)
    .where("id", "=", labelId)
    .executeTakeFirst();
  return row ? readLabel(row) : null;
}

/** Adds a label that was made here, already at the vendor when `vendorLabelId` is given. Throws not_found. */
export async function addLabel(
  scope: Scope,
  db: CatalogDb,
  id: RecordingId,
  label: NewLabel,
): Promise<Label> {
  await requireVisible(scope, db, id);
  return inTransaction(db, async (transaction) => {
    await lockRecording(transaction, id);
    const row = {
      name: plainText(label.name),
      name_key: plainText(labelKey(label.name)),
      reserved: isReserved(label.name),
      create_time: isoOrNull(label.createTimeMs),
      created_by_user_id: label.createdByUserId,
      create_user: plainTextOrNull(label.createUser),
      content: label.content === null ? null : jsonText(label.content),
      kept: label.kept,
      touched: sql<string>`now()`,
    };
    const stored = await transaction
      .insertInto("label")
      .values({
        id: newId(),
        recording_id: id,
        vendor_label_id: plainTextOrNull(label.vendorLabelId),
        ...row,
      })
      // Sync may have been faster than we: it brought the label, without its author.
      .onConflict((conflict) => conflict.columns(["recording_id", "vendor_label_id"]).doUpdateSet(row))
      .returningAll()
      .executeTakeFirstOrThrow();
    await labelsChanged(transaction, id);
    return readLabel(stored);
  });
}

/** Replaces a label's content. Throws not_found. */
export async function updateLabel(
  scope: Scope,
  db: CatalogDb,
  id: RecordingId,
  labelId: string,
  content: Readonly<Record<string, unknown>>,
): Promise<void> {
  await requireVisible(scope, db, id);
  await inTransaction(db, async (transaction) => {
    await lockRecording(transaction, id);
    const changed = await transaction
      .updateTable("label")
      .set({ content: jsonText(content), touched: sql<string>`now()` })
      .where("recording_id", "=", id)
      .where("id", "=", labelId)
      .returning("id")
      .execute();
    if (changed.length === 0) throw recordingNotFound();
    await labelsChanged(transaction, id);
  });
}

/** Takes a label away. One that is gone already is no error. */
export async function removeLabel(
  scope: Scope,
  db: CatalogDb,
  id: RecordingId,
  labelId: string,
): Promise<void> {
  await requireVisible(scope, db, id);
  await inTransaction(db, async (transaction) => {
    await lockRecording(transaction, id);
    await transaction.deleteFrom("label").where("recording_id", "=", id).where("id", "=", labelId).execute();
    await labelsChanged(transaction, id);
  });
}

/** Throws not_found for a recording that is not, or no longer, in the catalog. */
async function lockRecording(db: CatalogDb, id: RecordingId): Promise<void> {
  const row = await db
    .selectFrom("recording")
    .select("pk")
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw recordingNotFound();
}

/** The vendor's next list is compared label by label, and search finds what is there now. */
async function labelsChanged(db: CatalogDb, id: RecordingId): Promise<void> {
  const rows = await db
    .updateTable("recording")
    .set({ labels_hash: null })
    .where("id", "=", id)
    .returning("pk")
    .execute();
  await refreshLabelPostings(
    db,
    rows.map((row) => row.pk),
  );
}
