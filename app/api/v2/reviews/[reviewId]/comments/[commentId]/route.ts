import { z } from "zod";
import { CommentContentSchema } from "@/lib/domain/labels";
import { commentParams } from "@/lib/http/review-params";
import { route } from "@/lib/http/route";
import { changeReviewComment, removeOwnReviewComment } from "@/lib/services/reviews/comment-on-review";

// PUT /api/v2/reviews/:reviewId/comments/:commentId: one's own.
export const PUT = route({
  permission: "review.view",
  params: commentParams,
  body: z.strictObject({ content: CommentContentSchema }),
  handler: async ({ ctx, params, body }) => {
    await changeReviewComment(ctx, params.reviewId, params.commentId, body.content);
    return {};
  },
});

// DELETE /api/v2/reviews/:reviewId/comments/:commentId: one's own.
export const DELETE = route({
  permission: "review.view",
  params: commentParams,
  handler: async ({ ctx, params }) => {
    await removeOwnReviewComment(ctx, params.reviewId, params.commentId);
    return {};
  },
});
