import { z } from "zod";
import { route } from "@/lib/http/route";
import { getHistogram } from "@/lib/services/searches/facets";

// GET /api/v2/histogram
export const GET = route({
  permission: "search.facets",
  query: z.strictObject({
    search: z.string().max(64).optional(),
    zone: z.string().min(1).max(100).default("UTC"),
  }),
  handler: ({ ctx, query }) => getHistogram(ctx, { searchId: query.search, zone: query.zone }),
});
