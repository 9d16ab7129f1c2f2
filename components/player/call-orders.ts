import { position } from "@/components/format/time";
import type { OutgoingMediaFile } from "@/lib/privacy/outgoing";
import type { Loop, Track } from "./player-context";
import type { Timeline, TimelinePart } from "./timeline";

/** Where the sound was last sent. A new one is a new order, also to the same place. */
export type Order = Readonly<{ mediaKey: string; fileMs: number; isPlay: boolean }>;

export type PartOfCall = TimelinePart & Readonly<{ file: Pick<OutgoingMediaFile, "audio"> }>;

/** Where a call that is opened begins: where it was asked to, else with the first file that has sound. */
export function firstOrder(track: Track, parts: readonly PartOfCall[]): Order {
  const asked = parts.find(({ mediaKey }) => mediaKey === track.mediaKey);
  const first = asked ?? firstWithSound(parts) ?? parts[0];
  return { mediaKey: first?.mediaKey ?? "", fileMs: Math.max(0, track.atMs), isPlay: track.autoplay };
}

function firstWithSound(parts: readonly PartOfCall[]): PartOfCall | undefined {
  return (
    parts.find(({ file }) => file.audio === "ready") ?? parts.find(({ file }) => file.audio === "pending")
  );
}

/** What was passed over before the first sound; null = nothing. */
export function beginningWords(track: Track, parts: readonly PartOfCall[]): string | null {
  const first = parts.find(({ mediaKey }) => mediaKey === track.mediaKey) ?? firstWithSound(parts);
  if (first?.file.audio !== "ready" || track.mediaKey !== null) return null;
  const words = parts.slice(0, first.index).map(silentWords);
  return words.length === 0 ? null : words.join(" · ");
}

/** Said when the sound goes on in another file, or can't; null = the call has simply ended. */
export function crossingWords(
  timeline: Timeline,
  parts: readonly PartOfCall[],
  from: TimelinePart,
  onward: Readonly<{ part: TimelinePart | null; passedOver: readonly TimelinePart[] }>,
): string | null {
  const silent = onward.passedOver.flatMap(({ mediaKey }) => {
    const part = parts.find((own) => own.mediaKey === mediaKey);
    return part ? [silentWords(part)] : [];
  });
  const { part: next } = onward;
  if (!next) return silent.length === 0 ? null : silent.join(" · ");
  const gapMs = timeline.gaps
    .filter(({ afterIndex }) => afterIndex >= from.index && afterIndex < next.index)
    .reduce((sum, { realMs }) => sum + realMs, 0);
  return [
    ...silent,
    `Part ${next.index + 1} of ${timeline.parts.length}`,
    ...(gapMs > 0 ? [`${position(gapMs)} between the files`] : []),
    ...(next.overlapMs > 0 ? [`began ${position(next.overlapMs)} before the part before it ended`] : []),
  ].join(" · ");
}

/** A file that lies (nearly) wholly in the time of those before it tells the same call again: another leg, or a copy. */
const TWIN_SHARE = 0.8;

export function isTwin({ startMs, endMs, overlapMs }: TimelinePart): boolean {
  return endMs > startMs && overlapMs >= (endMs - startMs) * TWIN_SHARE;
}

function silentWords(part: PartOfCall): string {
  const { index, file } = part;
  if (file.audio === "ready" && isTwin(part)) return `Part ${index + 1} was recorded at the same time`;
  return file.audio === "pending"
    ? `Part ${index + 1} is still being prepared`
    : `Part ${index + 1} has no audio`;
}

/** Playing has run out of the loop between two looks at it; being sent out of it is no such thing. */
export function hasLeft(loop: Loop, lastMs: number, nowMs: number): boolean {
  return lastMs >= loop.startMs && lastMs < loop.endMs && nowMs >= loop.endMs;
}

/** The next step of setting a loop with one key: from here, to here, off. */
export function loopStep(
  loop: Loop | null,
  fromMs: number | null,
  nowMs: number,
): Readonly<{ loop: Loop | null; fromMs: number | null }> {
  if (loop) return { loop: null, fromMs: null };
  if (fromMs === null) return { loop: null, fromMs: nowMs };
  return { loop: { startMs: Math.min(fromMs, nowMs), endMs: Math.max(fromMs, nowMs) }, fromMs: null };
}
