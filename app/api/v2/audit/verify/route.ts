import { z } from "zod";
import { AuditHeadSchema } from "@/lib/domain/audit-head";
import { route } from "@/lib/http/route";
import { checkAudit } from "@/lib/services/audit/read-audit";

// GET /api/v2/audit/verify
export const GET = route({
  permission: "audit.view",
  query: z.strictObject({ head: AuditHeadSchema.optional() }),
  handler: ({ ctx, query }) => checkAudit(ctx, query.head),
});
