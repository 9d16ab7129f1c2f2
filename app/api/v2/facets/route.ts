import { z } from "zod";
import { route } from "@/lib/http/route";
import { getFacets } from "@/lib/services/searches/facets";

// GET /api/v2/facets
export const GET = route({
  permission: "search.facets",
  query: z.strictObject({
    search: z.string().max(64).optional(),
    zone: z.string().min(1).max(100).default("UTC"),
  }),
  handler: ({ ctx, query }) => getFacets(ctx, { searchId: query.search, zone: query.zone }),
});
