import { z } from "zod";
import { intParam } from "@/lib/http/query";
import { route } from "@/lib/http/route";
import { readAudit } from "@/lib/services/audit/read-audit";

// GET /api/v2/audit
export const GET = route({
  permission: "audit.view",
  query: z.strictObject({
    action: z.string().max(100).optional(),
    user: z.string().max(320).optional(),
    recording: z.string().max(1_600).optional(),
    before: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,40}$/)
      .optional(),
    limit: intParam({ min: 1, max: 500 }).default(100),
  }),
  handler: ({ ctx, query }) => readAudit(ctx, query),
});
