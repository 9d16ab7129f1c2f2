import { z } from "zod";
import { route } from "@/lib/http/route";
import { deleteSearch, readSearch } from "@/lib/services/searches/searches";

const params = z.strictObject({ searchId: z.string().max(64) });

// GET /api/v2/searches/:searchId
export const GET = route({
  permission: "search.store",
  params,
  handler: async ({ ctx, params }) => ({ search: await readSearch(ctx, params.searchId) }),
});

// DELETE /api/v2/searches/:searchId
export const DELETE = route({
  permission: "search.store",
  params,
  handler: async ({ ctx, params }) => {
    await deleteSearch(ctx, params.searchId);
    return {};
  },
});
