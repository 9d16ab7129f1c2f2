import type { MaskedSpan } from "./recording";

type Cuts = Readonly<{ maskedSpans: readonly Pick<MaskedSpan, "startMs" | "endMs" | "pausedMs">[] }>;

/** Ms of wall clock since the file began, at a position of the file: pauses cut out before it have passed too (model.md). */
export function wallOffsetMs({ maskedSpans }: Cuts, fileMs: number): number {
  return maskedSpans
    .filter((span) => span.startMs === span.endMs && span.startMs <= fileMs)
    .reduce((sum, span) => sum + span.pausedMs, fileMs);
}

/** The position of a file at a wall-clock offset since it began; within a pause that was cut out, the cut. */
export function fileOffsetMs({ maskedSpans }: Cuts, offsetMs: number): number {
  let cutMs = 0;
  for (const { startMs, endMs, pausedMs } of [...maskedSpans].sort((a, b) => a.startMs - b.startMs)) {
    if (startMs !== endMs || offsetMs < startMs + cutMs) continue;
    if (offsetMs < startMs + cutMs + pausedMs) return startMs;
    cutMs += pausedMs;
  }
  return offsetMs - cutMs;
}
