import { frameDurationMs, repeatFrames, splitFrames } from "@/lib/samples/mp3-frames";
import { readSampleAudio } from "@/lib/samples/samples";

/** A spoken sample call over and over: MP3, 8 kHz stereo, at least `minutes` long. */
export async function longCall(minutes: number): Promise<Buffer> {
  const once = await readSampleAudio("billing-dispute.mp3");
  const frames = splitFrames(once);
  const onceMs = frames.reduce((sum, frame) => sum + frameDurationMs(frame), 0);
  return repeatFrames(once, Math.ceil((minutes * 60_000) / onceMs));
}

/** Which call sounds otherwise than its vendor knows; null = none. */
export type LongSound = { vendorId: string | null; sound: Buffer };

/** A simulated vendor one of whose calls has this sound. */
export function withLongSound(
  fetch: (request: Request) => Promise<Response>,
  long: LongSound,
): (request: Request) => Promise<Response> {
  return async (request) =>
    long.vendorId !== null && new URL(request.url).pathname.includes(`/recordings/${long.vendorId}/play/`)
      ? new Response(Uint8Array.from(long.sound), { headers: { "content-type": "audio/mpeg" } })
      : fetch(request);
}
