/** When a call was on hold, in the time of one of its files, out of its events. Pure. */
import { fileOffsetMs } from "./file-clock";
import type { CallEvent, MediaFile, Recording } from "./recording";
import { joinedSpans } from "./talk-map-levels";

/** `open` = nobody took the call back: the hold ends with whoever held, or with the file. */
export type HoldSpan = Readonly<{ startMs: number; endMs: number; open: boolean }>;

type Hold = { contact: string | null; callId: string | null; fromMs: number };
type Held = Readonly<{ fromMs: number; toMs: number | null; open: boolean }>;

/**
 * The holds that a file heard: sorted, joined, within the file. None where the file's start is unknown. An open hold in a
 * file of unknown length has no known end: `endMs` is its start.
 */
export function holdSpans(
  { events, mediaFiles }: Pick<Recording, "events" | "mediaFiles">,
  file: MediaFile,
): HoldSpan[] {
  const { startMs: fileStartMs } = file;
  if (fileStartMs === null || !events.some(({ event }) => event === "Hold")) return [];
  const others = new Set(mediaFiles.flatMap(({ callId }) => (callId === file.callId ? [] : [callId])));
  // A hold is often told on another leg than the file's: only one that belongs to another file is none of this one's.
  const holds = heldIn(events.filter(({ callId }) => callId === null || !others.has(callId)));
  const lengthMs = lengthOf(file);
  const placed = holds.flatMap(({ fromMs, toMs, open }): HoldSpan[] => {
    const startMs = Math.max(0, fileOffsetMs(file, fromMs - fileStartMs));
    const toldMs = toMs === null ? lengthMs : fileOffsetMs(file, toMs - fileStartMs);
    const endMs = Math.min(toldMs ?? startMs, lengthMs ?? Number.POSITIVE_INFINITY);
    return endMs > startMs || (toldMs === null && open) ? [{ startMs, endMs, open }] : [];
  });
  const endless = placed.filter(({ startMs, endMs }) => startMs === endMs).slice(0, 1);
  return [
    ...joinedSpans(placed).map((span) => ({
      ...span,
      open: placed.some(({ endMs, open }) => open && endMs === span.endMs),
    })),
    ...endless,
  ];
}

/** Holds by the wall clock. A hold ends when its own leg takes the call back, or when who held leaves it. */
function heldIn(events: readonly CallEvent[]): Held[] {
  const held: Held[] = [];
  const under = new Map<string, Hold>();
  for (const { event, occurredAtMs, callId, contact } of events) {
    if (occurredAtMs === null) continue;
    const who = contact === null ? null : JSON.stringify(contact);
    const key = `${callId}\n${who}`;
    if (event === "Hold") {
      if (!under.has(key)) under.set(key, { contact: who, callId, fromMs: occurredAtMs });
      continue;
    }
    if (event !== "Retrieved" && event !== "Left") continue;
    for (const [heldKey, hold] of under) {
      const isSameLeg = hold.callId === callId;
      const isSame =
        hold.contact === who || (event === "Retrieved" && (hold.contact === null || who === null));
      if (!isSameLeg || !isSame) continue;
      held.push({ fromMs: hold.fromMs, toMs: occurredAtMs, open: event === "Left" });
      under.delete(heldKey);
    }
  }
  return [...held, ...[...under.values()].map(({ fromMs }) => ({ fromMs, toMs: null, open: true }))];
}

function lengthOf({ startMs, stopMs, durationMs }: MediaFile): number | null {
  if (durationMs !== null) return durationMs;
  return startMs !== null && stopMs !== null && stopMs > startMs ? stopMs - startMs : null;
}
