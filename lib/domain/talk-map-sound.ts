/** Where each channel sounds, for the talk map: louder than the noise around it, and no other channel's echo. */
import type { Waveform } from "./audiowaveform";
import { joinedSpans, levelsOf, pixelMsOf, pixelRuns, spansWithout, type TimeSpan } from "./talk-map-levels";

/** A pause within speech that is not longer belongs to it. */
const HANG_MS = 400;
/** Shorter is a click, or a breath. */
const LEAST_TALK_MS = 120;
/** The noise floor is what the quietest part of so much time reaches. */
const FLOOR_WINDOW_MS = 30_000;
const FLOOR_STEP_MS = 1_000;
const FLOOR_QUANTILE = 0.1;
/** Speech is so much louder than the floor, and in no case fainter than `LEAST_LEVEL` (of 128). */
const ABOVE_FLOOR = 2;
const LEAST_LEVEL = 3;
/** One side so much fainter than the other at the same moment is its echo. */
const ECHO_SHARE = 1 / 16;
const MAX_LEVEL = 128;

/** Per channel the intervals of sound, outside `masked` and inside the file; in steps of a few ms. */
export function* soundSteps(
  waveform: Waveform,
  { masked, holds }: Readonly<{ masked: readonly TimeSpan[]; holds: readonly TimeSpan[] }>,
  durationMs: number,
): Generator<undefined, TimeSpan[][], undefined> {
  const pixelMs = pixelMsOf(waveform);
  const levels = levelsOf(waveform);
  const pixels = levels[0]?.length ?? 0;
  const isMasked = pixelsIn(masked, pixels, pixelMs);
  // Music without a rest would pass for the line's own noise, and hide who speaks quietly just after it.
  const isStrange = pixelsIn([...masked, ...holds], pixels, pixelMs);
  const sounding: TimeSpan[][] = [];
  for (const level of levels) {
    yield;
    const isSpeech = speechOf(level, thresholdsOf(level, isStrange, pixelMs), isMasked);
    for (const other of levels) if (other !== level) withoutEchoes(isSpeech, level, other);
    yield;
    const bursts = pixelRuns(pixels, (pixel) => isSpeech[pixel] === 1).map(([from, to]) => ({
      startMs: from * pixelMs,
      endMs: Math.min(to * pixelMs, durationMs),
    }));
    const talk = bridged(bursts, HANG_MS).filter(({ startMs, endMs }) => endMs - startMs >= LEAST_TALK_MS);
    sounding.push(spansWithout(joinedSpans(talk), masked));
  }
  return sounding;
}

/** Per pixel: 1 = loud enough for speech. */
function speechOf(level: Uint8Array, threshold: Uint16Array, isMasked: Uint8Array): Uint8Array {
  const isSpeech = new Uint8Array(level.length);
  for (let pixel = 0; pixel < level.length; pixel += 1) {
    const isLoud = (level[pixel] ?? 0) >= (threshold[pixel] ?? MAX_LEVEL);
    if (isLoud && isMasked[pixel] === 0) isSpeech[pixel] = 1;
  }
  return isSpeech;
}

/** Takes away what is only another channel's echo. */
function withoutEchoes(isSpeech: Uint8Array, level: Uint8Array, other: Uint8Array): void {
  for (let pixel = 0; pixel < level.length; pixel += 1) {
    if ((level[pixel] ?? 0) < (other[pixel] ?? 0) * ECHO_SHARE) isSpeech[pixel] = 0;
  }
}

/** Gaps of `gapMs` at most are closed; no end is moved, so that nobody seems to speak into another's beginning. */
function bridged(spans: readonly TimeSpan[], gapMs: number): TimeSpan[] {
  const joined: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of spans) {
    const last = joined.at(-1);
    if (last && startMs - last.endMs <= gapMs) last.endMs = endMs;
    else joined.push({ startMs, endMs });
  }
  return joined;
}

/** Per pixel: 1 = one of the spans touches it. */
function pixelsIn(spans: readonly TimeSpan[], pixels: number, pixelMs: number): Uint8Array {
  const marked = new Uint8Array(pixels);
  for (const { startMs, endMs } of spans) {
    marked.fill(1, Math.floor(startMs / pixelMs), Math.ceil(endMs / pixelMs));
  }
  return marked;
}

/** From which level on each pixel is speech, by the noise around it; what is strange tells nothing of that. */
function thresholdsOf(level: Uint8Array, isStrange: Uint8Array, pixelMs: number): Uint16Array {
  const step = Math.max(1, Math.round(FLOOR_STEP_MS / pixelMs));
  const reach = Math.max(1, Math.round(FLOOR_WINDOW_MS / 2 / pixelMs));
  const thresholds = new Uint16Array(level.length);
  const counts = new Uint32Array(MAX_LEVEL + 1);
  let counted = 0;
  let from = 0;
  let to = 0;
  const count = (pixel: number, by: 1 | -1) => {
    if (isStrange[pixel] !== 0) return;
    const value = level[pixel] ?? 0;
    counts[value] = (counts[value] ?? 0) + by;
    counted += by;
  };
  for (let start = 0; start < level.length; start += step) {
    const middle = start + step / 2;
    for (; to < Math.min(level.length, middle + reach); to += 1) count(to, 1);
    for (; from < middle - reach; from += 1) count(from, -1);
    const threshold = Math.max(LEAST_LEVEL, quantileOf(counts, counted, FLOOR_QUANTILE) * ABOVE_FLOOR + 1);
    thresholds.fill(threshold, start, start + step);
  }
  return thresholds;
}

/** The value below which `share` of all counted values lie; 0 of none. */
function quantileOf(counts: Uint32Array, counted: number, share: number): number {
  const wanted = counted * share;
  let seen = 0;
  for (let value = 0; value < counts.length; value += 1) {
    seen += counts[value] ?? 0;
    if (seen > wanted) return value;
  }
  return 0;
}
