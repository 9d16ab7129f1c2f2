import { sql } from "kysely";
import type { Scope } from "@/lib/domain/access";
import { countedReviews, type ResultsFilter } from "./review-results";
import type { CatalogDb } from "./schema";
import { plainText } from "./values";

export type WeakAnswer = Readonly<{
  reviewId: string;
  /** Share of the points it earned, 0 to 1. */
  share: number;
  /** It failed the whole review. */
  fails: boolean;
}>;

/**
 * The answers to one question that cost points, of the submitted reviews that count for a scope: those that failed their
 * review first, then what cost most, then the newest.
 */
export async function weakAnswers(
  scope: Scope,
  db: CatalogDb,
  filter: ResultsFilter & Readonly<{ scorecardId: string }>,
  questionId: string,
  page: Readonly<{ limit: number; offset: number }>,
): Promise<Readonly<{ answers: readonly WeakAnswer[]; totalCount: number }>> {
  const counted = await countedReviews(scope, db, filter);
  const weak = sql`(select w.id, w.submitted ${counted}) c join review_score s on s.review_id = c.id
    where s.question_id = ${plainText(questionId)} and (s.fails or s.share < 1)`;
  const [found, total] = await Promise.all([
    sql<{ review_id: string; share: number; fails: boolean }>`
      select s.review_id, coalesce(s.share, 0) as share, s.fails from ${weak}
      order by s.fails desc, coalesce(s.share, 0), c.submitted desc, s.review_id
      limit ${page.limit} offset ${page.offset}`.execute(db),
    sql<{ count: number }>`select count(*)::int as count from ${weak}`.execute(db),
  ]);
  return {
    answers: found.rows.map(({ review_id, share, fails }) => ({ reviewId: review_id, share, fails })),
    totalCount: total.rows[0]?.count ?? 0,
  };
}
