import { z } from "zod";
import { RecordingIdSchema } from "@/lib/domain/ids";
import { route } from "@/lib/http/route";
import { exportRecordings } from "@/lib/services/recordings/export-recordings";

const TYPES = { csv: "text/csv; charset=utf-8", json: "application/json; charset=utf-8" } as const;

// POST /api/v2/recordings/export
export const POST = route({
  permission: "recording.export",
  body: z.strictObject({
    search: z.string().max(64).optional(),
    ids: z.array(RecordingIdSchema).min(1).max(10_000).optional(),
    format: z.enum(["csv", "json"]),
  }),
  handler: async ({ ctx, body }) =>
    new Response(await exportRecordings(ctx, body), {
      headers: {
        "content-type": TYPES[body.format],
        "content-disposition": `attachment; filename="recordings.${body.format}"`,
        "cache-control": "private, no-store",
      },
    }),
});
