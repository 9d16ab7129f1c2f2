import { z } from "zod";
import { route } from "@/lib/http/route";
import { checkAudit } from "@/lib/services/audit/read-audit";

// GET /api/v2/audit/verify
export const GET = route({
  permission: "audit.view",
  query: z.strictObject({ head: z.string().max(200).optional() }),
  handler: ({ ctx, query }) => checkAudit(ctx, query.head),
});
