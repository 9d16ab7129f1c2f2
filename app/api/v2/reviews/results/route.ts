import { ResultsQuerySchema } from "@/lib/domain/reviews/results";
import { route } from "@/lib/http/route";
import { getReviewResults } from "@/lib/services/reviews/review-results";

// GET /api/v2/reviews/results: evaluators are told of their own reviews.
export const GET = route({
  permission: "review.results",
  query: ResultsQuerySchema,
  handler: ({ ctx, query }) => getReviewResults(ctx, query),
});
