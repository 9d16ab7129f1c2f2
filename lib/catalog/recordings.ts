import { sql } from "kysely";
import { type Scope, withinScope } from "@/lib/domain/access";
import { recordingNotFound } from "@/lib/domain/errors";
import { type RecordingId, RecordingIdSchema } from "@/lib/domain/ids";
import type { Label, Recording, StoredRecording } from "@/lib/domain/recording";
import type { TimeWindow } from "@/lib/sources/source";
import { parseDocument } from "./complete-rows";
import { rememberUnrecorded } from "./follow-ups";
import { labelsOf } from "./label-rows";
import { lockAgainstDeletion } from "./recording-lock";
import { forgetReviewedCall } from "./review-changes";
import type { CatalogDb } from "./schema";
import { scopeCondition } from "./scope-sql";
import { instant, textArray } from "./sql-values";
import { addToRecordingCount } from "./sync-state";
import { forgetTalk, maskEvidenceOf, type StoredTalk, talkOf, talkOfFiles } from "./talk";
import { forgetPostings } from "./terms";
import { inTransaction } from "./transaction";
import { callHash, iso, isoOrNull, plainText, plainTextOrNull } from "./values";

const SYSTEM: Scope = { kind: "system" };

export { type UpsertResult, upsertRecordings } from "./upsert";

/** `labels: false` leaves out labels and what was measured: for the sound of a call, asked for many times a second. */
export type ReadOptions = Readonly<{ labels?: boolean }>;

/** One recording as this scope may know it; null = there is none, or none for them. */
export async function getRecording(
  scope: Scope,
  db: CatalogDb,
  id: RecordingId,
  options: ReadOptions = {},
): Promise<StoredRecording | null> {
  return (await getRecordings(scope, db, [id], options))[0] ?? null;
}

/** Recordings as this scope may know them, in the order asked; those it may not know are left out. */
export async function getRecordings(
  scope: Scope,
  db: CatalogDb,
  ids: readonly RecordingId[],
  { labels: wantsLabels = true }: ReadOptions = {},
): Promise<StoredRecording[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{
    pk: number;
    id: string;
    document: string;
    default_access_groups: string[];
    delete_time: number | null;
    protected_here: boolean;
  }>`
    select r.pk, r.id, d.document::text as document, d.default_access_groups, r.delete_time,
      p.recording_id is not null as protected_here
    from recording r
      join recording_document d on d.recording_pk = r.pk
      left join protection p on p.recording_id = r.id
    where r.id = any(${textArray(ids)}) and ${scopeCondition(scope)}`.execute(db);
  const labels = wantsLabels
    ? await labelsOf(
        db,
        rows.map((row) => row.id),
      )
    : new Map<string, Label[]>();
  const talk = await talkOfFiles(SYSTEM, db, wantsLabels ? rows.map((row) => row.pk) : []);
  const known = new Map<string, StoredRecording>();
  for (const row of rows) {
    const recording = storedRecording(row, labels.get(row.id) ?? []);
    const visible = withinScope(scope, recording, row.default_access_groups);
    if (!visible) continue;
    known.set(row.id, withMeasured(visible, talk.get(row.pk)));
  }
  return ids.flatMap((id) => known.get(id) ?? []);
}

function withMeasured(
  recording: StoredRecording,
  stored: readonly StoredTalk[] | undefined,
): StoredRecording {
  const talk = talkOf(recording, stored);
  return talk ? { ...recording, talk, maskEvidence: maskEvidenceOf(recording, stored) } : recording;
}

function storedRecording(
  row: Readonly<{ document: string; delete_time: number | null; protected_here: boolean }>,
  labels: readonly Label[],
): StoredRecording {
  return {
    ...parseDocument(row.document),
    labels,
    protectedHere: row.protected_here,
    deleteTimeMs: row.delete_time,
    stale: false,
  };
}

/** All recordings of a source as they were told, in order of their ids, from behind `after`. For the server's own work. */
export async function listRecordings(
  scope: Scope,
  db: CatalogDb,
  sourceId: string,
  page: Readonly<{ after: RecordingId | null; limit: number }>,
): Promise<Recording[]> {
  const { rows } = await sql<{ document: string }>`
    select d.document::text as document
    from recording r join recording_document d on d.recording_pk = r.pk
    where r.source_id = ${sourceId} and ${scopeCondition(scope)}
      and r.id > ${page.after ?? ""}::text collate "C" and r.id like ${`${sourceId}.%`}
    order by r.id limit ${page.limit}`.execute(db);
  return rows.map((row) => parseDocument(row.document));
}

/** The recordings of a source that started within the window, for telling which ones the vendor no longer lists. */
export async function listIdsInWindow(
  scope: Scope,
  db: CatalogDb,
  sourceId: string,
  window: TimeWindow,
): Promise<RecordingId[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from recording r
    where r.source_id = ${sourceId} and ${scopeCondition(scope)} and r.start_time is not null
      and r.sort_time >= ${instant(window.fromMs)} and r.sort_time < ${instant(window.toMs)}
    order by r.sort_time desc, r.id`.execute(db);
  return rows.map((row) => RecordingIdSchema.parse(row.id));
}

/**
 * Deletes our copy for good: fields, words, labels, peaks and reveals go, and sync never brings it back. The row that
 * stays says when, by whom, why, and what the vendor answered. Done once; repeating changes nothing.
 */
export async function tombstoneRecording(
  scope: Scope,
  db: CatalogDb,
  id: RecordingId,
  deletion: Readonly<{ by: string | null; reason: string | null; answer: string; nowMs: number }>,
): Promise<void> {
  await requireVisible(scope, db, id);
  await inTransaction(db, async (transaction) => {
    await lockAgainstDeletion(transaction, "alone");
    await transaction
      .insertInto("tombstone")
      .values({
        recording_id: id,
        deleted_at: iso(deletion.nowMs),
        by_user_id: deletion.by,
        reason: plainTextOrNull(deletion.reason),
        answer: plainText(deletion.answer),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    for (const table of ["label", "protection", "peaks", "reveal", "follow_up"] as const) {
      await transaction.deleteFrom(table).where("recording_id", "=", id).execute();
    }
    await forgetReviewedCall(SYSTEM, transaction, id, deletion.nowMs);
    await deleteRows(transaction, id);
  });
}

/** How long after a call was found to be without a recording the vendor is asked again; then no more. */
const UNRECORDED_AGAIN_MS = [3_600_000, 6 * 3_600_000, 24 * 3_600_000];

/**
 * The vendor has no recording of a call whose files it had never told: the row goes, without a tombstone, since recordings
 * can come late. What people wrote on it stays, in case they do.
 */
export async function removeUnrecorded(
  scope: Scope,
  db: CatalogDb,
  call: StoredRecording,
  nowMs: number,
): Promise<void> {
  await requireVisible(scope, db, call.id);
  await inTransaction(db, async (transaction) => {
    await lockAgainstDeletion(transaction, "alone");
    const document = await transaction
      .selectFrom("recording")
      .innerJoin("recording_document", "recording_document.recording_pk", "recording.pk")
      .where("recording.id", "=", call.id)
      .select(sql<string>`document::text`.as("document"))
      .executeTakeFirst();
    if (!document) return;
    const before = await transaction
      .selectFrom("follow_up")
      .select("tries")
      .where("recording_id", "=", call.id)
      .where("reason", "=", "files")
      .executeTakeFirst();
    const againMs = UNRECORDED_AGAIN_MS[before?.tries ?? 0];
    await rememberUnrecorded(
      SYSTEM,
      transaction,
      call.sourceId,
      {
        recordingId: call.id,
        hash: callHash(parseDocument(document.document)),
        sortMs: call.startMs ?? call.stopMs ?? nowMs,
      },
      againMs === undefined ? null : nowMs + againMs,
    );
    await deleteRows(transaction, call.id);
  });
}

/** Takes a recording out of everything that search reads. */
async function deleteRows(transaction: CatalogDb, id: RecordingId): Promise<void> {
  const row = await transaction
    .deleteFrom("recording")
    .where("id", "=", id)
    .returning(["pk", "source_id"])
    .executeTakeFirst();
  if (!row) return;
  await transaction.deleteFrom("recording_document").where("recording_pk", "=", row.pk).execute();
  await transaction.deleteFrom("recording_label").where("recording_pk", "=", row.pk).execute();
  await forgetPostings(transaction, row.pk);
  await forgetTalk(transaction, { pk: row.pk, id });
  await addToRecordingCount(transaction, row.source_id, -1);
}

/** True when the recording has been deleted. A person is told so only of sources, never of calls: system scope. */
export async function isTombstoned(_scope: Scope, db: CatalogDb, id: RecordingId): Promise<boolean> {
  const row = await db
    .selectFrom("tombstone")
    .select("recording_id")
    .where("recording_id", "=", id)
    .executeTakeFirst();
  return row !== undefined;
}

/** When the vendor will purge a recording whose deletion it has accepted; null takes that back. */
export async function setDeleteTime(
  scope: Scope,
  db: CatalogDb,
  id: RecordingId,
  deleteTimeMs: number | null,
): Promise<void> {
  await requireVisible(scope, db, id);
  await db
    .updateTable("recording")
    .set({ delete_time: isoOrNull(deleteTimeMs) })
    .where("id", "=", id)
    .execute();
}

/** Throws not_found for what this scope may not know. The server itself may touch what it has never seen. */
export async function requireVisible(scope: Scope, db: CatalogDb, id: RecordingId): Promise<void> {
  if (scope.kind === "system") return;
  if (!(await getRecording(scope, db, id))) throw recordingNotFound();
}
