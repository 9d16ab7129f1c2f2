import { maskedSpans } from "@/lib/domain/masks";
import type { EpochMs, Mask, MaskedSpan } from "@/lib/domain/recording";
import type { RawAnnotation } from "./api-recording";
import { MASK_UNCERTAIN_MS } from "./config";

export type MaskedFile = Readonly<{
  startMs: EpochMs | null;
  stopMs: EpochMs | null;
  /** As the vendor tells it, of the file that is played; null = not told. */
  durationMs: number | null;
}>;

type Fill = "silence" | "cut";
type Annotation = Omit<RawAnnotation, "children">;
/** In ms since the file's start; `toMs` null = never resumed. */
type Pause = Readonly<{ fromMs: number; toMs: number | null }>;
/** A pause by the wall clock, and by the time of the file, which lacks what was cut out before. */
type Placed = Readonly<{ onClock: Pause; inFile: Pause; fill: Fill }>;

export type FileMasks = Readonly<{
  masks: readonly Mask[];
  maskedSpans: readonly MaskedSpan[];
  /** Ms that pauses took out of the file. */
  cutMs: number;
}>;

/** Reasons that are a mask. `Hold`, and holds without a reason, are events (model.md). A pause without one is a mask. */
const MASKING = new Set(["securepause", "floworqueue", "pause"]);

/**
 * The pauses of one file, from its annotations. Nothing is keyed by an annotation's id: pauses share one, holds change it
 * (fact sheet §5.4). `setting` is the operator's word on what a pause leaves in the file.
 */
export function mapMasks(
  annotations: readonly RawAnnotation[],
  file: MaskedFile,
  setting: Fill | undefined,
): FileMasks {
  const pauses = annotations.filter(isMask).flatMap(partsOf);
  const fill = setting ?? fillByLength(pauses, file);
  const placed = placedIn(pauses, fill);
  const cuts = joined(placed.filter((pause) => pause.fill === "cut").map(({ onClock }) => onClock));
  const cutMs = lengthOf(cuts);
  const { startMs } = file;
  if (startMs === null) return { masks: [], maskedSpans: [], cutMs };
  const silences = joined(placed.filter((pause) => pause.fill === "silence").map(({ inFile }) => inFile));
  const known = {
    fileStartMs: startMs,
    durationMs: file.durationMs ?? playedMs(file, cutMs),
    origin: "annotations",
    uncertainMs: MASK_UNCERTAIN_MS,
  } as const;
  const spans = [
    ...maskedSpans({ ...known, masks: masksOf(silences, startMs), fill: "silence" }),
    ...maskedSpans({ ...known, masks: masksOf(cuts, startMs), fill: "cut" }),
  ];
  return {
    masks: masksOf(joined(placed.map(({ onClock }) => onClock)), startMs),
    maskedSpans: spans.sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs),
    cutMs,
  };
}

function isMask({ type, reason }: Annotation): boolean {
  return type === "pause" && (reason === null || MASKING.has(reason));
}

/** A pause with a place stands for those merged into it, which overlap; without one, they stand for it. */
function partsOf({ children, ...pause }: RawAnnotation): Annotation[] {
  if (hasPlace(pause)) return [widened(pause, children)];
  return children.filter((child) => isMask(child) && hasPlace(child));
}

function hasPlace(pause: Annotation): boolean {
  return (pause.recordingLocation ?? pause.location ?? pause.realtimeLocation) !== null;
}

/** Children that go on after their parent's end make it longer: too much hidden is better than too little. */
function widened(pause: Annotation, children: readonly Annotation[]): Annotation {
  const { durationMs, realtimeLocation } = pause;
  if (durationMs === null || realtimeLocation === null) return pause;
  const ends = children.filter(isMask).flatMap((child) => {
    if (child.realtimeLocation === null || child.durationMs === null) return [];
    return [child.realtimeLocation + child.durationMs - realtimeLocation];
  });
  return { ...pause, durationMs: Math.max(durationMs, ...ends) };
}

/**
 * What all pauses leave in the file, when its length proves it: a file as long as the call has them in it, one shorter by
 * them lost them. Null = the lengths do not tell.
 */
function fillByLength(pauses: readonly Annotation[], file: MaskedFile): Fill | undefined {
  const pausedMs = pauses.reduce((sum, { durationMs }) => sum + Math.max(0, durationMs ?? 0), 0);
  if (file.startMs === null || file.stopMs === null || file.durationMs === null) return undefined;
  const missingMs = file.stopMs - file.startMs - file.durationMs;
  if (pausedMs < 2 * MASK_UNCERTAIN_MS) return undefined;
  if (Math.abs(missingMs) < MASK_UNCERTAIN_MS) return "silence";
  return Math.abs(missingMs - pausedMs) < MASK_UNCERTAIN_MS ? "cut" : undefined;
}

/**
 * Where pauses lie. `recordingLocation` (and `location`, its equal in captured data) are the file's own time, adjusted for
 * what was cut out; `realtimeLocation` is the clock's. `recordingDurationMs` is a pause's own length in the file: 0 in
 * captured data, so that "cut" is our reading of §5.4 where nothing else is said.
 */
function placedIn(pauses: readonly Annotation[], told: Fill | undefined): Placed[] {
  const placed: Placed[] = [];
  let cutMs = 0;
  for (const pause of [...pauses].sort((a, b) => orderOf(a) - orderOf(b))) {
    const fill = told ?? ((pause.recordingDurationMs ?? 0) > 0 ? "silence" : "cut");
    const byClock = pause.realtimeLocation === null ? null : pause.realtimeLocation - cutMs;
    const byFile = pause.recordingLocation ?? pause.location;
    const atMs = fill === "silence" ? (byClock ?? byFile) : (byFile ?? byClock);
    const inFile = atMs === null ? null : within(atMs, pause.durationMs);
    if (inFile === null) continue;
    const { fromMs, toMs } = inFile;
    placed.push({
      fill,
      inFile,
      onClock: { fromMs: fromMs + cutMs, toMs: toMs === null ? null : toMs + cutMs },
    });
    if (fill === "cut" && toMs !== null) cutMs += toMs - fromMs;
  }
  return placed;
}

function orderOf(pause: Annotation): number {
  return pause.realtimeLocation ?? pause.recordingLocation ?? pause.location ?? 0;
}

/** The part of a pause that lies in the file; null when it was over before the file began, or has no length. */
function within(fromMs: number, durationMs: number | null): Pause | null {
  if (durationMs === null) return { fromMs: Math.max(0, fromMs), toMs: null };
  const toMs = fromMs + durationMs;
  return durationMs <= 0 || toMs <= 0 ? null : { fromMs: Math.max(0, fromMs), toMs };
}

/** Sorted, and those that overlap made one. */
function joined(pauses: readonly Pause[]): Pause[] {
  const sorted = [...pauses].sort((a, b) => a.fromMs - b.fromMs);
  const result: Pause[] = [];
  for (const pause of sorted) {
    const last = result.at(-1);
    if (last === undefined || (last.toMs !== null && pause.fromMs > last.toMs)) {
      result.push(pause);
    } else if (last.toMs !== null) {
      const toMs = pause.toMs === null ? null : Math.max(last.toMs, pause.toMs);
      result[result.length - 1] = { fromMs: last.fromMs, toMs };
    }
  }
  return result;
}

function lengthOf(pauses: readonly Pause[]): number {
  return pauses.reduce((sum, { fromMs, toMs }) => sum + (toMs === null ? 0 : toMs - fromMs), 0);
}

function masksOf(pauses: readonly Pause[], startMs: EpochMs): Mask[] {
  return pauses.flatMap(({ fromMs, toMs }) => {
    const paused: Mask = { timeMs: startMs + fromMs, type: "paused" };
    return toMs === null ? [paused] : [paused, { timeMs: startMs + toMs, type: "resume" }];
  });
}

/** How long the file plays, by the clock and what was cut out of it; null when that is not known. */
export function playedMs(file: MaskedFile, cutMs: number): number | null {
  if (file.startMs === null || file.stopMs === null || file.stopMs <= file.startMs) return null;
  return Math.max(0, file.stopMs - file.startMs - cutMs);
}
