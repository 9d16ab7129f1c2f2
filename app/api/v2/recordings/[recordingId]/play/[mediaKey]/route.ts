import { z } from "zod";
import { playAnswer } from "@/lib/http/audio-answer";
import { mediaKeyParam, recordingIdParam } from "@/lib/http/recording-params";
import { route } from "@/lib/http/route";
import { playRecording, reportHeard } from "@/lib/services/playback/play-recording";

const params = z.strictObject({ recordingId: recordingIdParam, mediaKey: mediaKeyParam });

const play = route({
  permission: "recording.play",
  params,
  query: z.strictObject({ download: z.enum(["0", "1"]).optional() }),
  handler: async ({ ctx, params, query, request }) =>
    playAnswer(
      await playRecording(ctx, params.recordingId, params.mediaKey, {
        method: request.method === "HEAD" ? "HEAD" : "GET",
        headers: request.headers,
        download: query.download === "1",
      }),
    ),
});

// GET and HEAD /api/v2/recordings/:recordingId/play/:mediaKey: audio, in ranges.
export const GET = play;
export const HEAD = play;

// POST /api/v2/recordings/:recordingId/play/:mediaKey: how much the player says was heard.
export const POST = route({
  permission: "recording.play",
  params,
  body: z.strictObject({ heardMs: z.number().int().min(0).max(600_000) }),
  handler: async ({ ctx, params, body }) => {
    await reportHeard(ctx, params.recordingId, params.mediaKey, body.heardMs);
    return {};
  },
});
