import { z } from "zod";
import { recordingIdParam } from "@/lib/http/recording-params";
import { route } from "@/lib/http/route";
import {
  getRecordingLabel,
  removeRecordingLabel,
  updateRecordingLabel,
} from "@/lib/services/labels/recording-labels";

const params = z.strictObject({ recordingId: recordingIdParam, labelId: z.string().max(200) });

// GET /api/v2/recordings/:recordingId/labels/:labelId
export const GET = route({
  permission: "recording.label",
  params,
  handler: async ({ ctx, params }) => ({
    label: await getRecordingLabel(ctx, params.recordingId, params.labelId),
  }),
});

// PUT /api/v2/recordings/:recordingId/labels/:labelId
export const PUT = route({
  permission: "recording.label",
  params,
  body: z.strictObject({ content: z.record(z.string(), z.unknown()) }),
  handler: async ({ ctx, params, body }) => ({
    label: await updateRecordingLabel(ctx, params.recordingId, params.labelId, body.content),
  }),
});

// DELETE /api/v2/recordings/:recordingId/labels/:labelId
export const DELETE = route({
  permission: "recording.label",
  params,
  handler: async ({ ctx, params }) => {
    await removeRecordingLabel(ctx, params.recordingId, params.labelId);
    return {};
  },
});
