/** Who speaks when, out of the stored peaks of a call. Pure: servers and browsers. */
import type { Waveform } from "./audiowaveform";
import type { HoldSpan } from "./talk-holds";
import {
  joinedSpans,
  levelsOf,
  pixelMsOf,
  pixelRuns,
  spansWithout,
  type TimeSpan,
  totalMs,
} from "./talk-map-levels";

export type ChannelTalk = Readonly<{
  /** Sorted, apart, in file time; nothing inside masked spans or holds. */
  intervals: readonly TimeSpan[];
  talkMs: number;
  /** Of the counted time, 0 to 1. Shares of both channels may add up to more than 1: they may speak at once. */
  talkShare: number;
}>;

export type TalkMap = Readonly<{
  durationMs: number;
  /** The length without its masked spans and holds: what all shares are parts of. */
  countedMs: number;
  /** Masked time inside the file. Pauses cut out of it take none. */
  maskedMs: number;
  /** When nobody talks with anybody, outside masked spans; it is neither talk nor silence. */
  holds: readonly TimeSpan[];
  /** What sounds during holds: music, an announcement, who waits. */
  holdSound: readonly TimeSpan[];
  channels: readonly ChannelTalk[];
  /** Nobody speaks. */
  silenceMs: number;
  silenceShare: number;
  /** Two or more speak at once. Null = one channel: it can't be told. */
  crossTalk: Readonly<{ count: number; totalMs: number; spans: readonly TimeSpan[] }> | null;
  /** Null = no silence at all. A masked span or a hold ends a silence. */
  longestSilence: TimeSpan | null;
}>;

export type TalkOptions = Readonly<{
  /** The file's length, where it is known better than by its last pixel. */
  durationMs?: number | null;
  maskedSpans?: readonly TimeSpan[];
  /** An open one without a length goes on to the end of the file. */
  holds?: readonly HoldSpan[];
}>;

/** A pause within speech that is not longer belongs to it. */
const HANG_MS = 400;
/** Shorter is a click, or a breath. */
const LEAST_TALK_MS = 120;
/** Shorter is one taking over from the other. */
const LEAST_CROSS_TALK_MS = 200;
/** The noise floor is what the quietest part of so much time reaches. */
const FLOOR_WINDOW_MS = 30_000;
const FLOOR_STEP_MS = 1_000;
const FLOOR_QUANTILE = 0.1;
/** Speech is so much louder than the floor, and in no case fainter than `LEAST_LEVEL` (of 128). */
const ABOVE_FLOOR = 2;
const LEAST_LEVEL = 3;
/** One side so much fainter than the other at the same moment is its echo. */
const ECHO_SHARE = 1 / 16;
const MAX_LEVEL = 128;

/**
 * The talk map of one media file. Adapts to each channel's noise, and to noise that changes during the call. What it can't
 * tell: music from speech (that of a hold which no event tells of counts as talk), and who speaks in a mono file. Reads
 * the most that stored peaks can be (150 kB, whatever the length of the call) in some 10 ms.
 */
export function talkMap(waveform: Waveform, options: TalkOptions = {}): TalkMap {
  const durationMs = Math.max(0, options.durationMs ?? waveform.durationMs);
  const whole = durationMs > 0 ? [{ startMs: 0, endMs: durationMs }] : [];
  const clamped = (spans: readonly TimeSpan[]) =>
    joinedSpans(
      spans.map(({ startMs, endMs }) => ({
        startMs: Math.max(0, startMs),
        endMs: Math.min(durationMs, endMs),
      })),
    );
  const masked = clamped(options.maskedSpans ?? []);
  const held = clamped(
    (options.holds ?? []).map(({ startMs, endMs, open }) => ({
      startMs,
      endMs: open && endMs === startMs ? durationMs : endMs,
    })),
  );
  const holds = spansWithout(held, masked);
  const unmasked = spansWithout(whole, masked);
  const counted = spansWithout(unmasked, holds);
  const countedMs = totalMs(counted);
  const share = (ms: number) => (countedMs === 0 ? 0 : ms / countedMs);
  const sounding = soundOf(waveform, { masked, holds }, durationMs);
  const channels = sounding.map((sound): ChannelTalk => {
    const intervals = spansWithout(sound, holds);
    const talkMs = totalMs(intervals);
    return { intervals, talkMs, talkShare: share(talkMs) };
  });
  const talk = joinedSpans(channels.flatMap(({ intervals }) => intervals));
  const silence = spansWithout(counted, talk);
  const silenceMs = totalMs(silence);
  const crossed = overlapsOf(channels.map(({ intervals }) => intervals));
  return {
    durationMs,
    countedMs,
    maskedMs: totalMs(masked),
    holds,
    holdSound: holds.length === 0 ? [] : within(joinedSpans(sounding.flat()), holds),
    channels,
    silenceMs,
    silenceShare: share(silenceMs),
    crossTalk:
      channels.length < 2 ? null : { count: crossed.length, totalMs: totalMs(crossed), spans: crossed },
    longestSilence: silence.reduce<TimeSpan | null>(
      (longest, span) =>
        longest === null || span.endMs - span.startMs > longest.endMs - longest.startMs ? span : longest,
      null,
    ),
  };
}

/** What of `spans` lies inside `bounds`. Both sorted and joined, and so is the answer. */
function within(spans: readonly TimeSpan[], bounds: readonly TimeSpan[]): TimeSpan[] {
  return spansWithout(bounds, spansWithout(bounds, spans));
}

/** Per channel the intervals of sound, outside `masked` and inside the file. */
function soundOf(
  waveform: Waveform,
  { masked, holds }: Readonly<{ masked: readonly TimeSpan[]; holds: readonly TimeSpan[] }>,
  durationMs: number,
): TimeSpan[][] {
  const pixelMs = pixelMsOf(waveform);
  const levels = levelsOf(waveform);
  const pixels = levels[0]?.length ?? 0;
  const isMasked = pixelsIn(masked, pixels, pixelMs);
  // Music without a rest would pass for the line's own noise, and hide who speaks quietly just after it.
  const isStrange = pixelsIn([...masked, ...holds], pixels, pixelMs);
  return levels.map((level, channel) => {
    const others = levels.filter((_, index) => index !== channel);
    const threshold = thresholdsOf(level, isStrange, pixelMs);
    const speaks = (pixel: number) => {
      const value = level[pixel] ?? 0;
      return (
        isMasked[pixel] === 0 &&
        value >= (threshold[pixel] ?? MAX_LEVEL) &&
        others.every((other) => value >= (other[pixel] ?? 0) * ECHO_SHARE)
      );
    };
    const bursts = pixelRuns(pixels, speaks).map(([from, to]) => ({
      startMs: from * pixelMs,
      endMs: to * pixelMs,
    }));
    const talk = bridged(bursts, HANG_MS).filter(({ startMs, endMs }) => endMs - startMs >= LEAST_TALK_MS);
    const inFile = talk.map(({ startMs, endMs }) => ({ startMs, endMs: Math.min(endMs, durationMs) }));
    return spansWithout(joinedSpans(inFile), masked);
  });
}

/** Gaps of `gapMs` at most are closed; no end is moved, so that nobody seems to speak into another's beginning. */
function bridged(spans: readonly TimeSpan[], gapMs: number): TimeSpan[] {
  const joined: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of spans) {
    const last = joined.at(-1);
    if (last && startMs - last.endMs <= gapMs) last.endMs = endMs;
    else joined.push({ startMs, endMs });
  }
  return joined;
}

/** Per pixel: 1 = one of the spans touches it. */
function pixelsIn(spans: readonly TimeSpan[], pixels: number, pixelMs: number): Uint8Array {
  const marked = new Uint8Array(pixels);
  for (const { startMs, endMs } of spans) {
    marked.fill(1, Math.floor(startMs / pixelMs), Math.ceil(endMs / pixelMs));
  }
  return marked;
}

/** From which level on each pixel is speech, by the noise around it; what is strange tells nothing of that. */
function thresholdsOf(level: Uint8Array, isStrange: Uint8Array, pixelMs: number): Float64Array {
  const step = Math.max(1, Math.round(FLOOR_STEP_MS / pixelMs));
  const reach = Math.max(1, Math.round(FLOOR_WINDOW_MS / 2 / pixelMs));
  const thresholds = new Float64Array(level.length);
  const counts = new Uint32Array(MAX_LEVEL + 1);
  let counted = 0;
  let from = 0;
  let to = 0;
  const count = (pixel: number, by: 1 | -1) => {
    if (isStrange[pixel] !== 0) return;
    const value = level[pixel] ?? 0;
    counts[value] = (counts[value] ?? 0) + by;
    counted += by;
  };
  for (let start = 0; start < level.length; start += step) {
    const middle = start + step / 2;
    for (; to < Math.min(level.length, middle + reach); to += 1) count(to, 1);
    for (; from < middle - reach; from += 1) count(from, -1);
    const threshold = Math.max(LEAST_LEVEL, quantileOf(counts, counted, FLOOR_QUANTILE) * ABOVE_FLOOR + 1);
    thresholds.fill(threshold, start, start + step);
  }
  return thresholds;
}

/** The value below which `share` of all counted values lie; 0 of none. */
function quantileOf(counts: Uint32Array, counted: number, share: number): number {
  const wanted = counted * share;
  let seen = 0;
  for (let value = 0; value < counts.length; value += 1) {
    seen += counts[value] ?? 0;
    if (seen > wanted) return value;
  }
  return 0;
}

/** Where two or more of the channels speak, for long enough to be heard as that. */
function overlapsOf(channels: readonly (readonly TimeSpan[])[]): TimeSpan[] {
  const edges = channels
    .flat()
    .flatMap(({ startMs, endMs }) => [
      { atMs: startMs, by: 1 },
      { atMs: endMs, by: -1 },
    ])
    .sort((one, other) => one.atMs - other.atMs || one.by - other.by);
  const overlaps: TimeSpan[] = [];
  let speaking = 0;
  let fromMs = 0;
  for (const { atMs, by } of edges) {
    if (speaking >= 2 && speaking + by < 2) overlaps.push({ startMs: fromMs, endMs: atMs });
    if (speaking < 2 && speaking + by >= 2) fromMs = atMs;
    speaking += by;
  }
  return overlaps.filter(({ startMs, endMs }) => endMs - startMs >= LEAST_CROSS_TALK_MS);
}
