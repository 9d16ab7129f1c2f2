import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Scope } from "@/lib/domain/access";
import { type Answers, AnswersSchema } from "@/lib/domain/reviews/answers";
import { OPEN_STATES, type Review, type ReviewSegment, type ReviewState } from "@/lib/domain/reviews/review";
import type { CatalogDb } from "./schema";
import { openAccessSets } from "./scope-sql";
import { textArray } from "./sql-values";

export type StoredReview = Review &
  Readonly<{
    answers: Answers;
    scorecardName: string;
    /** Its call has been deleted, or is not in the catalog any more. */
    isGone: boolean;
  }>;

export type ReviewFilter = Readonly<{
  ids?: readonly string[];
  states?: readonly ReviewState[];
  evaluatorId?: string;
  scorecardId?: string;
  agentKey?: string;
  assignmentId?: string;
  recordingId?: string;
  /** What presses most first; else the newest. */
  order: "due" | "newest";
}>;

/**
 * What of `review as w` (with the recording it is of, `r`, while there is one) a scope may know: managers all of their own
 * groups' calls, everybody else what was given to them. One that was withdrawn is the managers' alone. `sets` = the ids of
 * the access sets that the scope opens, where they are known already.
 */
export function reviewCondition(scope: Scope, sets: RawBuilder<unknown> | null = openAccessSets(scope)) {
  if (scope.kind === "system") return sql<SqlBool>`true`;
  const { actor } = scope;
  const isManager = actor.role === "administrator" || actor.role === "supervisor";
  const inScope = sets
    ? sql<SqlBool>`w.access_set_id = any(${sets}) and (r.pk is null or r.access_set_id = any(${sets}))`
    : sql<SqlBool>`true`;
  const isTheirs = isManager
    ? sql<SqlBool>`true`
    : sql<SqlBool>`w.evaluator_id = ${actor.userId} and w.state <> 'withdrawn'`;
  return sql<SqlBool>`(${inScope}) and ${isTheirs}`;
}

/** One review, when the scope may know it; null = there is none, or none for them. */
export async function findReview(scope: Scope, db: CatalogDb, id: string): Promise<StoredReview | null> {
  const row = await rowsOf(scope, db).where("w.id", "=", id).executeTakeFirst();
  return row ? readReview(row) : null;
}

/** A page of reviews that the scope may know, and how many there are. */
export async function listReviews(
  scope: Scope,
  db: CatalogDb,
  filter: ReviewFilter,
  page: Readonly<{ limit: number; offset: number }>,
): Promise<Readonly<{ reviews: readonly StoredReview[]; totalCount: number }>> {
  let rows = rowsOf(scope, db);
  let count = db
    .selectFrom("review as w")
    .leftJoin("recording as r", "r.id", "w.recording_id")
    .where(reviewCondition(scope))
    .select(sql<number>`count(*)::int`.as("count"));
  for (const condition of conditionsOf(filter)) {
    rows = rows.where(condition);
    count = count.where(condition);
  }
  const ordered =
    filter.order === "due"
      ? rows.orderBy(sql`w.due asc nulls last`).orderBy("w.assigned").orderBy("w.id")
      : rows.orderBy(sql`coalesce(w.submitted, w.assigned) desc`).orderBy("w.id");
  const found = await ordered.limit(page.limit).offset(page.offset).execute();
  const total = await count.executeTakeFirstOrThrow();
  return { reviews: found.map(readReview), totalCount: total.count };
}

function conditionsOf(filter: ReviewFilter) {
  const { ids, states, evaluatorId, scorecardId, agentKey, assignmentId, recordingId } = filter;
  return [
    ...(ids === undefined ? [] : [sql<SqlBool>`w.id = any(${textArray(ids)})`]),
    ...(states === undefined ? [] : [sql<SqlBool>`w.state = any(${textArray(states)})`]),
    ...(evaluatorId === undefined ? [] : [sql<SqlBool>`w.evaluator_id = ${evaluatorId}`]),
    ...(scorecardId === undefined ? [] : [sql<SqlBool>`w.scorecard_id = ${scorecardId}`]),
    ...(agentKey === undefined ? [] : [sql<SqlBool>`w.agent_key = ${agentKey}`]),
    ...(assignmentId === undefined ? [] : [sql<SqlBool>`w.assignment_id = ${assignmentId}`]),
    ...(recordingId === undefined ? [] : [sql<SqlBool>`w.recording_id = ${recordingId}`]),
  ];
}

/** How far the reviews of each calibrated call are, by `assignment/recording`. Withdrawn ones are not waited for. */
export async function calibrationProgress(
  _scope: Scope,
  db: CatalogDb,
  reviews: readonly Pick<Review, "assignmentId" | "isCalibration">[],
): Promise<ReadonlyMap<string, Readonly<{ reviews: number; submitted: number }>>> {
  const ids = [...new Set(reviews.filter((one) => one.isCalibration).map((one) => one.assignmentId))];
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("review")
    .where(sql<SqlBool>`assignment_id = any(${textArray(ids)})`)
    .where("state", "<>", "withdrawn")
    .groupBy(["assignment_id", "recording_id"])
    .select(["assignment_id", "recording_id"])
    .select(sql<number>`count(*)::int`.as("reviews"))
    .select(sql<number>`count(*) filter (where state in ('submitted', 'disputed'))::int`.as("submitted"))
    .execute();
  return new Map(
    rows.map((row) => [
      calibrationKey({ assignmentId: row.assignment_id, recordingId: row.recording_id }),
      row,
    ]),
  );
}

export function calibrationKey(review: Pick<Review, "assignmentId" | "recordingId">): string {
  return `${review.assignmentId}/${review.recordingId}`;
}

/** How much work waits for each evaluator. */
export async function openCounts(_scope: Scope, db: CatalogDb): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom("review")
    .where("state", "in", [...OPEN_STATES])
    .groupBy("evaluator_id")
    .select("evaluator_id")
    .select(sql<number>`count(*)::int`.as("open"))
    .execute();
  return new Map(rows.map((row) => [row.evaluator_id, row.open]));
}

/** Which of these recordings have been reviewed by a scorecard already, or are being so: samples take no call twice. */
export async function reviewedAlready(
  _scope: Scope,
  db: CatalogDb,
  recordingIds: readonly string[],
  scorecardId: string,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom("review")
    .where(sql<SqlBool>`recording_id = any(${textArray(recordingIds)})`)
    .where("scorecard_id", "=", scorecardId)
    .where("state", "<>", "withdrawn")
    .distinct()
    .select("recording_id")
    .execute();
  return new Set(rows.map((row) => row.recording_id));
}

function rowsOf(scope: Scope, db: CatalogDb) {
  return db
    .selectFrom("review as w")
    .leftJoin("recording as r", "r.id", "w.recording_id")
    .where(reviewCondition(scope))
    .selectAll("w")
    .select(sql<boolean>`r.pk is null`.as("is_gone"))
    .select(
      sql<string>`(select v.name from scorecard_version v
        where v.scorecard_id = w.scorecard_id and v.version = w.scorecard_version)`.as("scorecard_name"),
    )
    .select(
      sql<
        {
          n: number;
          media_key: string;
          start_ms: number;
          end_ms: number | null;
          unit: ReviewSegment["unit"];
        }[]
      >`(
        select jsonb_agg(to_jsonb(s) order by s.n) from review_segment s where s.review_id = w.id)`.as(
        "segments",
      ),
    );
}

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>["executeTakeFirstOrThrow"]>>;

function readReview(row: Row): StoredReview {
  return {
    id: row.id,
    recordingId: row.recording_id,
    assignmentId: row.assignment_id,
    isCalibration: row.is_calibration,
    evaluatorId: row.evaluator_id,
    evaluatorName: row.evaluator_name,
    assignedById: row.assigned_by_id,
    assignedByName: row.assigned_by_name,
    assignedMs: row.assigned,
    dueMs: row.due,
    note: row.note,
    scorecardId: row.scorecard_id,
    scorecardVersion: row.scorecard_version,
    state: row.state,
    segments: row.segments.map(({ n, media_key, start_ms, end_ms, unit }) => ({
      n,
      mediaKey: media_key,
      startMs: start_ms,
      endMs: end_ms,
      unit,
    })),
    agent: row.agent_key === null ? null : { key: row.agent_key, name: row.agent_name ?? "" },
    team: row.team,
    callMs: row.call_time,
    revision: row.revision,
    answered: row.answered,
    questions: row.questions,
    startedMs: row.started,
    submittedMs: row.submitted,
    scorePercent: row.score_percent,
    isPassed: row.passed,
    isAutoFailed: row.auto_failed,
    answers: AnswersSchema.parse(row.answers),
    scorecardName: row.scorecard_name,
    isGone: row.is_gone,
  };
}
