import { maskedSpans } from "./masks";
import type { EpochMs, Mask, MediaFile, Recording } from "./recording";

/** What was asked of a call while it was live: pause and resume. */
export type LiveAct = Readonly<{ atMs: EpochMs; status: "paused" | "recording" }>;

/**
 * The recording with the masks that were set on it here while it was live, for a vendor whose recordings tell nothing of
 * them. Only files that have no masks of their own get them, and of the acts only those that lie within the file.
 */
export function withLiveMasks(
  recording: Recording,
  acts: readonly LiveAct[],
  options: Readonly<{ fill: "silence" | "cut"; uncertainMs: number }>,
): Recording {
  if (acts.length === 0) return recording;
  return { ...recording, mediaFiles: recording.mediaFiles.map((file) => masked(file, acts, options)) };
}

function masked(
  file: MediaFile,
  acts: readonly LiveAct[],
  options: Readonly<{ fill: "silence" | "cut"; uncertainMs: number }>,
): MediaFile {
  if (file.masks.length > 0 || file.startMs === null) return file;
  const lengthMs =
    file.durationMs ??
    (file.stopMs !== null && file.stopMs > file.startMs ? file.stopMs - file.startMs : null);
  const endsMs = lengthMs === null ? Number.POSITIVE_INFINITY : file.startMs + lengthMs;
  const startMs = file.startMs;
  const inOrder = [...acts].sort((a, b) => a.atMs - b.atMs);
  const masks: Mask[] = inOrder
    .filter(({ atMs }) => atMs >= startMs - options.uncertainMs && atMs <= endsMs)
    .map(({ atMs, status }) => ({ timeMs: atMs, type: status === "paused" ? "paused" : "resume" }));
  // Paused before this file began and still so then: a second recording of a call that is paused begins paused.
  const before = inOrder.filter(({ atMs }) => atMs < startMs - options.uncertainMs).at(-1);
  if (before?.status === "paused") masks.unshift({ timeMs: startMs, type: "paused" });
  if (!masks.some(({ type }) => type === "paused")) return file;
  const spans = maskedSpans({
    masks,
    fileStartMs: startMs,
    durationMs: lengthMs,
    origin: "live",
    uncertainMs: options.uncertainMs,
    fill: options.fill,
  });
  return { ...file, masks, maskedSpans: spans };
}
