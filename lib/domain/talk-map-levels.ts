/** Loudness out of stored peaks, as the talk map and the evidence on masks read it. Pure: servers and browsers. */
import type { Waveform } from "./audiowaveform";

export type TimeSpan = Readonly<{ startMs: number; endMs: number }>;

/** Length of one pixel. */
export function pixelMsOf(waveform: Pick<Waveform, "samplesPerPixel" | "sampleRate">): number {
  return (waveform.samplesPerPixel * 1000) / waveform.sampleRate;
}

/** Per channel, how far from zero each pixel goes: 0 (digital silence) to 128. */
export function levelsOf(waveform: Waveform): Uint8Array[] {
  return waveform.channels.map(({ min, max }) => {
    const levels = new Uint8Array(max.length);
    for (let pixel = 0; pixel < levels.length; pixel += 1) {
      levels[pixel] = Math.max(max[pixel] ?? 0, -(min[pixel] ?? 0), 0);
    }
    return levels;
  });
}

/** Where `holds` is true, as spans of pixels `[from, to)`. */
export function pixelRuns(pixels: number, holds: (pixel: number) => boolean): [number, number][] {
  const runs: [number, number][] = [];
  let from = -1;
  for (let pixel = 0; pixel <= pixels; pixel += 1) {
    const is = pixel < pixels && holds(pixel);
    if (is && from < 0) from = pixel;
    if (is || from < 0) continue;
    runs.push([from, pixel]);
    from = -1;
  }
  return runs;
}

/** Overlapping and touching spans as one, in order; empty ones are dropped. */
export function joinedSpans(spans: readonly TimeSpan[]): TimeSpan[] {
  const joined: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of [...spans].sort((one, other) => one.startMs - other.startMs)) {
    const last = joined.at(-1);
    if (endMs <= startMs) continue;
    if (last && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else joined.push({ startMs, endMs });
  }
  return joined;
}

/** What of `spans` lies outside `holes`. Both sorted and joined, and so is the answer. */
export function spansWithout(spans: readonly TimeSpan[], holes: readonly TimeSpan[]): TimeSpan[] {
  const left: TimeSpan[] = [];
  let first = 0;
  for (const span of spans) {
    let { startMs } = span;
    while (first < holes.length && (holes[first]?.endMs ?? 0) <= startMs) first += 1;
    for (let at = first; at < holes.length; at += 1) {
      const hole = holes[at];
      if (hole === undefined || hole.startMs >= span.endMs) break;
      if (hole.startMs > startMs) left.push({ startMs, endMs: hole.startMs });
      startMs = Math.max(startMs, hole.endMs);
    }
    if (startMs < span.endMs) left.push({ startMs, endMs: span.endMs });
  }
  return left;
}

export function totalMs(spans: readonly TimeSpan[]): number {
  return spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}
