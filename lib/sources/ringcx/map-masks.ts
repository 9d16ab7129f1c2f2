import { maskedSpans } from "@/lib/domain/masks";
import type { EpochMs, Mask, MaskedSpan } from "@/lib/domain/recording";
import type { RawSegment } from "./api-types";
import { MASK_UNCERTAIN_MS } from "./config";

/** What the REC events of a segment tell of its file. */
export type RecordedStretch = Readonly<{
  /** Where the file begins and ends on the wall clock. */
  startMs: EpochMs | null;
  stopMs: EpochMs | null;
  /** Length of the sound. An estimate until the file is read. */
  durationMs: number | null;
  masks: readonly Mask[];
  maskedSpans: readonly MaskedSpan[];
}>;

type Stretch = Readonly<{ fromMs: EpochMs; toMs: EpochMs | null }>;

/**
 * The file runs from the first REC_START to the last REC_STOP; what lies between two pairs was paused (fact sheet §4.2: the
 * only trace of pauses). With `cut` the file is shorter by it. Without events the file is the whole segment.
 */
export function recordedStretch(
  segment: Pick<RawSegment, "startMs" | "endMs" | "durationMs" | "marks">,
  fill: "silence" | "cut",
): RecordedStretch {
  const stretches = stretchesOf(segment);
  const [first] = stretches;
  const last = stretches.at(-1);
  if (first === undefined || last === undefined) {
    const { startMs, endMs } = segment;
    const wholeMs = startMs !== null && endMs !== null && endMs >= startMs ? endMs - startMs : null;
    return {
      startMs,
      stopMs: endMs,
      durationMs: segment.durationMs ?? wholeMs,
      masks: [],
      maskedSpans: [],
    };
  }
  const stopMs = last.toMs;
  const spannedMs = stopMs === null ? null : stopMs - first.fromMs;
  const pauses = stretches.flatMap((stretch, index): { fromMs: number; toMs: number }[] => {
    const next = stretches[index + 1];
    return next !== undefined && stretch.toMs !== null ? [{ fromMs: stretch.toMs, toMs: next.fromMs }] : [];
  });
  const pausedMs = pauses.reduce((total, pause) => total + pause.toMs - pause.fromMs, 0);
  const durationMs = spannedMs !== null && fill === "cut" ? spannedMs - pausedMs : spannedMs;
  const masks = pauses.flatMap((pause): Mask[] => [
    { timeMs: pause.fromMs, type: "paused" },
    { timeMs: pause.toMs, type: "resume" },
  ]);
  return {
    startMs: first.fromMs,
    stopMs,
    durationMs,
    masks,
    maskedSpans: maskedSpans({
      masks,
      fileStartMs: first.fromMs,
      durationMs,
      origin: "events",
      uncertainMs: MASK_UNCERTAIN_MS,
      fill,
    }),
  };
}

/**
 * When it was recorded, in order. Doubled events count once; a first REC_STOP without a start began with the segment, a last
 * REC_START without a stop ends with it. Two stretches that touch are one.
 */
function stretchesOf({ startMs, endMs, marks }: Pick<RawSegment, "startMs" | "endMs" | "marks">): Stretch[] {
  const stretches: Stretch[] = [];
  let sinceMs: EpochMs | null = null;
  for (const [index, { timeMs, type }] of [...marks].sort((a, b) => a.timeMs - b.timeMs).entries()) {
    if (type === "start") {
      sinceMs ??= resumedAt(stretches, timeMs) ?? timeMs;
    } else {
      const fromMs: EpochMs | null = sinceMs ?? (index === 0 ? startMs : null);
      if (fromMs !== null && timeMs > fromMs) stretches.push({ fromMs, toMs: timeMs });
      sinceMs = null;
    }
  }
  if (sinceMs !== null)
    stretches.push({ fromMs: sinceMs, toMs: endMs !== null && endMs > sinceMs ? endMs : null });
  return stretches;
}

/** The begin of a last stretch that ended at this very moment, which is taken up again. */
function resumedAt(stretches: Stretch[], timeMs: EpochMs): EpochMs | null {
  if (stretches.at(-1)?.toMs !== timeMs) return null;
  return stretches.pop()?.fromMs ?? null;
}
