import { z } from "zod";
import { CommentContentSchema } from "@/lib/domain/labels";
import { reviewParams } from "@/lib/http/review-params";
import { answer, route } from "@/lib/http/route";
import { commentOnReview } from "@/lib/services/reviews/comment-on-review";

// POST /api/v2/reviews/:reviewId/comments: `mediaKey` and positions are those of the segment.
export const POST = route({
  permission: "review.view",
  params: reviewParams,
  body: z.strictObject({ content: CommentContentSchema }),
  handler: async ({ ctx, params, body }) =>
    answer({ status: 201, body: await commentOnReview(ctx, params.reviewId, body.content) }),
});
