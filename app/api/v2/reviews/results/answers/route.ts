import { z } from "zod";
import { MAX_OFFSET } from "@/lib/domain/recording-filter";
import { ResultsQuerySchema } from "@/lib/domain/reviews/results";
import { intParam } from "@/lib/http/query";
import { route } from "@/lib/http/route";
import { listWeakAnswers } from "@/lib/services/reviews/list-weak-answers";

const PAGE_SIZE = 20;

// GET /api/v2/reviews/results/answers: evaluators see their own.
export const GET = route({
  permission: "review.results",
  query: ResultsQuerySchema.omit({ bucket: true, zone: true, scorecard: true }).extend({
    scorecard: z.string().min(1).max(64),
    question: z.string().min(1).max(40),
    limit: intParam({ min: 1, max: 100 }).default(PAGE_SIZE),
    offset: intParam({ min: 0, max: MAX_OFFSET }).default(0),
  }),
  handler: ({ ctx, query }) => listWeakAnswers(ctx, query),
});
