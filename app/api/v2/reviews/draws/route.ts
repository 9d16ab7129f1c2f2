import { route } from "@/lib/http/route";
import { listDraws } from "@/lib/services/reviews/review-rules";

// GET /api/v2/reviews/draws: what was drawn by lot, with the seeds.
export const GET = route({
  permission: "review.assign",
  handler: async ({ ctx }) => ({ draws: await listDraws(ctx) }),
});
