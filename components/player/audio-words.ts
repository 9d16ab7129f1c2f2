import { position } from "@/components/format/time";
import type { OutgoingMediaFile } from "@/lib/privacy/outgoing";
import type { AudioState } from "./use-audio";

/** What is wrong with a sound, in words; null = nothing. */
export function failureWords(
  failure: AudioState["failure"],
  isStalled: boolean,
  fileMs: number,
  file: Pick<OutgoingMediaFile, "size">,
): string | null {
  if (failure !== null && file.size === "0") return "The recording system's file is empty.";
  if (failure === "unreachable") {
    return fileMs > 0
      ? `The sound stopped at ${position(fileMs)}: the recording system can't be reached.`
      : "The recording system can't be reached.";
  }
  if (failure === "unreadable") {
    return fileMs > 0
      ? `The audio is damaged after ${position(fileMs)}.`
      : "This audio can't be played: it is damaged, or of a kind this browser doesn't know.";
  }
  return isStalled ? "No sound comes. The recording system may be slow, or the file broken off." : null;
}

const LEAST_LIE_MS = 3_000;
const LEAST_LIE_SHARE = 0.02;

/** A file that is clearly longer or shorter than its recording system says; null = it is not. */
export function lengthWords(toldMs: number | null, soundMs: number | null): string | null {
  if (toldMs === null || soundMs === null) return null;
  const offMs = soundMs - toldMs;
  if (Math.abs(offMs) < Math.max(LEAST_LIE_MS, toldMs * LEAST_LIE_SHARE)) return null;
  const by = position(Math.abs(offMs));
  return offMs < 0
    ? `The audio ends ${by} earlier than the recording system says: it may be cut off.`
    : `The audio is ${by} longer than the recording system says.`;
}

/** Sound that has ended long before its file should have; null = it has not. */
export function brokenOffWords(endMs: number, lengthMs: number): string | null {
  const isShort = lengthMs - endMs >= Math.max(LEAST_LIE_MS, lengthMs * LEAST_LIE_SHARE);
  return isShort ? `The audio broke off at ${position(endMs)} of ${position(lengthMs)}` : null;
}
