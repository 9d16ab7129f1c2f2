import fc from "fast-check";
import { expect, test } from "vitest";
import type { Waveform } from "@/lib/domain/audiowaveform";
import type { MaskedSpan } from "@/lib/domain/recording";
import { type TalkOptions, talkMap } from "@/lib/domain/talk-map";
import { skipsOf, skipTarget } from "./silence";

const PIXEL_MS = 20;

/** One channel that is loud within `talk` and silent elsewhere. */
function waveformOf(durationMs: number, talk: readonly (readonly [number, number])[]): Waveform {
  const pixels = Math.ceil(durationMs / PIXEL_MS);
  const max = new Int8Array(pixels);
  for (const [startMs, endMs] of talk) max.fill(60, startMs / PIXEL_MS, endMs / PIXEL_MS);
  const min = max.map((value) => -value);
  return { sampleRate: 8_000, samplesPerPixel: 160, channels: [{ min, max }], durationMs };
}

const span = (startMs: number, endMs: number, more: Partial<MaskedSpan> = {}): MaskedSpan => ({
  startMs,
  endMs,
  pausedMs: endMs - startMs,
  uncertainMs: 1_000,
  open: false,
  origin: "masks",
  ...more,
});

/** As the player does: the talk map is read once, and the silences are taken from it. */
function skipsIn(waveform: Waveform, maskedSpans: readonly MaskedSpan[], more: TalkOptions = {}) {
  return skipsOf(talkMap(waveform, { maskedSpans, ...more }), maskedSpans);
}

test("a long silence is jumped, leaving a little on either side; a short one is not", () => {
  const waveform = waveformOf(20_000, [
    [0, 5_000],
    [6_000, 8_000],
    [14_000, 20_000],
  ]);
  expect(skipsIn(waveform, [])).toEqual([{ startMs: 8_300, endMs: 13_700 }]);
});

test("a pause in the middle of a silence is played through, its doubtful edges too", () => {
  const waveform = waveformOf(40_000, [
    [0, 5_000],
    [35_000, 40_000],
  ]);
  const skips = skipsIn(waveform, [span(15_000, 25_000)]);
  expect(skips).toEqual([
    { startMs: 5_300, endMs: 13_000 },
    { startMs: 27_000, endMs: 34_700 },
  ]);
});

test("a pause that was cut out has no length, and is not jumped over all the same", () => {
  const waveform = waveformOf(30_000, [
    [0, 5_000],
    [25_000, 30_000],
  ]);
  const skips = skipsIn(waveform, [span(15_000, 15_000, { pausedMs: 9_000, uncertainMs: 0 })]);
  expect(skips.some(({ startMs, endMs }) => startMs <= 15_000 && endMs >= 15_000)).toBe(false);
  expect(skips).toHaveLength(2);
});

test("behind a pause that was never resumed nothing is jumped", () => {
  const waveform = waveformOf(30_000, [[0, 5_000]]);
  const skips = skipsIn(waveform, [span(10_000, 10_000, { open: true })]);
  expect(skips.every(({ endMs }) => endMs < 10_000)).toBe(true);
});

test("a silent hold is jumped like any silence; its music is heard", () => {
  const talk = [
    [0, 5_000],
    [20_000, 25_000],
    [35_000, 40_000],
  ] as const;
  const holds = [{ startMs: 6_000, endMs: 34_000, open: false }];
  expect(skipsIn(waveformOf(40_000, talk), [], { holds })).toEqual([
    { startMs: 5_300, endMs: 19_700 },
    { startMs: 25_300, endMs: 34_700 },
  ]);
});

test("silence to the end leaves the end to be played, so that the call comes to rest by itself", () => {
  const skips = skipsIn(waveformOf(20_000, [[0, 5_000]]), []);
  expect(skips).toEqual([{ startMs: 5_300, endMs: 19_700 }]);
  expect(skipTarget(skips, 19_800)).toBeNull();
});

test("for any talk and pauses, no skip touches a masked span or its doubt", () => {
  const times = fc.integer({ min: 0, max: 59_000 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(times, fc.integer({ min: 100, max: 8_000 })), { maxLength: 6 }),
      fc.array(fc.tuple(times, fc.integer({ min: 0, max: 9_000 }), fc.integer({ min: 0, max: 1_500 })), {
        maxLength: 4,
      }),
      (talk, pauses) => {
        const masks = pauses.map(([startMs, lengthMs, uncertainMs]) =>
          span(startMs, startMs + lengthMs, { uncertainMs }),
        );
        const waveform = waveformOf(
          60_000,
          talk.map(([startMs, lengthMs]) => [startMs, startMs + lengthMs] as const),
        );
        for (const skip of skipsIn(waveform, masks)) {
          expect(skip.startMs).toBeLessThan(skip.endMs);
          for (const mask of masks) {
            const isApart =
              skip.endMs < mask.startMs - mask.uncertainMs || skip.startMs > mask.endMs + mask.uncertainMs;
            expect(isApart).toBe(true);
          }
        }
      },
    ),
  );
});

test("a position in a silence leads to its end, any other nowhere", () => {
  const skips = [
    { startMs: 1_000, endMs: 3_000 },
    { startMs: 6_000, endMs: 9_000 },
  ];
  expect([0, 1_000, 2_900, 3_000, 6_500, 9_000, 20_000].map((atMs) => skipTarget(skips, atMs))).toEqual([
    null,
    3_000,
    null,
    null,
    9_000,
    null,
    null,
  ]);
});
