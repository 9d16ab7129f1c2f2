/** The sound of a file as its stored peaks show it, told apart: recorder's silence, beeps and noise put in its place, quiet, speech. */
import type { Waveform } from "./audiowaveform";
import { joinedSpans, levelsOf, pixelMsOf, pixelRuns, type TimeSpan } from "./talk-map-levels";

/** What a pixel sounds like: digital silence, a beep or steady noise in its place, a line on which nobody speaks, speech. */
export const SILENCE = 0;
export const BEEP = 1;
export const NOISE = 2;
export const QUIET = 3;
export const SPEECH = 4;

/** Pixels `[from, to)`. */
export type PixelRun = readonly [from: number, to: number];

export type Sound = Readonly<{
  pixelMs: number;
  pixels: number;
  durationMs: number;
  /** Per pixel one of the above. */
  kind: Uint8Array;
  /** What a recorder puts in place of sound, in order. */
  filled: readonly PixelRun[];
  /** Where nobody speaks, filled or not, in order. */
  unspoken: readonly PixelRun[];
  /** True = digital silence is the recorder's mark of a pause: it is nowhere else in the file. */
  isTelling: boolean;
}>;

type Reach = TimeSpan & Readonly<{ uncertainMs: number }>;

/** Fainter is quiet: nobody speaks, though the line may hiss. */
const QUIET_LEVEL = 2;
/** Digital silence for so long outside of all spans: the line itself is gated, and silence tells nothing. */
const GATED_MS = 1_000;
const GATED_SHARE = 0.02;
/** A recorder's silence is at least so long. */
export const LEAST_RUN_MS = 200;
/** A beep or steady noise: its pixels' levels hardly differ. Speech differs by far more. */
const STEADY_SPREAD = 0.15;
const LEAST_STEADY_PIXELS = 5;
/** Steady for so long is noise. */
const LEAST_NOISE_MS = 2_000;
const STEADY_WINDOW_MS = 500;
const STRANGE_SHARE = 0.4;
const MOST_BEEP_PIXELS = 50;
const BEEP_SPREAD = 0.06;
const MAX_LEVEL = 128;

export function readSound(waveform: Waveform, durationMs: number, spans: readonly Reach[]): Sound {
  const pixelMs = pixelMsOf(waveform);
  const level = loudest(levelsOf(waveform), Math.ceil(durationMs / pixelMs));
  const pixels = level.length;
  const kind = level.map((value) => (value === 0 ? SILENCE : value > QUIET_LEVEL ? SPEECH : QUIET));
  const reached = pixelsReached(spans, pixels, pixelMs);
  const isTelling = isNowhereElse(kind, SILENCE, reached, pixelMs);
  const bursts = pixelRuns(pixels, (pixel) => kind[pixel] === SPEECH);
  const inSilence = bursts.filter(([from, to]) => kind[from - 1] === SILENCE && kind[to] === SILENCE);
  const hasTwin = twinsAmong(level, inSilence);
  const beeps = inSilence.filter((burst) => isSteady(level, ...burst) || hasTwin(burst));
  const noise = steadyStretches(level, pixelMs);
  for (const [from, to] of noise) kind.fill(NOISE, from, to);
  // A line that hisses does so everywhere: its hiss is nobody's speech, and no sign of a pause either.
  if (!isNowhereElse(kind, NOISE, reached, pixelMs)) for (const run of noise) kind.fill(QUIET, ...run);
  for (const [from, to] of beeps) kind.fill(BEEP, from, to);
  return {
    pixelMs,
    pixels,
    durationMs,
    kind,
    filled: pixelRuns(pixels, (pixel) => (kind[pixel] ?? SPEECH) < QUIET),
    unspoken: pixelRuns(pixels, (pixel) => (kind[pixel] ?? SPEECH) < SPEECH),
    isTelling,
  };
}

/** The loudest channel of each pixel. */
function loudest(levels: readonly Uint8Array[], most: number): Uint8Array {
  const loud = new Uint8Array(Math.min(levels[0]?.length ?? 0, most));
  for (const level of levels) {
    for (let pixel = 0; pixel < loud.length; pixel += 1) {
      const value = level[pixel] ?? 0;
      if (value > (loud[pixel] ?? 0)) loud[pixel] = value;
    }
  }
  return loud;
}

/** Per pixel: 1 = its middle lies in a span, or in what a span may reach to. */
function pixelsReached(spans: readonly Reach[], pixels: number, pixelMs: number): Uint8Array {
  const reached = new Uint8Array(pixels);
  const wide = spans.map(({ startMs, endMs, uncertainMs }) => ({
    startMs: startMs - uncertainMs,
    endMs: endMs + uncertainMs,
  }));
  for (const { startMs, endMs } of joinedSpans(wide)) {
    const from = Math.max(0, Math.ceil(startMs / pixelMs - 0.5));
    reached.fill(1, from, Math.max(from, Math.ceil(endMs / pixelMs - 0.5)));
  }
  return reached;
}

/** Whether out of reach of all spans a kind is rare, at most a moment. Silence at the file's end is usual. */
function isNowhereElse(kind: Uint8Array, wanted: number, reached: Uint8Array, pixelMs: number): boolean {
  const outside = pixelRuns(kind.length, (pixel) => kind[pixel] === wanted && reached[pixel] === 0).filter(
    ([from, to]) => (to - from) * pixelMs >= LEAST_RUN_MS && to < kind.length,
  );
  const outsideMs = outside.reduce((sum, [from, to]) => sum + (to - from) * pixelMs, 0);
  return outsideMs < Math.max(GATED_MS, kind.length * pixelMs * GATED_SHARE);
}

/** Beeps come again, as long and as loud: tells of a burst whether another one is so. */
function twinsAmong(level: Uint8Array, bursts: readonly PixelRun[]): (burst: PixelRun) => boolean {
  const counts = new Map<number, Uint32Array>();
  for (const burst of bursts) {
    const length = burst[1] - burst[0];
    const count = counts.get(length) ?? new Uint32Array(MAX_LEVEL + 1);
    const peak = peakIn(level, burst);
    count[peak] = (count[peak] ?? 0) + 1;
    counts.set(length, count);
  }
  return (burst) => {
    const length = burst[1] - burst[0];
    if (length > MOST_BEEP_PIXELS) return false;
    const peak = peakIn(level, burst);
    const reach = Math.max(1, Math.floor(peak * BEEP_SPREAD));
    let alike = -1;
    for (const near of [length - 1, length, length + 1]) {
      const count = counts.get(near);
      for (let value = peak - reach; count && value <= peak + reach; value += 1) alike += count[value] ?? 0;
    }
    return alike > 0;
  };
}

function peakIn(level: Uint8Array, [from, to]: PixelRun): number {
  return level.subarray(from, to).reduce((peak, value) => Math.max(peak, value), 0);
}

/** The first and last pixel hold the rise and the fall. */
function isSteady(level: Uint8Array, from: number, to: number): boolean {
  const inner = to - from - 2;
  if (inner < LEAST_STEADY_PIXELS) return false;
  let sum = 0;
  for (let pixel = from + 1; pixel < to - 1; pixel += 1) sum += level[pixel] ?? 0;
  const mean = sum / inner;
  const most = (mean < 8 ? Math.max(1, mean * STEADY_SPREAD) : mean * STEADY_SPREAD) * inner;
  let spread = 0;
  for (let pixel = from + 1; pixel < to - 1 && spread <= most; pixel += 1) {
    spread += Math.abs((level[pixel] ?? 0) - mean);
  }
  return spread <= most;
}

/** Steady noise, also where speech adjoins it: what every window of half a second finds steady, for long enough. */
function steadyStretches(level: Uint8Array, pixelMs: number): PixelRun[] {
  const width = Math.max(LEAST_STEADY_PIXELS + 2, Math.round(STEADY_WINDOW_MS / pixelMs));
  const isLoud = (pixel: number) => (level[pixel] ?? 0) > QUIET_LEVEL;
  const steady = new Uint8Array(level.length);
  for (let from = 0; from + width <= level.length; from += 1) {
    if (isLoud(from) && isSteady(level, from, from + width)) steady.fill(1, from, from + width);
  }
  return pixelRuns(level.length, (pixel) => steady[pixel] === 1 && isLoud(pixel))
    .map(([from, to]) => withoutStrangers(level, from, to))
    .filter(([from, to]) => (to - from) * pixelMs >= LEAST_NOISE_MS);
}

/** A window is steady with a stranger or two at its end: they are the sound beside it. */
function withoutStrangers(level: Uint8Array, from: number, to: number): PixelRun {
  const sorted = level.slice(from, to).sort();
  const median = sorted[sorted.length >> 1] ?? 0;
  const isStranger = (pixel: number) =>
    Math.abs((level[pixel] ?? 0) - median) > Math.max(1, median * STRANGE_SHARE);
  let [start, end] = [from, to];
  while (start < end && isStranger(start)) start += 1;
  while (end > start && isStranger(end - 1)) end -= 1;
  return [start, end];
}

/** How many whole pixels of each kind lie in a span. */
export function kindsIn(sound: Sound, span: TimeSpan): Uint32Array {
  const counts = new Uint32Array(SPEECH + 1);
  for (const kind of wholePixels(sound, span)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** When somebody first speaks within a span; null = nobody does. */
export function firstSpeechMs(sound: Sound, span: TimeSpan): number | null {
  const at = wholePixels(sound, span).indexOf(SPEECH);
  return at < 0 ? null : (Math.max(0, Math.ceil(span.startMs / sound.pixelMs)) + at) * sound.pixelMs;
}

function wholePixels({ kind, pixelMs }: Sound, { startMs, endMs }: TimeSpan): Uint8Array {
  const from = Math.max(0, Math.ceil(startMs / pixelMs));
  return kind.subarray(from, Math.max(from, Math.floor(endMs / pixelMs)));
}
