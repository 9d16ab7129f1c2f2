import { sql } from "kysely";
import type { Scope } from "@/lib/domain/access";
import { recordingNotFound } from "@/lib/domain/errors";
import type { RecordingId } from "@/lib/domain/ids";
import { requireVisible } from "./recordings";
import type { CatalogDb } from "./schema";
import { inTransaction } from "./transaction";
import { iso } from "./values";

/**
 * Notes that a recording is, or is no longer, protected from deletion: at its vendor, who has confirmed it, or here for
 * vendors without protection. Idempotent. Throws not_found.
 */
export async function setProtection(
  scope: Scope,
  db: CatalogDb,
  id: RecordingId,
  change: Readonly<{ on: boolean; atVendor: boolean; byUserId?: string | null; nowMs: number }>,
): Promise<void> {
  await requireVisible(scope, db, id);
  await inTransaction(db, async (transaction) => {
    const row = await transaction
      .selectFrom("recording")
      .select("pk")
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw recordingNotFound();
    if (change.atVendor) {
      await sql`
        update recording_document set document = jsonb_set(document, '{nonDelete}', to_jsonb(${change.on}::boolean))
        where recording_pk = ${row.pk}::bigint`.execute(transaction);
    } else if (change.on) {
      await transaction
        .insertInto("protection")
        .values({ recording_id: id, by_user_id: change.byUserId ?? null, protected_at: iso(change.nowMs) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    } else {
      await transaction.deleteFrom("protection").where("recording_id", "=", id).execute();
    }
    // An empty hash: the copy differs from what sync last wrote, so its next answer is taken whole.
    await sql`
      update recording r set content_hash = '', non_delete =
        (select (d.document ->> 'nonDelete')::boolean from recording_document d where d.recording_pk = r.pk)
        or exists (select from protection p where p.recording_id = r.id)
      where r.pk = ${row.pk}::bigint`.execute(transaction);
  });
}
