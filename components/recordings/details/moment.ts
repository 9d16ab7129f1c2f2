import { fileDurationMs, filePosition } from "@/components/player/marks";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";

/** A place in the audio: a file, and ms in that file's own time. */
export type Moment = Readonly<{
  mediaKey: string;
  atMs: number;
  /** The end of a span that begins there. */
  toMs?: number | null;
}>;

/** Where a moment of the call is heard; null when no playable file covers it. */
export function momentOf(recording: OutgoingRecording, wallMs: number): Moment | null {
  for (const file of recording.mediaFiles) {
    const atMs = filePosition(file, wallMs);
    const lengthMs = fileDurationMs(file);
    if (file.audio !== "ready" || atMs === null || lengthMs === null) continue;
    if (atMs >= -1_000 && atMs <= lengthMs) return { mediaKey: file.mediaKey, atMs: Math.max(0, atMs) };
  }
  return null;
}
