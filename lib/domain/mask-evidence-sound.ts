/** The sound around masked spans, as stored peaks show it: recorder's silence, beeps and noise put in its place, speech. */
import type { Waveform } from "./audiowaveform";
import { joinedSpans, levelsOf, pixelMsOf, pixelRuns, type TimeSpan } from "./talk-map-levels";

export type Edges = Readonly<{
  startMs: number;
  endMs: number;
  startUncertainMs: number;
  endUncertainMs: number;
}>;

/** `exact`: the recorder's own silence begins or ends here; else the edge lies within what is quiet. */
export type SeenEdge = Readonly<{ atMs: number; uncertainMs: number; exact: boolean }>;

export type Sound = Readonly<{
  pixelMs: number;
  pixels: number;
  durationMs: number;
  /** The loudest channel of each pixel. */
  level: Uint8Array;
  /** Per pixel: 1 = what a recorder puts in place of sound (nothing at all, a beep, steady noise). */
  filled: Uint8Array;
  /** Per pixel: 1 = somebody may be speaking. */
  lively: Uint8Array;
  /** True = digital silence is the recorder's mark of a pause: it is nowhere else in the file. */
  isTelling: boolean;
}>;

/** Fainter is quiet: nobody speaks, though the line may hiss. */
const QUIET_LEVEL = 2;
/** Digital silence for so long outside of all spans: the line itself is gated, and silence tells nothing. */
const GATED_MS = 1_000;
const GATED_SHARE = 0.02;
/** A recorder's silence is at least so long. */
const LEAST_RUN_MS = 200;
/** A beep or steady noise: its pixels' levels hardly differ. Speech differs by far more. */
const STEADY_SPREAD = 0.15;
const LEAST_STEADY_PIXELS = 5;
/** Steady for so long is noise. */
const LEAST_NOISE_MS = 2_000;
const STEADY_WINDOW_MS = 500;
const STRANGE_SHARE = 0.4;
const MOST_BEEP_PIXELS = 50;
const BEEP_SPREAD = 0.06;

export function readSound(
  waveform: Waveform,
  durationMs: number,
  spans: readonly (TimeSpan & { uncertainMs: number })[],
): Sound {
  const pixelMs = pixelMsOf(waveform);
  const levels = levelsOf(waveform);
  const pixels = Math.min(levels[0]?.length ?? 0, Math.ceil(durationMs / pixelMs));
  const level = new Uint8Array(pixels);
  for (const channel of levels) {
    for (let pixel = 0; pixel < pixels; pixel += 1)
      level[pixel] = Math.max(level[pixel] ?? 0, channel[pixel] ?? 0);
  }
  const filled = Uint8Array.from(level, (value) => (value === 0 ? 1 : 0));
  const isTelling = isNowhereElse(filled, pixelMs, spans);
  const lively = Uint8Array.from(level, (value) => (value > QUIET_LEVEL ? 1 : 0));
  const bursts = pixelRuns(pixels, (pixel) => lively[pixel] === 1);
  const inSilence = bursts.filter(([from, to]) => filled[from - 1] === 1 && filled[to] === 1);
  const beeps = inSilence.filter((burst) => isSteady(level, ...burst) || hasTwin(level, burst, inSilence));
  const noise = steadyStretches(level, lively, pixelMs);
  for (const [from, to] of [...beeps, ...noise]) lively.fill(0, from, to);
  for (const [from, to] of beeps) filled.fill(1, from, to);
  // A line that hisses does so everywhere: its hiss is nobody's speech, and no sign of a pause either.
  const hiss = new Uint8Array(pixels);
  for (const [from, to] of noise) hiss.fill(1, from, to);
  if (isNowhereElse(hiss, pixelMs, spans)) for (const [from, to] of noise) filled.fill(1, from, to);
  return { pixelMs, pixels, durationMs, level, filled, lively, isTelling };
}

/** Beeps come again, as long and as loud. */
function hasTwin(
  level: Uint8Array,
  [from, to]: readonly [number, number],
  others: readonly [number, number][],
): boolean {
  const peak = Math.max(...level.subarray(from, Math.min(to, from + MOST_BEEP_PIXELS)));
  return (
    to - from <= MOST_BEEP_PIXELS &&
    others.some(([otherFrom, otherTo]) => {
      if (otherFrom === from || Math.abs(otherTo - otherFrom - (to - from)) > 1) return false;
      return (
        Math.abs(Math.max(...level.subarray(otherFrom, otherTo)) - peak) <= Math.max(1, peak * BEEP_SPREAD)
      );
    })
  );
}

/** Outside of the spans and what they may reach to, what is marked is rare, at most a moment. Silence at the file's end is usual. */
function isNowhereElse(
  marked: Uint8Array,
  pixelMs: number,
  spans: readonly (TimeSpan & { uncertainMs: number })[],
): boolean {
  const reached = joinedSpans(
    spans.map(({ startMs, endMs, uncertainMs }) => ({
      startMs: startMs - uncertainMs,
      endMs: endMs + uncertainMs,
    })),
  );
  const outside = pixelRuns(marked.length, (pixel) => {
    const atMs = (pixel + 0.5) * pixelMs;
    return marked[pixel] === 1 && !reached.some(({ startMs, endMs }) => atMs >= startMs && atMs < endMs);
  }).filter(([from, to]) => (to - from) * pixelMs >= LEAST_RUN_MS && to < marked.length);
  const outsideMs = outside.reduce((sum, [from, to]) => sum + (to - from) * pixelMs, 0);
  return outsideMs < Math.max(GATED_MS, marked.length * pixelMs * GATED_SHARE);
}

/** The first and last pixel hold the rise and the fall. */
function isSteady(level: Uint8Array, from: number, to: number): boolean {
  const inner = level.subarray(from + 1, to - 1);
  if (inner.length < LEAST_STEADY_PIXELS) return false;
  const mean = inner.reduce((sum, value) => sum + value, 0) / inner.length;
  const spread = inner.reduce((sum, value) => sum + Math.abs(value - mean), 0) / inner.length;
  return spread <= mean * STEADY_SPREAD || (mean < 8 && spread <= 1);
}

/** Steady noise, also where speech adjoins it: what every window of half a second finds steady, for long enough. */
function steadyStretches(level: Uint8Array, lively: Uint8Array, pixelMs: number): [number, number][] {
  const width = Math.max(LEAST_STEADY_PIXELS + 2, Math.round(STEADY_WINDOW_MS / pixelMs));
  const steady = new Uint8Array(level.length);
  for (let from = 0; from + width <= level.length; from += 1) {
    if (lively[from] === 1 && isSteady(level, from, from + width)) steady.fill(1, from, from + width);
  }
  return pixelRuns(level.length, (pixel) => steady[pixel] === 1 && lively[pixel] === 1)
    .map(([from, to]) => withoutStrangers(level, from, to))
    .filter(([from, to]) => (to - from) * pixelMs >= LEAST_NOISE_MS);
}

/** A window is steady with a stranger or two at its end: they are the sound beside it. */
function withoutStrangers(level: Uint8Array, from: number, to: number): [number, number] {
  const sorted = level.slice(from, to).sort();
  const median = sorted[sorted.length >> 1] ?? 0;
  const isStranger = (pixel: number) =>
    Math.abs((level[pixel] ?? 0) - median) > Math.max(1, median * STRANGE_SHARE);
  let [start, end] = [from, to];
  while (start < end && isStranger(start)) start += 1;
  while (end > start && isStranger(end - 1)) end -= 1;
  return [start, end];
}

/** Where the sound shows the edges of a span to be; null = it does not. */
export function edgesOf(sound: Sound, edges: Edges): { start: SeenEdge | null; end: SeenEdge | null } {
  const digital = sound.isTelling ? edgesOfSilence(sound, edges) : { start: null, end: null };
  const quiet = edgesOfQuiet(sound, edges);
  return { start: digital.start ?? quiet.start, end: digital.end ?? quiet.end };
}

/** The recorder's silence nearest to the marks, when it begins or ends within their uncertainty. */
function edgesOfSilence(sound: Sound, edges: Edges): { start: SeenEdge | null; end: SeenEdge | null } {
  const runs = pixelRuns(sound.pixels, (pixel) => sound.filled[pixel] === 1)
    .map(([from, to]) => ({
      startMs: from * sound.pixelMs,
      endMs: Math.min(to * sound.pixelMs, sound.durationMs),
    }))
    .filter(
      ({ startMs, endMs }) =>
        endMs - startMs >= LEAST_RUN_MS &&
        startMs < edges.endMs + edges.endUncertainMs &&
        endMs > edges.startMs - edges.startUncertainMs,
    );
  const longest = (fits: (run: TimeSpan) => boolean) =>
    runs
      .filter(fits)
      .reduce<TimeSpan | null>((best, run) => (best && lengthOf(best) >= lengthOf(run) ? best : run), null);
  // A pixel further than the uncertainty: its sound reaches into the one beside it.
  const slackMs = sound.pixelMs;
  const starting = longest(
    ({ startMs }) => Math.abs(startMs - edges.startMs) <= edges.startUncertainMs + slackMs,
  );
  const ending = longest(({ endMs }) => Math.abs(endMs - edges.endMs) <= edges.endUncertainMs + slackMs);
  const uncertainMs = Math.ceil(sound.pixelMs);
  return {
    // Silence reaches into a pixel that begins or ends with sound: half of one on average.
    start: starting && { atMs: Math.max(0, starting.startMs - sound.pixelMs / 2), uncertainMs, exact: true },
    end: ending && {
      atMs: Math.min(sound.durationMs, ending.endMs + sound.pixelMs / 2),
      uncertainMs,
      exact: true,
    },
  };
}

/** Mere quiet does not say where in it a pause began, but a pause does not begin before it. */
function edgesOfQuiet(sound: Sound, edges: Edges): { start: SeenEdge | null; end: SeenEdge | null } {
  const { startMs, endMs, startUncertainMs, endUncertainMs } = edges;
  const inner = certainOf(edges, 0);
  const run = pixelRuns(sound.pixels, (pixel) => sound.lively[pixel] === 0)
    .map(([from, to]) => ({ startMs: from * sound.pixelMs, endMs: to * sound.pixelMs }))
    .find((one) => one.startMs <= inner.startMs && one.endMs >= inner.endMs);
  if (run === undefined || inner.endMs <= inner.startMs) return { start: null, end: null };
  const start = between(Math.max(startMs - startUncertainMs, run.startMs), startMs + startUncertainMs);
  const end = between(endMs - endUncertainMs, Math.min(endMs + endUncertainMs, run.endMs));
  return { start, end };
}

function between(fromMs: number, toMs: number): SeenEdge {
  return { atMs: (fromMs + toMs) / 2, uncertainMs: Math.max(0, (toMs - fromMs) / 2), exact: false };
}

/** What is surely inside a span, away from its uncertain edges. */
export function certainOf(edges: Edges, marginMs: number): TimeSpan {
  return {
    startMs: edges.startMs + edges.startUncertainMs + marginMs,
    endMs: edges.endMs - edges.endUncertainMs - marginMs,
  };
}

/** How much of a span is the recorder's filling or quiet, 0 to 1; 0 of an empty one. */
export function fillOf(sound: Sound, span: TimeSpan): number {
  const [from, to] = pixelsOf(sound, span);
  if (to <= from) return 0;
  return sound.lively.subarray(from, to).reduce((sum, one) => sum + (one === 0 ? 1 : 0), 0) / (to - from);
}

/** Where somebody speaks inside a span, pauses of a breath included. */
export function speechIn(sound: Sound, span: TimeSpan): TimeSpan[] {
  const [from, to] = pixelsOf(sound, span);
  return pixelRuns(Math.max(0, to - from), (pixel) => sound.lively[from + pixel] === 1).map(
    ([start, end]) => ({
      startMs: (from + start) * sound.pixelMs,
      endMs: (from + end) * sound.pixelMs,
    }),
  );
}

function pixelsOf(sound: Sound, { startMs, endMs }: TimeSpan): [number, number] {
  return [
    Math.max(0, Math.ceil(startMs / sound.pixelMs)),
    Math.min(sound.pixels, Math.floor(endMs / sound.pixelMs)),
  ];
}

function lengthOf({ startMs, endMs }: TimeSpan): number {
  return endMs - startMs;
}
