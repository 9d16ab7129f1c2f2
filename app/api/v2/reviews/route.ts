import { z } from "zod";
import { DEFAULT_PAGE_SIZE, MAX_OFFSET, MAX_PAGE_SIZE } from "@/lib/domain/recording-filter";
import { AssignmentSchema } from "@/lib/domain/reviews/review";
import { intParam } from "@/lib/http/query";
import { answer, route } from "@/lib/http/route";
import { assignReviews, planReviews } from "@/lib/services/reviews/assign-reviews";
import { listReviews, REVIEW_LISTS } from "@/lib/services/reviews/list-reviews";

const id = z.string().min(1).max(64);

// GET /api/v2/reviews: evaluators see their own.
export const GET = route({
  permission: "review.view",
  query: z.strictObject({
    state: z.enum(REVIEW_LISTS).default("all"),
    mine: z.enum(["0", "1"]).optional(),
    evaluator: id.optional(),
    scorecard: id.optional(),
    agent: id.optional(),
    assignment: id.optional(),
    limit: intParam({ min: 1, max: MAX_PAGE_SIZE }).default(DEFAULT_PAGE_SIZE),
    offset: intParam({ min: 0, max: MAX_OFFSET }).default(0),
  }),
  handler: ({ ctx, query }) => listReviews(ctx, { ...query, mine: query.mine === "1" }),
});

// POST /api/v2/reviews: assigns; with `dryRun` it only tells what would be assigned.
export const POST = route({
  permission: "review.assign",
  body: AssignmentSchema,
  handler: async ({ ctx, body }) =>
    body.dryRun ? planReviews(ctx, body) : answer({ status: 201, body: await assignReviews(ctx, body) }),
});
