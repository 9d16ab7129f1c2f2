import { sql } from "kysely";
import type { CatalogDb } from "./schema";
import { instant, textArray } from "./sql-values";
import { inTransaction } from "./transaction";
import { iso, isRecord, jsonText, newId } from "./values";

export const JOB_STATES = ["queued", "running", "done", "cancelled", "failed"] as const;
export type JobState = (typeof JOB_STATES)[number];

/** A failure list longer than this is cut; the count stays right. */
const MAX_FAILURES = 1_000;

export type JobRow = Readonly<{
  id: string;
  kind: string;
  state: JobState;
  userId: string;
  params: Readonly<Record<string, unknown>>;
  total: number;
  done: number;
  failed: number;
  createdMs: number;
  finishedMs: number | null;
}>;

type Row = Readonly<{
  id: string;
  kind: string;
  state: JobState;
  user_id: string;
  params: unknown;
  total: number;
  done: number;
  failed: number;
  created: number;
  finished: number | null;
}>;

const COLUMNS = [
  "id",
  "kind",
  "state",
  "user_id",
  "params",
  "total",
  "done",
  "failed",
  "created",
  "finished",
] as const;

/** Queues work over recordings, each an item with a result of its own. Returns the job's id. */
export function createJob(
  db: CatalogDb,
  job: Readonly<{
    kind: string;
    userId: string;
    params: Readonly<Record<string, unknown>>;
    recordingIds: readonly string[];
    nowMs: number;
  }>,
): Promise<string> {
  const id = newId();
  return inTransaction(db, async (transaction) => {
    await transaction
      .insertInto("job")
      .values({
        id,
        kind: job.kind,
        state: "queued",
        user_id: job.userId,
        params: jsonText(job.params),
        total: 0,
        done: 0,
        failed: 0,
        created: iso(job.nowMs),
      })
      .execute();
    await addJobItems(transaction, id, job.recordingIds);
    return id;
  });
}

/** Adds items behind those that a job has. In the job's own transaction when it must not begin without them. */
export function addJobItems(db: CatalogDb, jobId: string, recordingIds: readonly string[]): Promise<void> {
  return inTransaction(db, async (transaction) => {
    if (recordingIds.length === 0) return;
    await sql`
      insert into job_item (job_id, position, recording_id, state)
      select j.id, j.total + x.position, x.recording_id, 'queued'
      from job j, unnest(${textArray(recordingIds)}) with ordinality as x (recording_id, position)
      where j.id = ${jobId}`.execute(transaction);
    await sql`update job set total = total + ${recordingIds.length}::int where id = ${jobId}`.execute(
      transaction,
    );
  });
}

/** The oldest job that nobody works on: a queued one, or one whose worker has stopped renewing (a killed server). */
export async function claimJob(
  db: CatalogDb,
  claim: Readonly<{ owner: string; ttlMs: number; nowMs: number }>,
): Promise<JobRow | null> {
  const { rows } = await sql<Row>`
    update job set state = 'running', claimed_by = ${claim.owner}, claimed_until = ${instant(claim.nowMs + claim.ttlMs)}
    where id = (
      select id from job
      where state = 'queued' or (state = 'running' and claimed_until <= ${instant(claim.nowMs)})
      order by created, id limit 1 for update skip locked)
    returning id, kind, state, user_id, params, total, done, failed, created, finished`.execute(db);
  const row = rows[0];
  return row ? read(row) : null;
}

/** Goes on working: false = cancelled, or taken over by another server; the worker stops. */
export async function renewJob(
  db: CatalogDb,
  jobId: string,
  owner: string,
  ttlMs: number,
  nowMs: number,
): Promise<boolean> {
  const renewed = await db
    .updateTable("job")
    .set({ claimed_until: iso(nowMs + ttlMs) })
    .where("id", "=", jobId)
    .where("claimed_by", "=", owner)
    .where("state", "=", "running")
    .returning("id")
    .execute();
  return renewed.length > 0;
}

/** The next items without a result, in order. Empty = the job is through. */
export async function nextJobItems(
  db: CatalogDb,
  jobId: string,
  limit: number,
): Promise<{ position: number; recordingId: string }[]> {
  const rows = await db
    .selectFrom("job_item")
    .select(["position", "recording_id"])
    .where("job_id", "=", jobId)
    .where("state", "=", "queued")
    .orderBy("position")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ position: row.position, recordingId: row.recording_id }));
}

/** Notes an item's result: statusCode 0 = done. A second result for the same item counts for nothing. */
export async function finishJobItem(
  db: CatalogDb,
  jobId: string,
  position: number,
  statusCode: number,
): Promise<void> {
  await sql`
    with finished as (
      update job_item set state = ${statusCode === 0 ? "done" : "failed"}, status_code = ${statusCode}::int
      where job_id = ${jobId} and position = ${position}::int and state = 'queued'
      returning state)
    update job set
      done = done + (select count(*) from finished where state = 'done'),
      failed = failed + (select count(*) from finished where state = 'failed')
    where id = ${jobId}`.execute(db);
}

/** Ends a running job. One that was cancelled meanwhile stays cancelled. */
export async function finishJob(
  db: CatalogDb,
  jobId: string,
  state: "done" | "failed",
  nowMs: number,
): Promise<void> {
  await db
    .updateTable("job")
    .set({ state, finished: iso(nowMs) })
    .where("id", "=", jobId)
    .where("state", "=", "running")
    .execute();
}

/** Cancels what has not begun. False = there was nothing left to cancel. */
export async function cancelJob(db: CatalogDb, jobId: string, nowMs: number): Promise<boolean> {
  const cancelled = await db
    .updateTable("job")
    .set({ state: "cancelled", finished: iso(nowMs) })
    .where("id", "=", jobId)
    .where("state", "in", ["queued", "running"])
    .returning("id")
    .execute();
  return cancelled.length > 0;
}

/** A job with the items that failed, at most 1,000 of them. */
export async function getJob(
  db: CatalogDb,
  jobId: string,
): Promise<(JobRow & { failures: { id: string; statusCode: number }[] }) | null> {
  const row = await db.selectFrom("job").select(COLUMNS).where("id", "=", jobId).executeTakeFirst();
  if (!row) return null;
  const failures = await db
    .selectFrom("job_item")
    .select(["recording_id", "status_code"])
    .where("job_id", "=", jobId)
    .where("state", "=", "failed")
    .orderBy("position")
    .limit(MAX_FAILURES)
    .execute();
  return {
    ...read(row),
    failures: failures.map((item) => ({ id: item.recording_id, statusCode: item.status_code ?? 4 })),
  };
}

function read(row: Row): JobRow {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    userId: row.user_id,
    params: isRecord(row.params) ? row.params : {},
    total: row.total,
    done: row.done,
    failed: row.failed,
    createdMs: row.created,
    finishedMs: row.finished,
  };
}
