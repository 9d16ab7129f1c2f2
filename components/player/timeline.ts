/**
 * All media files of one call on one axis, "call time": ms since the first sound of the call. Everything that is stored or
 * linked stays in file time (model.md); this is only how it is drawn and played. Pure.
 */
export type TimelineFile = Readonly<{
  mediaKey: string;
  /** Wall-clock start; null = unknown. */
  startMs: number | null;
  /** Length of the sound; null = unknown. */
  lengthMs: number | null;
  /** Wall-clock time cut out of the sound. */
  cutMs: number;
}>;

export type TimelinePart = Readonly<{
  mediaKey: string;
  /** Place in the order of hearing, from 0. */
  index: number;
  /** Call time; `endMs` = `startMs` while the length is unknown. */
  startMs: number;
  endMs: number;
  /** How long this file had begun before the ones heard earlier ended. They are laid end to end all the same. */
  overlapMs: number;
}>;

/** Nothing was recorded between two files. Drawn at most `LONGEST_DRAWN_GAP_MS` long; `realMs` is the truth. */
export type TimelineGap = Readonly<{ startMs: number; endMs: number; realMs: number; afterIndex: number }>;

export type Timeline = Readonly<{
  parts: readonly TimelinePart[];
  gaps: readonly TimelineGap[];
  durationMs: number;
}>;

/** A longer gap would leave no room for the sound around it. */
export const LONGEST_DRAWN_GAP_MS = 30_000;
/** A shorter one is the vendor's rounding. */
export const SHORTEST_GAP_MS = 500;

export function buildTimeline(files: readonly TimelineFile[]): Timeline {
  const parts: TimelinePart[] = [];
  const gaps: TimelineGap[] = [];
  let atMs = 0;
  let wallEndMs: number | null = null;
  for (const [index, file] of inOrderOfHearing(files).entries()) {
    const lengthMs = Math.max(0, file.lengthMs ?? 0);
    const offMs: number = file.startMs === null || wallEndMs === null ? 0 : file.startMs - wallEndMs;
    if (offMs >= SHORTEST_GAP_MS) {
      const endMs: number = atMs + Math.min(offMs, LONGEST_DRAWN_GAP_MS);
      gaps.push({ startMs: atMs, endMs, realMs: offMs, afterIndex: index - 1 });
      atMs = endMs;
    }
    const overlapMs = offMs <= -SHORTEST_GAP_MS ? -offMs : 0;
    parts.push({ mediaKey: file.mediaKey, index, startMs: atMs, endMs: atMs + lengthMs, overlapMs });
    atMs += lengthMs;
    const startMs: number | null = file.startMs ?? wallEndMs;
    if (startMs !== null) {
      wallEndMs = Math.max(
        wallEndMs ?? Number.NEGATIVE_INFINITY,
        startMs + lengthMs + Math.max(0, file.cutMs),
      );
    }
  }
  return { parts, gaps, durationMs: atMs };
}

/** By start; a file without one keeps its place behind the file it was named after. */
function inOrderOfHearing(files: readonly TimelineFile[]): TimelineFile[] {
  let lastStartMs = Number.NEGATIVE_INFINITY;
  return files
    .map((file, place) => {
      lastStartMs = file.startMs ?? lastStartMs;
      return { file, place, byMs: lastStartMs };
    })
    .sort((one, other) => (one.byMs === other.byMs ? one.place - other.place : one.byMs - other.byMs))
    .map(({ file }) => file);
}

export function partOf(timeline: Timeline, mediaKey: string): TimelinePart | null {
  return timeline.parts.find((part) => part.mediaKey === mediaKey) ?? null;
}

/** A position in a file as call time; null for a file that is not of this call. */
export function callTimeOf(timeline: Timeline, mediaKey: string, fileMs: number): number | null {
  const part = partOf(timeline, mediaKey);
  return part ? part.startMs + Math.max(0, fileMs) : null;
}

export type Place = Readonly<{
  part: TimelinePart;
  /** In the part's own time. */
  fileMs: number;
  /** Not null = nothing was recorded there; the place is where it goes on. */
  gap: TimelineGap | null;
}>;

/** What is heard at a moment of the call. Null = the call has no files. */
export function placeAt(timeline: Timeline, callMs: number): Place | null {
  const gap = timeline.gaps.find(({ startMs, endMs }) => callMs >= startMs && callMs < endMs) ?? null;
  if (gap) {
    const next = timeline.parts[gap.afterIndex + 1];
    return next ? { part: next, fileMs: 0, gap } : null;
  }
  const part = timeline.parts.find(({ endMs }) => callMs < endMs) ?? timeline.parts.at(-1);
  if (!part) return null;
  const isKnown = part.endMs > part.startMs;
  const heardToMs = isKnown ? Math.min(callMs, part.endMs) : callMs;
  return { part, fileMs: Math.max(0, heardToMs - part.startMs), gap: null };
}

/** Spans of one file, moved to call time. */
export function inCallTime<Span extends Readonly<{ startMs: number; endMs: number }>>(
  part: TimelinePart,
  spans: readonly Span[],
): readonly Span[] {
  return spans.map((span) => ({
    ...span,
    startMs: span.startMs + part.startMs,
    endMs: span.endMs + part.startMs,
  }));
}

/** The next part in the order of hearing of which `canPlay` holds, and what was passed over on the way. */
export function nextPart(
  timeline: Timeline,
  fromIndex: number,
  canPlay: (mediaKey: string) => boolean,
): Readonly<{ part: TimelinePart | null; passedOver: readonly TimelinePart[] }> {
  const passedOver: TimelinePart[] = [];
  for (const part of timeline.parts.slice(fromIndex + 1)) {
    if (canPlay(part.mediaKey)) return { part, passedOver };
    passedOver.push(part);
  }
  return { part: null, passedOver };
}
