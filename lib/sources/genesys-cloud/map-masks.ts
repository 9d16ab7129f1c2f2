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
/** Pauses that touch, by the wall clock; `fileMs` = where the vendor says that they lie in the file. */
type Group = Pause & Readonly<{ fill: Fill; fileMs: number | null }>;
/** A pause by the wall clock, and by the time of the file, which lacks what was cut out before. */
type Placed = Readonly<{ fill: Fill; onClock: Pause; inFile: Pause }>;

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
  const pauses = annotations.flatMap(({ children, ...whole }) => [whole, ...children]).filter(isMask);
  const placed = placedIn(grouped(pauses, setting ?? fillByLength(grouped(pauses, "silence"), file)));
  const cuts = placed.filter(({ fill }) => fill === "cut").map(({ onClock }) => onClock);
  const cutMs = cuts.reduce((sum, pause) => sum + lengthOf(pause), 0);
  const { startMs } = file;
  if (startMs === null) return { masks: [], maskedSpans: [], cutMs };
  const silences = placed.filter(({ fill }) => fill === "silence").map(({ inFile }) => inFile);
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

/**
 * What all pauses leave in the file, when its length proves it: a file as long as the call has them in it, one shorter by
 * them lost them. Null = the lengths do not tell.
 */
function fillByLength(pauses: readonly Pause[], file: MaskedFile): Fill | undefined {
  const pausedMs = pauses.reduce((sum, pause) => sum + lengthOf(pause), 0);
  if (file.startMs === null || file.stopMs === null || file.durationMs === null) return undefined;
  const missingMs = file.stopMs - file.startMs - file.durationMs;
  if (pausedMs < 2 * MASK_UNCERTAIN_MS) return undefined;
  if (Math.abs(missingMs) < MASK_UNCERTAIN_MS) return "silence";
  return Math.abs(missingMs - pausedMs) < MASK_UNCERTAIN_MS ? "cut" : undefined;
}

/**
 * Pauses that touch are one: merged ones are nested in each other, and overlap (§5.4). `realtimeLocation` is the wall
 * clock's; `recordingLocation` (and `location`, its equal in captured data) are the file's own time, adjusted for what was
 * cut out. `recordingDurationMs` is a pause's own length in the file: 0 in captured data, so that "cut" is our reading where
 * nothing else is said.
 */
function grouped(pauses: readonly Annotation[], told: Fill | undefined): Group[] {
  const groups: Group[] = [];
  let cutBeforeMs = 0;
  for (const pause of [...pauses].sort((a, b) => orderOf(a) - orderOf(b))) {
    const fill = told ?? ((pause.recordingDurationMs ?? 0) > 0 ? "silence" : "cut");
    const fileMs = pause.recordingLocation ?? pause.location;
    const last = groups.at(-1);
    // At the place of a cut in the file lie all its moments; what lies behind it came after its end.
    const isBehind = fileMs !== null && fileMs > (last?.fileMs ?? Number.NEGATIVE_INFINITY);
    const cutMs = cutBeforeMs + (isBehind && last?.fill === "cut" ? lengthOf(last) : 0);
    const atMs = pause.realtimeLocation ?? (fileMs === null ? null : fileMs + cutMs);
    const part = atMs === null ? null : within(atMs, pause.durationMs);
    if (part === null) continue;
    if (last?.fill === fill && part.fromMs <= (last.toMs ?? Number.POSITIVE_INFINITY)) {
      groups[groups.length - 1] = { ...last, toMs: laterOf(last.toMs, part.toMs) };
      continue;
    }
    if (last?.fill === "cut") cutBeforeMs += lengthOf(last);
    groups.push({ ...part, fill, fileMs: fileMs === null ? null : Math.max(0, fileMs) });
  }
  return groups;
}

function orderOf(pause: Annotation): number {
  return pause.realtimeLocation ?? pause.recordingLocation ?? pause.location ?? 0;
}

/**
 * Both times of each group. Where a pause was cut out the file's own word counts, so that spans lie exactly where the vendor
 * says and the clock follows them (model.md "Masks"); where it stands in the file, the clock's does.
 */
function placedIn(groups: readonly Group[]): Placed[] {
  let cutMs = 0;
  return groups.map(({ fileMs, fill, ...pause }) => {
    const byClock = pause.fromMs - cutMs;
    const inFile = moved(pause, fill === "silence" ? byClock : (fileMs ?? byClock));
    const onClock = moved(pause, inFile.fromMs + cutMs);
    if (fill === "cut") cutMs += lengthOf(pause);
    return { fill, inFile, onClock };
  });
}

function moved(pause: Pause, toFromMs: number): Pause {
  const fromMs = Math.max(0, toFromMs);
  return { fromMs, toMs: pause.toMs === null ? null : fromMs + lengthOf(pause) };
}

function laterOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}

/** The part of a pause that lies in the file; null when it was over before the file began, or has no length. */
function within(fromMs: number, durationMs: number | null): Pause | null {
  if (durationMs === null) return { fromMs: Math.max(0, fromMs), toMs: null };
  const toMs = fromMs + durationMs;
  return durationMs <= 0 || toMs <= 0 ? null : { fromMs: Math.max(0, fromMs), toMs };
}

/** Sorted, and those that overlap made one. */
function joined(pauses: readonly Pause[]): Pause[] {
  const result: Pause[] = [];
  for (const pause of [...pauses].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = result.at(-1);
    if (last === undefined || (last.toMs !== null && pause.fromMs > last.toMs)) result.push(pause);
    else result[result.length - 1] = { fromMs: last.fromMs, toMs: laterOf(last.toMs, pause.toMs) };
  }
  return result;
}

/** Ms; 0 for one whose end is not known. */
function lengthOf({ fromMs, toMs }: Pause): number {
  return toMs === null ? 0 : toMs - fromMs;
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
