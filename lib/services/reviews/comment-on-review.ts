import {
  addReviewComment,
  listReviewComments,
  type ReviewComment,
  removeReviewComment,
  updateReviewComment,
} from "@/lib/catalog/review-comments";
import { AppError } from "@/lib/domain/errors";
import type { CommentContent } from "@/lib/domain/labels";
import { audited } from "../audited";
import type { ServiceContext } from "../context";
import { lengthOf, type OpenedReview, openReview, recordingIdOf, reviewNotFound } from "./open-review";

type Place = Pick<ReviewComment, "segment" | "startMs" | "endMs" | "text">;

/** Writes a comment into the caller's review: at a moment, over a span, or about the whole. Gives its id. */
export async function commentOnReview(
  ctx: ServiceContext,
  id: string,
  content: CommentContent,
): Promise<Readonly<{ id: string; path: string }>> {
  const opened = await openReview(ctx, id, { labels: true });
  const place = placeOf(opened, content);
  const replyTo = content.replyTo ?? null;
  if (replyTo !== null) await checkReply(ctx, opened, replyTo);
  const commentId = await logged(ctx, opened, "review.comment.add", () =>
    addReviewComment(ctx.scope, ctx.catalog.db, {
      ...place,
      reviewId: id,
      replyTo,
      userId: ctx.actor.userId,
      userName: ctx.actor.name,
      timeMs: ctx.now(),
    }),
  );
  return { id: commentId, path: `/reviews/${id}/comments/${commentId}` };
}

/** Changes one of the caller's own comments; what it answers stays. */
export async function changeReviewComment(
  ctx: ServiceContext,
  id: string,
  commentId: string,
  content: CommentContent,
): Promise<void> {
  const opened = await openReview(ctx, id);
  const own = await ownComment(ctx, opened, commentId);
  if (content.replyTo !== undefined && content.replyTo !== own.replyTo) {
    throw new AppError("invalid_input", "A comment can't be moved to another thread.");
  }
  const place = placeOf(opened, content);
  await logged(ctx, opened, "review.comment.change", () =>
    updateReviewComment(ctx.scope, ctx.catalog.db, { ...place, id: commentId }),
  );
}

/** Takes one of the caller's own comments away. */
export async function removeOwnReviewComment(
  ctx: ServiceContext,
  id: string,
  commentId: string,
): Promise<void> {
  const opened = await openReview(ctx, id);
  await ownComment(ctx, opened, commentId);
  await logged(ctx, opened, "review.comment.remove", () =>
    removeReviewComment(ctx.scope, ctx.catalog.db, commentId),
  );
}

function logged<T>(
  ctx: ServiceContext,
  { review }: OpenedReview,
  action: string,
  run: () => Promise<T>,
): Promise<T> {
  return audited(ctx, { action, recordingId: recordingIdOf(review), details: { review: review.id } }, run);
}

/** Where a comment stands, its media key turned into the segment that it names. */
function placeOf({ review, call, facts }: OpenedReview, content: CommentContent): Place {
  if (!facts.can.includes("comment"))
    throw new AppError("cannot_update", "This review can't be commented on now.");
  const { text, mediaKey, startMs, endMs } = content;
  if (mediaKey === undefined || startMs === undefined)
    return { text, segment: null, startMs: null, endMs: null };
  const index = call.cuts.findIndex(({ clipKey }) => clipKey === mediaKey);
  const segment = review.segments[index];
  if (!segment) throw new AppError("invalid_input", "The comment's mediaKey is not one of this review.");
  const lengthMs = lengthOf(call, index);
  if (lengthMs !== null && startMs > lengthMs) {
    throw new AppError("out_of_range", "The comment's position lies beyond the end of the segment.");
  }
  const lastMs = lengthMs ?? Number.POSITIVE_INFINITY;
  return { text, segment: segment.n, startMs, endMs: endMs === undefined ? null : Math.min(endMs, lastMs) };
}

/** What is answered is a comment that the caller sees in this review: of the call's, within the parts, or of the review's. */
async function checkReply(
  ctx: ServiceContext,
  { review, call }: OpenedReview,
  replyTo: string,
): Promise<void> {
  const own = await listReviewComments(ctx.scope, ctx.catalog.db, review.id);
  const shown = call.part?.labels ?? [];
  if (![...own, ...shown].some(({ id }) => id === replyTo)) {
    throw new AppError("invalid_input", "There is no such comment to reply to in this review.");
  }
}

async function ownComment(
  ctx: ServiceContext,
  { review }: OpenedReview,
  commentId: string,
): Promise<ReviewComment> {
  const comments = await listReviewComments(ctx.scope, ctx.catalog.db, review.id);
  const comment = comments.find(({ id, userId }) => id === commentId && userId === ctx.actor.userId);
  if (!comment) throw reviewNotFound();
  return comment;
}
