import { frameDurationMs, repeatFrames, splitFrames } from "@/lib/samples/mp3-frames";
import { readSampleAudio } from "@/lib/samples/samples";

/** A spoken sample call over and over: MP3, 8 kHz stereo, at least `minutes` long. */
export async function longCall(minutes: number): Promise<Buffer> {
  const once = await readSampleAudio("billing-dispute.mp3");
  const frames = splitFrames(once);
  const onceMs = frames.reduce((sum, frame) => sum + frameDurationMs(frame), 0);
  return repeatFrames(once, Math.ceil((minutes * 60_000) / onceMs));
}
