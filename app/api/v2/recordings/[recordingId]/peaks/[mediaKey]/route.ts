import { z } from "zod";
import { mediaKeyParam, recordingIdParam } from "@/lib/http/recording-params";
import { answer, route } from "@/lib/http/route";
import { getPeaks } from "@/lib/services/playback/get-peaks";

const RETRY = { "retry-after": "1" };

// GET /api/v2/recordings/:recordingId/peaks/:mediaKey: audiowaveform binary, version 2, 8 bit. While they are being made 202,
// with the beginning of them as its body once there is one.
export const GET = route({
  permission: "recording.play",
  params: z.strictObject({ recordingId: recordingIdParam, mediaKey: mediaKeyParam }),
  handler: async ({ ctx, params, request }) => {
    const peaks = await getPeaks(ctx, params.recordingId, params.mediaKey);
    if ("state" in peaks) {
      if (peaks.soFar === null) return answer({ status: 202, body: { state: "pending" }, headers: RETRY });
      return new Response(peaks.soFar, {
        status: 202,
        headers: { ...RETRY, "cache-control": "private, no-store", ...binary(peaks.soFar) },
      });
    }
    const headers = { etag: peaks.etag, "cache-control": "private, no-cache" };
    if (request.headers.get("if-none-match") === peaks.etag)
      return new Response(null, { status: 304, headers });
    return new Response(peaks.data, { headers: { ...headers, ...binary(peaks.data) } });
  },
});

function binary({ byteLength }: Uint8Array): Readonly<Record<string, string>> {
  return {
    "content-type": "application/octet-stream",
    "x-content-length": String(byteLength),
    "x-content-type-options": "nosniff",
  };
}
