import { useState } from "react";
import type { Track } from "./player-context";

/** A span that is picked out, in call time. */
export type Span = Readonly<{ startMs: number; endMs: number }>;

/** Shorter is a slip of the hand. */
export const LEAST_SPAN_MS = 200;
/** A span that is begun by a key and has no end yet reaches so far. */
const FIRST_REACH_MS = 5_000;

/** The span between two moments, whichever came first, inside the call; null when it is too short to be meant. */
export function spanBetween(oneMs: number, otherMs: number, durationMs: number): Span | null {
  const startMs = Math.round(Math.max(0, Math.min(oneMs, otherMs)));
  const endMs = Math.round(Math.min(durationMs, Math.max(oneMs, otherMs)));
  return endMs - startMs >= LEAST_SPAN_MS ? { startMs, endMs } : null;
}

/** The span with its start moved here; its end stays where it can. */
export function startedAt(span: Span | null, atMs: number, durationMs: number): Span | null {
  const endMs = span && span.endMs - atMs >= LEAST_SPAN_MS ? span.endMs : atMs + FIRST_REACH_MS;
  const latestMs = Math.max(0, Math.min(atMs, durationMs - LEAST_SPAN_MS));
  return spanBetween(latestMs, endMs, durationMs);
}

/** The span with its end moved here; its start stays where it can. */
export function endedAt(span: Span | null, atMs: number, durationMs: number): Span | null {
  const startMs = span && atMs - span.startMs >= LEAST_SPAN_MS ? span.startMs : atMs - FIRST_REACH_MS;
  return spanBetween(Math.max(0, startMs), Math.max(atMs, LEAST_SPAN_MS), durationMs);
}

/** The part of a span that lies within one file, in that file's time: comments and links stand in one file. */
export function spanInFile(
  span: Span,
  file: Readonly<{ startMs: number; endMs: number }>,
): Readonly<{ startMs: number; endMs: number }> | null {
  const startMs = Math.max(span.startMs, file.startMs) - file.startMs;
  const endMs = Math.min(span.endMs, file.endMs) - file.startMs;
  return endMs - startMs >= LEAST_SPAN_MS ? { startMs: Math.round(startMs), endMs: Math.round(endMs) } : null;
}

/** The span that is picked out: what the person picked since the track was opened, else what its link asked for. */
export function useSelection(
  track: Track,
  fileStartMs: number,
): readonly [Span | null, (span: Span | null) => void] {
  const [picked, setPicked] = useState<Readonly<{ track: Track; span: Span | null }> | null>(null);
  const select = (span: Span | null) => setPicked({ track, span });
  if (picked?.track === track) return [picked.span, select];
  const { atMs, toMs } = track;
  const linked =
    toMs !== null && toMs - atMs >= LEAST_SPAN_MS
      ? { startMs: fileStartMs + atMs, endMs: fileStartMs + toMs }
      : null;
  return [linked, select];
}
