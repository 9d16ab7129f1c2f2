import type { PeaksInMaking } from "@/lib/services/playback/get-peaks";
import type { StoredPeaks } from "@/lib/services/playback/peaks-maker";
import type { PlayAnswer } from "@/lib/services/playback/play-recording";
import { type Answer, answer } from "./answer";

const RETRY = { "retry-after": "1" };

/** Sound, or 202 while its vendor prepares it. */
export function playAnswer(result: PlayAnswer): Response | Answer {
  if (result instanceof Response) return result;
  return answer({
    status: 202,
    body: { state: result.state },
    headers: { "retry-after": String(result.retryAfterSeconds) },
  });
}

/** Peaks; while they are being made 202, with the beginning of them as its body once there is one. */
export function peaksAnswer(peaks: StoredPeaks | PeaksInMaking, request: Request): Response | Answer {
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
}

function binary({ byteLength }: Uint8Array): Readonly<Record<string, string>> {
  return {
    "content-type": "application/octet-stream",
    "x-content-length": String(byteLength),
    "x-content-type-options": "nosniff",
  };
}
