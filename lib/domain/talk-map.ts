/** Who speaks when, out of the stored peaks of a call. Pure: servers and browsers. */
import type { Waveform } from "./audiowaveform";
import type { HoldSpan } from "./talk-holds";
import { joinedSpans, spansWithout, type TimeSpan, totalMs } from "./talk-map-levels";
import { soundSteps } from "./talk-map-sound";

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

/** Shorter is one taking over from the other. */
const LEAST_CROSS_TALK_MS = 200;

/**
 * The talk map of one media file. Adapts to each channel's noise, and to noise that changes during the call. What it can't
 * tell: music from speech (that of a hold which no event tells of counts as talk), and who speaks in a mono file. Reads
 * the most that stored peaks can be (150 kB, whatever the length of the call) in some 15 ms.
 */
export function talkMap(waveform: Waveform, options: TalkOptions = {}): TalkMap {
  const steps = talkMapSteps(waveform, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same in steps of a few ms, for threads that others wait for. */
export function* talkMapSteps(
  waveform: Waveform,
  options: TalkOptions = {},
): Generator<undefined, TalkMap, undefined> {
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
  const sounding = yield* soundSteps(waveform, { masked, holds }, durationMs);
  const channels = sounding.map((sound): ChannelTalk => {
    const intervals = spansWithout(sound, holds);
    const talkMs = totalMs(intervals);
    return { intervals, talkMs, talkShare: share(talkMs) };
  });
  yield;
  const talk = joinedSpans(channels.flatMap(({ intervals }) => intervals));
  const silence = spansWithout(counted, talk);
  const silenceMs = totalMs(silence);
  yield;
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

/** Where two or more of the channels speak, for long enough to be heard as that. */
function overlapsOf(channels: readonly (readonly TimeSpan[])[]): TimeSpan[] {
  let spoken: readonly TimeSpan[] = [];
  let overlaps: TimeSpan[] = [];
  for (const intervals of channels) {
    overlaps = joinedSpans([...overlaps, ...within(intervals, spoken)]);
    spoken = joinedSpans([...spoken, ...intervals]);
  }
  return overlaps.filter(({ startMs, endMs }) => endMs - startMs >= LEAST_CROSS_TALK_MS);
}
