import { z } from "zod";
import { AnswersSchema } from "@/lib/domain/reviews/answers";
import { REVIEW_ACTS } from "@/lib/domain/reviews/review";
import { reviewParams } from "@/lib/http/review-params";
import { route } from "@/lib/http/route";
import { actOnReview } from "@/lib/services/reviews/act-on-review";
import { answerReview } from "@/lib/services/reviews/answer-review";
import { readReview } from "@/lib/services/reviews/read-review";

// GET /api/v2/reviews/:reviewId: the call cut to its segments, the scorecard, the answers as far as they may be seen.
export const GET = route({
  permission: "review.view",
  params: reviewParams,
  handler: async ({ ctx, params }) => ({ review: await readReview(ctx, params.reviewId) }),
});

// PUT /api/v2/reviews/:reviewId: keeps the answers named, over the revision named.
export const PUT = route({
  permission: "review.view",
  params: reviewParams,
  body: z.strictObject({ answers: AnswersSchema, revision: z.number().int().min(0) }),
  handler: ({ ctx, params, body }) => answerReview(ctx, params.reviewId, body),
});

// POST /api/v2/reviews/:reviewId: submits, disputes, re-opens …
export const POST = route({
  permission: "review.view",
  params: reviewParams,
  body: z.strictObject({ operationName: z.enum(REVIEW_ACTS), reason: z.string().max(2_000).optional() }),
  handler: async ({ ctx, params, body }) => {
    const review = await actOnReview(ctx, params.reviewId, { act: body.operationName, reason: body.reason });
    return review ? { review } : {};
  },
});
