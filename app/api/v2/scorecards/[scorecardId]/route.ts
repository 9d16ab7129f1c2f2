import { z } from "zod";
import { ScorecardContentSchema } from "@/lib/domain/reviews/scorecard";
import { intParam } from "@/lib/http/query";
import { route } from "@/lib/http/route";
import {
  archiveScorecard,
  changeScorecard,
  getScorecard,
  restoreScorecard,
} from "@/lib/services/scorecards/scorecards";

const params = z.strictObject({ scorecardId: z.string().max(64) });
const query = z.strictObject({ version: intParam({ min: 1, max: 1_000_000 }).optional() });

// GET /api/v2/scorecards/:scorecardId: the latest version, or the one named.
export const GET = route({
  permission: "scorecard.view",
  params,
  query,
  handler: async ({ ctx, params, query }) => ({
    scorecard: await getScorecard(ctx, params.scorecardId, query.version ?? null),
  }),
});

// PUT /api/v2/scorecards/:scorecardId: a new version; with `version` only while that is the latest.
export const PUT = route({
  permission: "scorecard.manage",
  params,
  query,
  body: ScorecardContentSchema,
  handler: ({ ctx, params, query, body }) =>
    changeScorecard(ctx, params.scorecardId, { content: body, basedOn: query.version ?? null }),
});

// DELETE /api/v2/scorecards/:scorecardId: archived, never lost.
export const DELETE = route({
  permission: "scorecard.manage",
  params,
  handler: async ({ ctx, params }) => {
    await archiveScorecard(ctx, params.scorecardId);
    return {};
  },
});

// POST /api/v2/scorecards/:scorecardId
export const POST = route({
  permission: "scorecard.manage",
  params,
  body: z.strictObject({ operationName: z.enum(["restore"]) }),
  handler: async ({ ctx, params }) => {
    await restoreScorecard(ctx, params.scorecardId);
    return {};
  },
});
