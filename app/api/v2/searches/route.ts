import { z } from "zod";
import { RecordingFilterSchema } from "@/lib/domain/recording-filter";
import { toFilter } from "@/lib/http/recording-params";
import { answer, route } from "@/lib/http/route";
import { listSearches, storeSearch } from "@/lib/services/searches/searches";

// GET /api/v2/searches: the caller's saved ones.
export const GET = route({
  permission: "search.store",
  handler: async ({ ctx }) => ({ searches: await listSearches(ctx) }),
});

// POST /api/v2/searches
export const POST = route({
  permission: "search.store",
  body: RecordingFilterSchema.extend({
    saved: z.boolean().default(false),
    name: z.string().trim().min(1).max(100).optional(),
  }),
  handler: async ({ ctx, body }) => {
    const { saved, name, ...filter } = body;
    return answer({
      status: 201,
      body: await storeSearch(ctx, { filter: toFilter(filter), saved, name: name ?? null }),
    });
  },
});
