import { z } from "zod";
import { mediaKeyParam, recordingIdParam } from "@/lib/http/recording-params";
import { answer, route } from "@/lib/http/route";
import { getPeaks } from "@/lib/services/playback/get-peaks";

// GET /api/v2/recordings/:recordingId/peaks/:mediaKey: audiowaveform binary, version 2, 8 bit.
export const GET = route({
  permission: "recording.play",
  params: z.strictObject({ recordingId: recordingIdParam, mediaKey: mediaKeyParam }),
  handler: async ({ ctx, params, request }) => {
    const peaks = await getPeaks(ctx, params.recordingId, params.mediaKey);
    if (peaks === "making") {
      return answer({ status: 202, body: { state: "pending" }, headers: { "retry-after": "1" } });
    }
    const headers = { etag: peaks.etag, "cache-control": "private, no-cache" };
    if (request.headers.get("if-none-match") === peaks.etag)
      return new Response(null, { status: 304, headers });
    return new Response(new Uint8Array(peaks.data), {
      headers: {
        ...headers,
        "content-type": "application/octet-stream",
        "x-content-length": String(peaks.data.byteLength),
        "x-content-type-options": "nosniff",
      },
    });
  },
});
