/** Where the sound shows the edges of masked spans to be. */
import { LEAST_RUN_MS, type PixelRun, type Sound } from "./mask-evidence-sound";
import type { MaskedSpan } from "./recording";
import type { TimeSpan } from "./talk-map-levels";

/** `isFound`: the sound placed it; else it is as the vendor told it. */
export type Edge = Readonly<{ atMs: number; uncertainMs: number; isFound: boolean }>;
export type Edges = Readonly<{ start: Edge; end: Edge }>;

/** An edge that is known so well is never moved: whatever the sound seems to say. */
const CERTAIN_MS = 100;
/** Silence that tells of a pause is at least so long, or half as long as the pause. */
const TELLING_RUN_MS = 1_000;
/** An edge is moved on the strength of mere quiet only when that makes it much surer. */
const WORTH_MOVING = 0.7;

export function toldEdges({ startMs, endMs, uncertainMs }: MaskedSpan): Edges {
  return {
    start: { atMs: startMs, uncertainMs, isFound: false },
    end: { atMs: endMs, uncertainMs, isFound: false },
  };
}

/** Both edges as the sound has them, each moved within its uncertainty and never further; where it says nothing, as told. */
export function foundEdges(span: MaskedSpan, sound: Sound): Edges {
  const told = toldEdges(span);
  if (span.uncertainMs <= Math.max(CERTAIN_MS, sound.pixelMs)) return told;
  const runs = sound.isTelling ? fillingAround(span, sound) : [];
  const start = edgeOfFilling(told.start, runs, "start", sound) ?? edgeOfQuiet(span, sound, "start");
  const end = span.open
    ? endOfFile(told.end, sound)
    : (edgeOfFilling(told.end, runs, "end", sound) ?? edgeOfQuiet(span, sound, "end"));
  const edges = { start: start ?? told.start, end: end ?? told.end };
  return edges.start.atMs < edges.end.atMs ? edges : told;
}

/** The recorder's filling near a span, long enough to be that of a pause. */
function fillingAround({ startMs, endMs, uncertainMs }: MaskedSpan, sound: Sound): TimeSpan[] {
  const leastMs = Math.max(LEAST_RUN_MS, Math.min(TELLING_RUN_MS, (endMs - startMs) / 2));
  const reach = { startMs: startMs - uncertainMs, endMs: endMs + uncertainMs };
  return runsWithin(sound.filled, sound, reach).filter((run) => run.endMs - run.startMs >= leastMs);
}

/** Where the longest filling begins, or ends, of those that do so within the edge's uncertainty. */
function edgeOfFilling(
  told: Edge,
  runs: readonly TimeSpan[],
  side: "start" | "end",
  { pixelMs, durationMs }: Sound,
): Edge | null {
  const [fromMs, toMs] = [told.atMs - told.uncertainMs, told.atMs + told.uncertainMs];
  let best: TimeSpan | null = null;
  for (const run of runs) {
    // The filling reaches into a pixel that begins, or ends, with sound: so far the edge may lie outside of the run.
    const leastMs = side === "start" ? run.startMs - pixelMs : run.endMs;
    if (leastMs > toMs || leastMs + pixelMs < fromMs) continue;
    if (best === null || run.endMs - run.startMs > best.endMs - best.startMs) best = run;
  }
  if (best === null) return null;
  const atMs = side === "start" ? best.startMs - pixelMs / 2 : best.endMs + pixelMs / 2;
  return {
    atMs: Math.max(0, fromMs, Math.min(durationMs, toMs, atMs)),
    uncertainMs: Math.ceil(pixelMs),
    isFound: true,
  };
}

/** Mere quiet does not say where in it a pause began, but a pause does not begin before it. */
function edgeOfQuiet(span: MaskedSpan, sound: Sound, side: "start" | "end"): Edge | null {
  const { uncertainMs } = span;
  const inner = certainOf(toldEdges(span), 0);
  if (inner.endMs <= inner.startMs) return null;
  // At the file's end there is no edge to look for.
  if (side === "end" && span.endMs >= sound.durationMs) return null;
  const around = runsWithin(sound.unspoken, sound, inner);
  const run = around.find((one) => one.startMs <= inner.startMs && one.endMs >= inner.endMs);
  if (run === undefined) return null;
  const toldMs = side === "start" ? span.startMs : span.endMs;
  const fromMs = Math.max(toldMs - uncertainMs, side === "start" ? run.startMs : 0);
  const toMs = Math.min(toldMs + uncertainMs, side === "end" ? run.endMs : Number.POSITIVE_INFINITY);
  const leftMs = Math.max(0, (toMs - fromMs) / 2);
  return leftMs > uncertainMs * WORTH_MOVING
    ? null
    : { atMs: (fromMs + toMs) / 2, uncertainMs: leftMs, isFound: true };
}

/** What was never resumed ends with the file, whose true length the sound tells. */
function endOfFile(told: Edge, { durationMs }: Sound): Edge | null {
  if (Math.abs(told.atMs - durationMs) > told.uncertainMs) return null;
  return { atMs: durationMs, uncertainMs: 0, isFound: true };
}

/** What is surely inside a span, away from its uncertain edges. */
export function certainOf({ start, end }: Edges, marginMs: number): TimeSpan {
  return {
    startMs: start.atMs + start.uncertainMs + marginMs,
    endMs: end.atMs - end.uncertainMs - marginMs,
  };
}

/** The runs of pixels that touch a span, in ms of the file. They are in order, so that the first is found by halving. */
function runsWithin(
  runs: readonly PixelRun[],
  { pixelMs, durationMs }: Sound,
  { startMs, endMs }: TimeSpan,
): TimeSpan[] {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle]?.[1] ?? 0) * pixelMs < startMs) low = middle + 1;
    else high = middle;
  }
  const found: TimeSpan[] = [];
  for (let at = low; at < runs.length; at += 1) {
    const [from, to] = runs[at] ?? [0, 0];
    if (from * pixelMs > endMs) break;
    found.push({ startMs: from * pixelMs, endMs: Math.min(to * pixelMs, durationMs) });
  }
  return found;
}

/**
 * Edges of spans in their order, with those given back that would have made spans touch or change places: two pauses are
 * two, and a span is never lost for what the sound seems to say.
 */
export function apart(spans: readonly MaskedSpan[], found: readonly Edges[]): Edges[] {
  const edges = [...found];
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    for (const [index, span] of spans.entries()) {
      const own = edges[index];
      const before = edges[index - 1];
      const spanBefore = spans[index - 1];
      if (own && own.start.atMs >= own.end.atMs && span.startMs < span.endMs) {
        edges[index] = toldEdges(span);
        isSettled = false;
      } else if (own && before && spanBefore && collide(before.end, own.start, spanBefore, span)) {
        edges[index - 1] = { ...before, end: toldEdges(spanBefore).end };
        edges[index] = { ...own, start: toldEdges(span).start };
        isSettled = false;
      }
    }
  }
  return edges;
}

function collide(end: Edge, start: Edge, before: MaskedSpan, after: MaskedSpan): boolean {
  if (!end.isFound && !start.isFound) return false;
  // At the place of a cut another pause may begin or end.
  const isCut = before.startMs === before.endMs || after.startMs === after.endMs;
  return isCut ? end.atMs > start.atMs : end.atMs >= start.atMs;
}
