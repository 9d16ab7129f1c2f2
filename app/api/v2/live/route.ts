import { route } from "@/lib/http/route";
import { listLive } from "@/lib/services/live/list-live";

// GET /api/v2/live
export const GET = route({
  permission: "live.view",
  handler: ({ ctx }) => listLive(ctx),
});
