import { z } from "zod";
import { recordingIdParam } from "@/lib/http/recording-params";
import { answer, route } from "@/lib/http/route";
import { addRecordingLabel, listRecordingLabels } from "@/lib/services/labels/recording-labels";

const params = z.strictObject({ recordingId: recordingIdParam });

// GET /api/v2/recordings/:recordingId/labels
export const GET = route({
  permission: "recording.label",
  params,
  handler: async ({ ctx, params }) => ({ labels: await listRecordingLabels(ctx, params.recordingId) }),
});

// POST /api/v2/recordings/:recordingId/labels
export const POST = route({
  permission: "recording.label",
  params,
  body: z.strictObject({ name: z.string(), content: z.record(z.string(), z.unknown()).optional() }),
  handler: async ({ ctx, params, body }) => {
    const label = await addRecordingLabel(ctx, params.recordingId, body);
    return answer({ status: 201, body: { id: label.id, path: label.path, kept: label.kept, label } });
  },
});
