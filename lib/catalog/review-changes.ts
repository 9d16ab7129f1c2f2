import { sql } from "kysely";
import type { Scope } from "@/lib/domain/access";
import type { EpochMs } from "@/lib/domain/recording";
import { type Answers, answerTo } from "@/lib/domain/reviews/answers";
import type { ReviewAct, ReviewState } from "@/lib/domain/reviews/review";
import type { QuestionScore, ReviewScore } from "@/lib/domain/reviews/scoring";
import { findReview } from "./reviews";
import type { CatalogDb } from "./schema";
import { inTransaction } from "./transaction";
import { iso, jsonText, newId, plainText, plainTextOrNull } from "./values";

export type ReviewEvent = Readonly<{
  timeMs: EpochMs;
  act: ReviewAct | "assign" | "start";
  userName: string;
  reason: string | null;
  score: Readonly<{ percent: number | null; isPassed: boolean | null; isAutoFailed: boolean }> | null;
}>;

/** Who acts, and when. */
export type By = Readonly<{ userId: string | null; userName: string; nowMs: EpochMs }>;

/**
 * Keeps answers over those of `revision` and gives the new revision. Null = somebody wrote in between, or the review's
 * state is not one of `from` any more. The first answer starts the review.
 */
export async function saveAnswers(
  scope: Scope,
  db: CatalogDb,
  id: string,
  write: Readonly<{
    answers: Answers;
    answered: number;
    revision: number;
    from: readonly ReviewState[];
    by: By;
  }>,
): Promise<number | null> {
  return inTransaction(db, async (transaction) => {
    const before = await findReview(scope, transaction, id);
    if (!before) return null;
    const starts = before.state === "assigned";
    const row = await transaction
      .updateTable("review")
      .set({
        answers: jsonText(write.answers),
        answered: write.answered,
        revision: write.revision + 1,
        ...(starts ? { state: "started" as const, started: iso(write.by.nowMs) } : {}),
      })
      .where("id", "=", id)
      .where("revision", "=", write.revision)
      .where("state", "in", [...write.from])
      .returning("revision")
      .executeTakeFirst();
    if (!row) return null;
    if (starts) await insertEvent(transaction, id, { act: "start", by: write.by, reason: null, score: null });
    return row.revision;
  });
}

/**
 * Takes a review from one of the states `from` into another, with its row of history, and with what each question earned
 * when it is submitted. False = it is in none of those states any more, or `revision` has been overtaken.
 */
export async function changeReview(
  scope: Scope,
  db: CatalogDb,
  id: string,
  change: Readonly<{
    act: ReviewAct;
    from: readonly ReviewState[];
    to: ReviewState;
    reason: string | null;
    by: By;
    /** Given with a submission: what was scored, of which answers. */
    submission?: Readonly<{ score: ReviewScore; answers: Answers; revision: number }>;
    /** True = what was scored counts no more. */
    dropsScore: boolean;
  }>,
): Promise<boolean> {
  const { submission, by } = change;
  return inTransaction(db, async (transaction) => {
    const before = await findReview(scope, transaction, id);
    if (!before) return false;
    let update = transaction
      .updateTable("review")
      .set({
        state: change.to,
        ...(submission
          ? {
              submitted: iso(by.nowMs),
              score_percent: submission.score.percent,
              passed: submission.score.isPassed,
              auto_failed: submission.score.isAutoFailed,
            }
          : {}),
        ...(change.dropsScore
          ? { submitted: null, score_percent: null, passed: null, auto_failed: false }
          : {}),
      })
      .where("id", "=", id)
      .where("state", "in", [...change.from]);
    if (submission) update = update.where("revision", "=", submission.revision);
    const changed = await update.returning("id").executeTakeFirst();
    if (!changed) return false;
    if (submission || change.dropsScore)
      await transaction.deleteFrom("review_score").where("review_id", "=", id).execute();
    if (submission) await insertScores(transaction, id, submission.score.questions, submission.answers);
    const score = submission
      ? submission.score
      : before.submittedMs === null
        ? null
        : { percent: before.scorePercent, isPassed: before.isPassed, isAutoFailed: before.isAutoFailed };
    await insertEvent(transaction, id, { act: change.act, by, reason: change.reason, score });
    return true;
  });
}

/** What has happened to a review the scope may know, oldest first. */
export async function reviewHistory(
  scope: Scope,
  db: CatalogDb,
  id: string,
): Promise<readonly ReviewEvent[]> {
  if (!(await findReview(scope, db, id))) return [];
  const rows = await db
    .selectFrom("review_event")
    .selectAll()
    .where("review_id", "=", id)
    .orderBy("time")
    .orderBy(sql`case act when 'assign' then 0 when 'start' then 1 else 2 end`)
    .execute();
  return rows.map((row) => ({
    timeMs: row.time,
    act: row.act,
    userName: row.user_name,
    reason: row.reason,
    score:
      row.auto_failed === null
        ? null
        : { percent: row.score_percent, isPassed: row.passed, isAutoFailed: row.auto_failed },
  }));
}

/**
 * The call of these reviews was deleted: what was not finished is withdrawn, and what people wrote about the call goes.
 * Scores stay (model.md "Tombstones"). Part of the deletion's own transaction.
 */
export async function forgetReviewedCall(
  _scope: Scope,
  db: CatalogDb,
  recordingId: string,
  nowMs: EpochMs,
): Promise<void> {
  const open = await db
    .updateTable("review")
    .set({ state: "withdrawn", answers: "{}" })
    .where("recording_id", "=", recordingId)
    .where("state", "in", ["assigned", "started", "reopened"])
    .returning("id")
    .execute();
  const by = { userId: null, userName: "Earmark", nowMs };
  for (const { id } of open)
    await insertEvent(db, id, { act: "withdraw", by, reason: "The recording was deleted.", score: null });
  await sql`delete from review_comment where review_id in (select id from review where recording_id = ${recordingId})`.execute(
    db,
  );
  // Numbers and choices are the score; notes, texts and moments are about a call that is no more.
  await sql`
    update review set answers = (
      select coalesce(jsonb_object_agg(a.key, jsonb_build_object(
        'value', case when q.kind = 'text' then null else a.value -> 'value' end,
        'notApplicable', a.value -> 'notApplicable', 'note', '', 'moments', '[]'::jsonb)), '{}'::jsonb)
      from jsonb_each(review.answers) a
        left join review_score q on q.review_id = review.id and q.question_id = a.key)
    where recording_id = ${recordingId}`.execute(db);
}

async function insertScores(
  transaction: CatalogDb,
  reviewId: string,
  scores: readonly QuestionScore[],
  answers: Answers,
): Promise<void> {
  if (scores.length === 0) return;
  await transaction
    .insertInto("review_score")
    .values(
      scores.map((score) => ({
        review_id: reviewId,
        question_id: score.questionId,
        section_id: score.sectionId,
        kind: score.kind,
        share: score.share,
        weight: score.weight,
        not_applicable: score.notApplicable,
        fails: score.fails,
        value: valueText(score, answers),
      })),
    )
    .execute();
}

function valueText({ kind, questionId }: QuestionScore, answers: Answers): string | null {
  const { value } = answerTo(answers, questionId);
  return kind === "text" || value === null ? null : plainText(String(value));
}

async function insertEvent(
  transaction: CatalogDb,
  reviewId: string,
  event: Readonly<{
    act: ReviewEvent["act"];
    by: By;
    reason: string | null;
    score: ReviewEvent["score"];
  }>,
): Promise<void> {
  await transaction
    .insertInto("review_event")
    .values({
      id: newId(),
      review_id: reviewId,
      time: iso(event.by.nowMs),
      act: event.act,
      user_id: event.by.userId,
      user_name: plainText(event.by.userName),
      reason: plainTextOrNull(event.reason),
      score_percent: event.score?.percent ?? null,
      passed: event.score?.isPassed ?? null,
      auto_failed: event.score?.isAutoFailed ?? null,
    })
    .execute();
}
