import { sql } from "kysely";
import type { Scope } from "@/lib/domain/access";
import {
  type CalibratedCall,
  NOT_APPLICABLE,
  type QuestionRatings,
} from "@/lib/domain/reviews/calibration-agreement";
import { countedReviews, oneByOne, type ResultsFilter } from "./review-results";
import type { CatalogDb } from "./schema";
import { textArray } from "./sql-values";

const MOST_CALLS = 500;

export type Ratings = Readonly<{
  calls: readonly CalibratedCall[];
  /** Of each question of each call, texts left out. */
  questions: readonly QuestionRatings[];
}>;

/**
 * What the evaluators of calibrated calls gave and said: of the newest 500 such calls with a review that counts by scope
 * and filter, by all who scored them. They have all submitted, and so may know of each other.
 */
export async function calibrationRatings(
  scope: Scope,
  db: CatalogDb,
  filter: ResultsFilter,
): Promise<Ratings> {
  const { rows } = await sql<{
    id: string;
    call: string;
    evaluator_id: string;
    evaluator_name: string;
    score_percent: number | null;
  }>`
    with called as (
      select w.assignment_id, w.recording_id, max(w.submitted) as last
      ${await countedReviews(scope, db, filter)} and w.is_calibration
      group by 1, 2 order by last desc, 1, 2 limit ${MOST_CALLS})
    select o.id, c.assignment_id || '/' || c.recording_id as call, o.evaluator_id, o.evaluator_name, o.score_percent
    from called c join review o on o.recording_id = c.recording_id and o.assignment_id = c.assignment_id
    where o.state in ('submitted', 'disputed')
    order by call, o.id`.execute(db);
  const calls = new Map<string, CalibratedCall[number][]>();
  for (const { call, evaluator_id, evaluator_name, score_percent } of rows) {
    const own = calls.get(call) ?? [];
    calls.set(call, own);
    own.push({ evaluatorId: evaluator_id, evaluatorName: evaluator_name, percent: score_percent });
  }
  return {
    calls: [...calls.values()],
    questions: await ratingsOf(db, rows),
  };
}

async function ratingsOf(
  db: CatalogDb,
  reviews: readonly Readonly<{ id: string; call: string }>[],
): Promise<readonly QuestionRatings[]> {
  if (reviews.length === 0) return [];
  const { rows } = await sql<{
    scorecard_id: string;
    question_id: string;
    kind: QuestionRatings["kind"];
    values: (string | null)[];
  }>`
    select o.scorecard_id, s.question_id, s.kind,
      array_agg(case when s.not_applicable then ${NOT_APPLICABLE} else s.value end) as values
    from unnest(${textArray(reviews.map(({ id }) => id))}, ${textArray(reviews.map(({ call }) => call))})
        as rated (id, call)
      join review o on o.id = rated.id
      cross join lateral (${oneByOne(sql`select * from review_score s where s.review_id = rated.id`)}) s
    where s.kind <> 'text'
    group by 1, 2, 3, rated.call`.execute(db);
  return rows.map((row) => ({
    scorecardId: row.scorecard_id,
    questionId: row.question_id,
    kind: row.kind,
    values: row.values,
  }));
}
