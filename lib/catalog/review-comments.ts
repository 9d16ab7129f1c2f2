import { sql } from "kysely";
import type { Scope } from "@/lib/domain/access";
import type { EpochMs } from "@/lib/domain/recording";
import { findReview } from "./reviews";
import type { CatalogDb } from "./schema";
import { iso, newId, plainText } from "./values";

/** What somebody wrote in a review. Positions are in the time of segment `n`; null = about the whole of it. */
export type ReviewComment = Readonly<{
  id: string;
  reviewId: string;
  segment: number | null;
  startMs: number | null;
  endMs: number | null;
  text: string;
  replyTo: string | null;
  userId: string;
  userName: string;
  timeMs: EpochMs;
}>;

/** The comments of a review that the scope may know, oldest first. */
export async function listReviewComments(
  scope: Scope,
  db: CatalogDb,
  reviewId: string,
): Promise<readonly ReviewComment[]> {
  if (!(await findReview(scope, db, reviewId))) return [];
  const rows = await db
    .selectFrom("review_comment")
    .selectAll()
    .where("review_id", "=", reviewId)
    .orderBy("time")
    .orderBy(sql`id`)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    reviewId: row.review_id,
    segment: row.n,
    startMs: row.start_ms,
    endMs: row.end_ms,
    text: row.text,
    replyTo: row.reply_to,
    userId: row.user_id,
    userName: row.user_name,
    timeMs: row.time,
  }));
}

/** Keeps a comment and gives its id. */
export async function addReviewComment(
  _scope: Scope,
  db: CatalogDb,
  comment: Omit<ReviewComment, "id">,
): Promise<string> {
  const id = newId();
  await db
    .insertInto("review_comment")
    .values({
      id,
      review_id: comment.reviewId,
      n: comment.segment,
      start_ms: comment.startMs,
      end_ms: comment.endMs,
      text: plainText(comment.text),
      reply_to: comment.replyTo,
      user_id: comment.userId,
      user_name: plainText(comment.userName),
      time: iso(comment.timeMs),
    })
    .execute();
  return id;
}

/** Changes the text and the place of a comment. */
export async function updateReviewComment(
  _scope: Scope,
  db: CatalogDb,
  comment: Pick<ReviewComment, "id" | "segment" | "startMs" | "endMs" | "text">,
): Promise<void> {
  const { segment, startMs, endMs, text } = comment;
  await db
    .updateTable("review_comment")
    .set({ n: segment, start_ms: startMs, end_ms: endMs, text: plainText(text) })
    .where("id", "=", comment.id)
    .execute();
}

export async function removeReviewComment(_scope: Scope, db: CatalogDb, id: string): Promise<void> {
  await db.deleteFrom("review_comment").where("id", "=", id).execute();
}
