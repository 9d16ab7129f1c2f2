import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { recordingIdParam, wantsLabels } from "@/lib/http/recording-params";
import { answer, route } from "@/lib/http/route";
import { controlRecording, LIVE_STATUSES } from "@/lib/services/recordings/control-recording";
import { deleteRecording } from "@/lib/services/recordings/delete-recording";
import { getRecordingForViewer } from "@/lib/services/recordings/get-recording";
import { protectRecording } from "@/lib/services/recordings/protect-recording";

const params = z.strictObject({ recordingId: recordingIdParam });

// GET /api/v2/recordings/:recordingId
export const GET = route({
  permission: "recording.open",
  params,
  query: z.strictObject({ subresources: z.string().max(200).optional() }),
  handler: async ({ ctx, params, query }) => ({
    recording: await getRecordingForViewer(ctx, params.recordingId, {
      labels: wantsLabels(query.subresources),
    }),
  }),
});

// DELETE /api/v2/recordings/:recordingId
export const DELETE = route({
  permission: "recording.delete",
  params,
  // `erase`: also what the vendor would otherwise keep marked as deleted, where it can be asked to.
  body: z
    .strictObject({ reason: z.string().max(2_000).optional(), erase: z.boolean().optional() })
    .optional(),
  handler: ({ ctx, params, body }) => deleteRecording(ctx, params.recordingId, body ?? {}),
});

// PUT /api/v2/recordings/:recordingId: pause, resume or stop of a live recording.
export const PUT = route({
  permission: "recording.control",
  params,
  body: z.strictObject({ status: z.string().max(100) }),
  handler: async ({ ctx, params, body }) => {
    const status = LIVE_STATUSES.find((known) => known === body.status);
    if (!status) throw new AppError("unprocessable", "The status is one of paused, recording and stopped.");
    const { state } = await controlRecording(ctx, params.recordingId, status);
    return state === "done" ? { status } : answer({ status: 202, body: { state } });
  },
});

// POST /api/v2/recordings/:recordingId: protection from deletion, as the vendor's operation names have it.
export const POST = route({
  permission: "recording.protect",
  params,
  body: z.strictObject({ operationName: z.enum(["applyNonDelete", "unapplyNonDelete"]) }),
  handler: async ({ ctx, params, body }) => {
    await protectRecording(ctx, params.recordingId, body.operationName);
    return {};
  },
});
