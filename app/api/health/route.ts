import { route } from "@/lib/http/route";
import { checkHealth } from "@/lib/services/health/check-health";

// GET /api/health: no sign-in; for balancers and start scripts.
export const GET = route({
  permission: "public",
  handler: async () => {
    const ok = await checkHealth();
    return Response.json(ok ? { ok: true } : { ok: false }, {
      status: ok ? 200 : 503,
      headers: { "cache-control": "no-store" },
    });
  },
});
