import { z } from "zod";
import { RuleContentSchema } from "@/lib/domain/reviews/rule";
import { TimeSchema } from "@/lib/domain/time-schema";
import { ruleParams } from "@/lib/http/review-params";
import { answer, route } from "@/lib/http/route";
import { changeRule, deleteRule, drawByRule, getRule } from "@/lib/services/reviews/review-rules";

// GET /api/v2/reviews/rules/:ruleId
export const GET = route({
  permission: "review.assign",
  params: ruleParams,
  handler: async ({ ctx, params }) => ({ rule: await getRule(ctx, params.ruleId) }),
});

// PUT /api/v2/reviews/rules/:ruleId
export const PUT = route({
  permission: "review.assign",
  params: ruleParams,
  body: RuleContentSchema,
  handler: async ({ ctx, params, body }) => {
    await changeRule(ctx, params.ruleId, body);
    return {};
  },
});

// DELETE /api/v2/reviews/rules/:ruleId: what was drawn stays.
export const DELETE = route({
  permission: "review.assign",
  params: ruleParams,
  handler: async ({ ctx, params }) => {
    await deleteRule(ctx, params.ruleId);
    return {};
  },
});

// POST /api/v2/reviews/rules/:ruleId: draws now, for the time named.
export const POST = route({
  permission: "review.assign",
  params: ruleParams,
  body: z.strictObject({ operationName: z.literal("draw"), fromTime: TimeSchema, toTime: TimeSchema }),
  handler: async ({ ctx, params, body: { fromTime, toTime } }) =>
    answer({ status: 201, body: await drawByRule(ctx, params.ruleId, { fromTime, toTime }) }),
});
