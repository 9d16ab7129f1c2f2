import type { Peaks } from "@/lib/api-client/peaks";
import type { Timeline } from "./timeline";

/** What is needed for drawing. */
export type DrawnPeaks = Omit<Peaks, "waveform">;

/** More are never told apart, however wide the screen; a call of hours would only take memory. */
const MOST_PIXELS = 40_000;

/**
 * The waveform of a whole call out of what is known of those of its files; flat where nothing is, and in the gaps. Null = none
 * is there. Pure. A file of one channel stands in both lanes of a call of two: nobody can tell who speaks in it.
 */
export function joinPeaks(timeline: Timeline, peaksOf: ReadonlyMap<string, Peaks>): DrawnPeaks | null {
  const known = timeline.parts.flatMap((part) => {
    const peaks = peaksOf.get(part.mediaKey);
    return peaks ? [{ part, peaks }] : [];
  });
  const first = known[0];
  if (!first) return null;
  if (timeline.parts.length === 1 && first.peaks.durationMs >= timeline.durationMs) return first.peaks;
  const pixelMs = Math.max(
    1,
    timeline.durationMs / MOST_PIXELS,
    ...known.map(({ peaks }) => peaks.durationMs / Math.max(1, peaks.channels[0]?.length ?? 1)),
  );
  const pixels = Math.max(1, Math.ceil(timeline.durationMs / pixelMs));
  const lanes = Math.max(...known.map(({ peaks }) => peaks.channels.length));
  const channels = Array.from({ length: lanes }, (_, lane) => {
    const heights = new Float32Array(pixels);
    for (const { part, peaks } of known) {
      const from = peaks.channels[Math.min(lane, peaks.channels.length - 1)] ?? new Float32Array();
      const ownPixelMs = peaks.durationMs / Math.max(1, from.length);
      for (const [index, height] of from.entries()) {
        const at = Math.floor((part.startMs + index * ownPixelMs) / pixelMs);
        if (at < pixels && height > (heights[at] ?? 0)) heights[at] = height;
      }
    }
    return heights;
  });
  return {
    durationMs: timeline.durationMs,
    channels,
    loudest: Math.max(...known.map(({ peaks }) => peaks.loudest)),
  };
}
