import { ResultsExportSchema } from "@/lib/domain/reviews/results";
import { route } from "@/lib/http/route";
import { exportResults } from "@/lib/services/reviews/export-results";

const TYPES = { csv: "text/csv; charset=utf-8", json: "application/json; charset=utf-8" } as const;

// GET /api/v2/reviews/results/export: not for evaluators, who take nothing out (contract §2).
export const GET = route({
  permission: "review.export",
  query: ResultsExportSchema,
  handler: async ({ ctx, query }) =>
    new Response(await exportResults(ctx, query), {
      headers: {
        "content-type": TYPES[query.format],
        "content-disposition": `attachment; filename="reviews.${query.format}"`,
        "cache-control": "private, no-store",
      },
    }),
});
