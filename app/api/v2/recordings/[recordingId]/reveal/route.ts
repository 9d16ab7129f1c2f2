import { z } from "zod";
import { recordingIdParam } from "@/lib/http/recording-params";
import { route } from "@/lib/http/route";
import { revealRecording } from "@/lib/services/recordings/reveal-recording";

// POST /api/v2/recordings/:recordingId/reveal
export const POST = route({
  permission: "recording.reveal",
  params: z.strictObject({ recordingId: recordingIdParam }),
  body: z.strictObject({
    fields: z.array(z.string().min(1).max(200)).min(1).max(100),
    reason: z.string().max(2_000),
  }),
  handler: ({ ctx, params, body }) => revealRecording(ctx, params.recordingId, body),
});
