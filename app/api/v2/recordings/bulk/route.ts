import { z } from "zod";
import { RecordingIdSchema } from "@/lib/domain/ids";
import { answer, route } from "@/lib/http/route";
import { BULK_OPERATIONS, startBulk } from "@/lib/services/jobs/bulk";

// POST /api/v2/recordings/bulk: deleting is for administrators, checked by the service.
export const POST = route({
  permission: "recording.bulk",
  body: z.strictObject({
    operation: z.enum(BULK_OPERATIONS),
    ids: z.array(RecordingIdSchema).min(1).optional(),
    search: z.string().max(64).optional(),
    name: z.string().optional(),
    reason: z.string().max(2_000).optional(),
  }),
  handler: async ({ ctx, body }) => answer({ status: 202, body: await startBulk(ctx, body) }),
});
