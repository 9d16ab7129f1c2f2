import { ScorecardContentSchema } from "@/lib/domain/reviews/scorecard";
import { answer, route } from "@/lib/http/route";
import { createScorecard, listScorecards } from "@/lib/services/scorecards/scorecards";

// GET /api/v2/scorecards
export const GET = route({
  permission: "scorecard.view",
  handler: async ({ ctx }) => ({ scorecards: await listScorecards(ctx) }),
});

// POST /api/v2/scorecards
export const POST = route({
  permission: "scorecard.manage",
  body: ScorecardContentSchema,
  handler: async ({ ctx, body }) => answer({ status: 201, body: await createScorecard(ctx, body) }),
});
