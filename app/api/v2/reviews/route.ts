import { route } from "@/lib/http/route";
import { listReviewsOf } from "@/lib/services/reviews/list-reviews";

// GET /api/v2/reviews
export const GET = route({
  permission: "review.view",
  handler: async ({ ctx }) => ({ reviews: await listReviewsOf(ctx.actor) }),
});
