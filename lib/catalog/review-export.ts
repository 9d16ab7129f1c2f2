import { sql } from "kysely";
import type { Scope } from "@/lib/domain/access";
import type { EpochMs } from "@/lib/domain/recording";
import type { ReviewState } from "@/lib/domain/reviews/review";
import type { QuestionScore } from "@/lib/domain/reviews/scoring";
import { countedReviews, type ResultsFilter } from "./review-results";
import type { CatalogDb } from "./schema";
import { instant, textArray } from "./sql-values";

/** A submitted review with what it came to; names in clear. */
export type ScoredReview = Readonly<{
  id: string;
  recordingId: string;
  callMs: EpochMs | null;
  submittedMs: EpochMs;
  state: ReviewState;
  isCalibration: boolean;
  scorecardId: string;
  scorecardVersion: number;
  scorecardName: string;
  evaluatorName: string;
  agent: Readonly<{ key: string; name: string }> | null;
  team: string | null;
  scorePercent: number | null;
  isPassed: boolean | null;
  isAutoFailed: boolean;
}>;

/** Where a page of them ended. */
export type ExportCursor = Pick<ScoredReview, "submittedMs" | "id">;

/** The next of the submitted reviews that count, the newest first, after `after`. */
export async function scoredReviews(
  scope: Scope,
  db: CatalogDb,
  filter: ResultsFilter,
  page: Readonly<{ limit: number; after: ExportCursor | null }>,
): Promise<readonly ScoredReview[]> {
  const { after, limit } = page;
  const rest = after
    ? sql`and w.submitted <= ${instant(after.submittedMs)}
        and (w.submitted < ${instant(after.submittedMs)} or w.id > ${after.id})`
    : sql``;
  const { rows } = await sql<{
    id: string;
    recording_id: string;
    call_time: EpochMs | null;
    submitted: EpochMs;
    state: ReviewState;
    is_calibration: boolean;
    scorecard_id: string;
    scorecard_version: number;
    scorecard_name: string;
    evaluator_name: string;
    agent_key: string | null;
    agent_name: string | null;
    team: string | null;
    score_percent: number | null;
    passed: boolean | null;
    auto_failed: boolean;
  }>`
    select w.id, w.recording_id, w.call_time, w.submitted, w.state, w.is_calibration, w.scorecard_id,
      w.scorecard_version, w.evaluator_name, w.agent_key, w.agent_name, w.team, w.score_percent, w.passed, w.auto_failed,
      (select v.name from scorecard_version v
        where v.scorecard_id = w.scorecard_id and v.version = w.scorecard_version) as scorecard_name
    ${await countedReviews(scope, db, filter)} ${rest}
    order by w.submitted desc, w.id limit ${limit}`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    recordingId: row.recording_id,
    callMs: row.call_time,
    submittedMs: row.submitted,
    state: row.state,
    isCalibration: row.is_calibration,
    scorecardId: row.scorecard_id,
    scorecardVersion: row.scorecard_version,
    scorecardName: row.scorecard_name,
    evaluatorName: row.evaluator_name,
    agent: row.agent_key === null ? null : { key: row.agent_key, name: row.agent_name ?? "" },
    team: row.team,
    scorePercent: row.score_percent,
    isPassed: row.passed,
    isAutoFailed: row.auto_failed,
  }));
}

/** What one question of a review earned; `value` as in the answer, null = none. */
export type ScoredQuestion = Pick<
  QuestionScore,
  "questionId" | "kind" | "share" | "weight" | "notApplicable" | "fails"
> &
  Readonly<{ reviewId: string; value: string | null }>;

/** What the questions of these reviews earned, texts left out, in no order. The caller has the reviews by scope. */
export async function scoredQuestions(
  _scope: Scope,
  db: CatalogDb,
  reviewIds: readonly string[],
): Promise<readonly ScoredQuestion[]> {
  const rows = await db
    .selectFrom("review_score")
    .selectAll()
    .where(sql<boolean>`review_id = any(${textArray(reviewIds)})`)
    .where("kind", "<>", "text")
    .execute();
  return rows.map((row) => ({
    reviewId: row.review_id,
    questionId: row.question_id,
    kind: row.kind,
    share: row.share,
    weight: row.weight,
    notApplicable: row.not_applicable,
    fails: row.fails,
    value: row.value,
  }));
}
