import { sql } from "kysely";
import type { Scope } from "@/lib/domain/access";
import { type RecordingId, RecordingIdSchema } from "@/lib/domain/ids";
import type { EpochMs } from "@/lib/domain/recording";
import type { CatalogDb } from "./schema";
import { requireSystem } from "./scope-sql";
import { bigintArray, instant, textArray } from "./sql-values";
import { iso, isoOrNull } from "./values";

/** `files`: not everything about the call was known. `purge`: the vendor deletes it later, and it must be seen to have done so. */
export type FollowUpReason = "files" | "purge";

export type FollowUp = Readonly<{
  recordingId: RecordingId;
  reason: FollowUpReason;
  /** Times asked so far. */
  tries: number;
}>;

/** When a recording is to be asked for again. */
export type FollowUpDue = Readonly<{ recordingId: string; sortMs: EpochMs; dueMs: EpochMs }>;

/** What is due of a source, newest calls first. */
export async function dueFollowUps(
  scope: Scope,
  db: CatalogDb,
  sourceId: string,
  limit: number,
  nowMs: EpochMs,
): Promise<FollowUp[]> {
  requireSystem(scope);
  const { rows } = await sql<{ recording_id: string; reason: FollowUpReason; tries: number }>`
    select recording_id, reason, tries from follow_up
    where source_id = ${sourceId} and due <= ${instant(nowMs)}
    order by sort_time desc limit ${limit}`.execute(db);
  return rows.map((row) => ({
    recordingId: RecordingIdSchema.parse(row.recording_id),
    reason: row.reason,
    tries: row.tries,
  }));
}

/** Asks again at the times given. One that is due earlier already stays so. */
export async function scheduleFollowUps(
  scope: Scope,
  db: CatalogDb,
  sourceId: string,
  reason: FollowUpReason,
  dues: readonly FollowUpDue[],
): Promise<void> {
  requireSystem(scope);
  if (dues.length === 0) return;
  await sql`
    insert into follow_up (recording_id, reason, source_id, sort_time, due)
    select x.id, ${reason}, ${sourceId}, to_timestamp(x.sort_ms / 1000.0), to_timestamp(x.due_ms / 1000.0)
    from unnest(${textArray(dues.map((one) => one.recordingId))},
      ${bigintArray(dues.map((one) => Math.trunc(one.sortMs)))},
      ${bigintArray(dues.map((one) => Math.trunc(one.dueMs)))}) as x (id, sort_ms, due_ms)
    on conflict (recording_id, reason) do update set
      due = least(coalesce(follow_up.due, excluded.due), excluded.due), sort_time = excluded.sort_time,
      unrecorded = null`.execute(db);
}

/** Has been asked: asks again at `dueMs`, or never (null). Counts a try. */
export async function postponeFollowUp(
  scope: Scope,
  db: CatalogDb,
  followUp: Pick<FollowUp, "recordingId" | "reason">,
  dueMs: EpochMs | null,
): Promise<void> {
  requireSystem(scope);
  await sql`
    update follow_up set due = ${isoOrNull(dueMs)}::timestamptz, tries = tries + 1
    where recording_id = ${followUp.recordingId} and reason = ${followUp.reason}`.execute(db);
}

/** Nothing more is to come of these. */
export async function settleFollowUps(
  scope: Scope,
  db: CatalogDb,
  reason: FollowUpReason,
  ids: readonly string[],
): Promise<void> {
  requireSystem(scope);
  if (ids.length === 0) return;
  await sql`delete from follow_up where recording_id = any(${textArray(ids)}) and reason = ${reason}`.execute(
    db,
  );
}

/**
 * The vendor had no recording of this call, told as `hash`: until it is told otherwise it is not taken in again. Asked again
 * at `dueMs`, since recordings can come late; null = no more.
 */
export async function rememberUnrecorded(
  scope: Scope,
  db: CatalogDb,
  sourceId: string,
  call: Readonly<{ recordingId: string; hash: string; sortMs: EpochMs }>,
  dueMs: EpochMs | null,
): Promise<void> {
  requireSystem(scope);
  const row = { due: isoOrNull(dueMs), unrecorded: call.hash };
  await db
    .insertInto("follow_up")
    .values({
      recording_id: call.recordingId,
      reason: "files",
      source_id: sourceId,
      sort_time: iso(call.sortMs),
      tries: 1,
      ...row,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["recording_id", "reason"])
        .doUpdateSet((update) => ({ ...row, tries: update("follow_up.tries", "+", 1) })),
    )
    .execute();
}

/** Of these calls, those known to have no recording, with the hash of the call as it was told then. */
export async function knownUnrecorded(
  scope: Scope,
  db: CatalogDb,
  ids: readonly string[],
): Promise<Map<string, string>> {
  requireSystem(scope);
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ recording_id: string; unrecorded: string }>`
    select recording_id, unrecorded from follow_up
    where recording_id = any(${textArray(ids)}) and reason = 'files' and unrecorded is not null`.execute(db);
  return new Map(rows.map((row) => [row.recording_id, row.unrecorded]));
}

/** Forgets calls without a recording that are older than any pass of sync looks. */
export async function forgetOldUnrecorded(scope: Scope, db: CatalogDb, olderThanMs: EpochMs): Promise<void> {
  requireSystem(scope);
  await sql`delete from follow_up where due is null and sort_time < ${instant(olderThanMs)}`.execute(db);
}
