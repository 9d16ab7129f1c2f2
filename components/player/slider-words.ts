import { spokenPosition } from "@/components/format/time";
import type { MaskMark } from "./marks";

const SOON_MS = 5_000;
/** While it plays, a new value is said so often at most: speech of a screen reader covers the call. */
const SAID_EVERY_MS = 15_000;

/** `2 minutes 14 seconds of 6 minutes 12 seconds, paused span in 3 seconds` */
export function positionWords(
  atMs: number,
  durationMs: number,
  masks: readonly MaskMark[],
  gaps: readonly Readonly<{ startMs: number; endMs: number }>[],
): string {
  const words = `${spokenPosition(atMs)} of ${spokenPosition(durationMs)}`;
  const about = aroundWords(atMs, masks, gaps);
  return about === "" ? words : `${words}, ${about}`;
}

function aroundWords(
  atMs: number,
  masks: readonly MaskMark[],
  gaps: readonly Readonly<{ startMs: number; endMs: number }>[],
): string {
  if (masks.some(({ span }) => atMs >= span.startMs && atMs < span.endMs)) return "paused here";
  if (gaps.some(({ startMs, endMs }) => atMs >= startMs && atMs < endMs)) return "nothing recorded here";
  const next = masks.find(({ span }) => span.startMs >= atMs && span.startMs - atMs <= SOON_MS);
  if (!next) return "";
  const inMs = next.span.startMs - atMs;
  return inMs < 1_000 ? "paused span next" : `paused span in ${spokenPosition(inMs)}`;
}

/** The position that is told to assistive technology: the true one, but in steps while it plays by itself. */
export function toldPosition(atMs: number, soughtMs: number | null, isPlaying: boolean): number {
  if (!isPlaying) return atMs;
  if (soughtMs !== null && atMs >= soughtMs && atMs - soughtMs < SAID_EVERY_MS) return soughtMs;
  return Math.floor(atMs / SAID_EVERY_MS) * SAID_EVERY_MS;
}

const STEP_MS = 5_000;
const PAGE_MS = 15_000;

/** Where a key of the slider leads; null = it is none of its keys. */
export function keyTarget(key: string, currentMs: number, durationMs: number): number | null {
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return currentMs + STEP_MS;
    case "ArrowLeft":
    case "ArrowDown":
      return currentMs - STEP_MS;
    case "PageUp":
      return currentMs + PAGE_MS;
    case "PageDown":
      return currentMs - PAGE_MS;
    case "Home":
      return 0;
    case "End":
      return durationMs;
    default:
      return null;
  }
}
