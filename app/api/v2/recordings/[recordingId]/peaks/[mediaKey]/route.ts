import { z } from "zod";
import { peaksAnswer } from "@/lib/http/audio-answer";
import { mediaKeyParam, recordingIdParam } from "@/lib/http/recording-params";
import { route } from "@/lib/http/route";
import { getPeaks } from "@/lib/services/playback/get-peaks";

// GET /api/v2/recordings/:recordingId/peaks/:mediaKey: audiowaveform binary, version 2, 8 bit. While they are being made 202,
// with the beginning of them as its body once there is one.
export const GET = route({
  permission: "recording.play",
  params: z.strictObject({ recordingId: recordingIdParam, mediaKey: mediaKeyParam }),
  handler: async ({ ctx, params, request }) =>
    peaksAnswer(await getPeaks(ctx, params.recordingId, params.mediaKey), request),
});
