import type { MaskedSpan } from "@/lib/domain/recording";
import type { TalkMap } from "@/lib/domain/talk-map";
import { joinedSpans, spansWithout, type TimeSpan } from "@/lib/domain/talk-map-levels";

/** Shorter silence belongs to the talk: without it people would seem to fall into each other's words. */
const SHORTEST_SILENCE_MS = 1_500;
/** What is left of a silence at either end. */
const KEPT_MS = 300;
/** Around a pause of the recording, however certain its edges: it is always played through, and so seen and named. */
const MASK_MARGIN_MS = 700;
/** With less left to jump, playing on is smoother. */
const LEAST_JUMP_MS = 150;

/**
 * The parts of one file that skipping silence leaves out, in file time: sorted, apart, never touching a masked span. A hold
 * is skipped where it is silent; its music is heard, for nobody can tell it from somebody who speaks. Pure.
 */
export function skipsOf(
  { channels, holdSound, durationMs }: TalkMap,
  maskedSpans: readonly MaskedSpan[],
): readonly TimeSpan[] {
  const kept = maskedSpans.map(({ startMs, endMs, uncertainMs, open }) => ({
    startMs: startMs - uncertainMs - MASK_MARGIN_MS,
    // Where a pause was never resumed, nothing behind it is known to be only silence.
    endMs: (open ? Math.max(endMs, durationMs) : endMs) + uncertainMs + MASK_MARGIN_MS,
  }));
  const talk = channels.flatMap(({ intervals }) => intervals);
  return spansWithout([{ startMs: 0, endMs: durationMs }], joinedSpans([...talk, ...holdSound, ...kept]))
    .filter(({ startMs, endMs }) => endMs - startMs >= SHORTEST_SILENCE_MS)
    .map(({ startMs, endMs }) => ({ startMs: startMs + KEPT_MS, endMs: endMs - KEPT_MS }));
}

/** Where to go on from within a silence; null = where it stands there is something to hear, or to see. */
export function skipTarget(skips: readonly TimeSpan[], atMs: number): number | null {
  let low = 0;
  let high = skips.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const span = skips[middle];
    if (span && span.endMs <= atMs) low = middle + 1;
    else high = middle;
  }
  const span = skips[low];
  return span && atMs >= span.startMs && span.endMs - atMs >= LEAST_JUMP_MS ? span.endMs : null;
}
