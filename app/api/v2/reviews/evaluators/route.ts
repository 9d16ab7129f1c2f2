import { route } from "@/lib/http/route";
import { listEvaluators } from "@/lib/services/reviews/assign-reviews";

// GET /api/v2/reviews/evaluators: whom reviews can be given to.
export const GET = route({
  permission: "review.assign",
  handler: async ({ ctx }) => ({ evaluators: await listEvaluators(ctx) }),
});
