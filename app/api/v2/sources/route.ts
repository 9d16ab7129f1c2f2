import { route } from "@/lib/http/route";
import { listSources } from "@/lib/services/sources/list-sources";

// GET /api/v2/sources
export const GET = route({
  permission: "source.view",
  handler: async ({ ctx }) => ({ sources: await listSources(ctx) }),
});
