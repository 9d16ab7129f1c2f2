import { RuleContentSchema } from "@/lib/domain/reviews/rule";
import { answer, route } from "@/lib/http/route";
import { createRule, listRules } from "@/lib/services/reviews/review-rules";

// GET /api/v2/reviews/rules: one's own; an administrator's are everybody's.
export const GET = route({
  permission: "review.assign",
  handler: async ({ ctx }) => ({ rules: await listRules(ctx) }),
});

// POST /api/v2/reviews/rules
export const POST = route({
  permission: "review.assign",
  body: RuleContentSchema,
  handler: async ({ ctx, body }) => answer({ status: 201, body: await createRule(ctx, body) }),
});
