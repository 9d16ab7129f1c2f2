import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Waveform } from "./audiowaveform";
import { heardSpan, heardSpans, type MaskFill, maskEvidence } from "./mask-evidence";
import type { MaskedSpan } from "./recording";

const PIXEL_MS = 20;
const DURATION_MS = 60_000;
/** Where the made-up recorder really paused. */
const TRUE = { startMs: 20_340, endMs: 38_860 };

function span(startMs: number, endMs: number, more: Partial<MaskedSpan> = {}): MaskedSpan {
  return {
    startMs,
    endMs,
    pausedMs: endMs - startMs,
    uncertainMs: 1_000,
    open: false,
    origin: "masks",
    ...more,
  };
}

type Level = (atMs: number, pixel: number) => number;
const inTrue = (atMs: number) => atMs >= TRUE.startMs && atMs < TRUE.endMs;
/** Somebody speaks most of the time, with breaths; never quite silent. */
const call: Level = (atMs, pixel) => (atMs % 3_000 < 2_600 ? 30 + ((pixel * 37) % 60) : 1);

function waveformOf(level: Level, durationMs = DURATION_MS): Waveform {
  const max = Int8Array.from({ length: durationMs / PIXEL_MS }, (_, pixel) => level(pixel * PIXEL_MS, pixel));
  const one = { min: max.map((value) => -value), max };
  return { sampleRate: 8_000, samplesPerPixel: 160, durationMs, channels: [one, one] };
}

function examine(level: Level, marked: MaskedSpan, durationMs = DURATION_MS) {
  const [found] = maskEvidence({
    maskedSpans: [marked],
    waveform: waveformOf(level, durationMs),
    durationMs,
  });
  if (found === undefined) throw new Error("One span in, one answer out.");
  return { ...found, span: heardSpan(marked, found) };
}

/** What recorders put in place of what they may not record. */
const FILLS = {
  silence: ["silence", () => 0],
  "beeps in silence": ["beeps", (atMs) => ((atMs + 3_000) % 5_000 < 400 ? 64 : 0)],
  "short beeps in silence": ["beeps", (atMs) => ((atMs + 1_000) % 2_000 < 60 ? 50 : 0)],
  noise: ["noise", (_, pixel) => 18 + (pixel % 4)],
} as const satisfies Record<string, readonly [MaskFill, Level]>;
const filled =
  (fill: Level): Level =>
  (atMs, pixel) =>
    inTrue(atMs) ? fill(atMs, pixel) : call(atMs, pixel);

describe("marks that are off by up to their uncertainty", () => {
  test.each(Object.entries(FILLS))(
    "%s: both edges right within 100 ms, and surer than before",
    (_, [name, fill]) => {
      fc.assert(
        fc.property(
          fc.integer({ min: -980, max: 980 }),
          fc.integer({ min: -980, max: 980 }),
          (early, late) => {
            const found = examine(filled(fill), span(TRUE.startMs + early, TRUE.endMs + late));
            expect(found.alarms).toEqual([]);
            expect(found).toMatchObject({ fill: name, speechMs: 0, speechAtMs: null });
            expect(Math.abs(found.span.startMs - TRUE.startMs)).toBeLessThanOrEqual(100);
            expect(Math.abs(found.span.endMs - TRUE.endMs)).toBeLessThanOrEqual(100);
            expect(found.span.uncertainMs).toBeLessThanOrEqual(100);
            expect(found.span.pausedMs).toBe(found.span.endMs - found.span.startMs);
          },
        ),
      );
    },
  );

  test("nothing moves further than its uncertainty, and the truth stays within what is left of it", () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Level[]>(
          ...Object.values(FILLS).map(([, fill]) => fill),
          (_: number, pixel: number) => (pixel % 7 === 0 ? 2 : 1),
        ),
        fc.integer({ min: -1_000, max: 1_000 }),
        fc.integer({ min: -1_000, max: 1_000 }),
        fc.integer({ min: 1_000, max: 3_000 }),
        (fill, early, late, uncertainMs) => {
          const marked = span(TRUE.startMs + early, TRUE.endMs + late, { uncertainMs });
          const found = examine(filled(fill), marked);
          expect(Math.abs(found.span.startMs - marked.startMs)).toBeLessThanOrEqual(uncertainMs);
          expect(Math.abs(found.span.endMs - marked.endMs)).toBeLessThanOrEqual(uncertainMs);
          expect(found.span.uncertainMs).toBeLessThanOrEqual(uncertainMs);
          expect(Math.abs(found.span.startMs - TRUE.startMs)).toBeLessThanOrEqual(
            found.startUncertainMs + PIXEL_MS,
          );
          expect(Math.abs(found.span.endMs - TRUE.endMs)).toBeLessThanOrEqual(
            found.endUncertainMs + PIXEL_MS,
          );
        },
      ),
    );
  });

  test("on a line that is gated, silence is no sign of a pause: its edges are not taken for the mask's", () => {
    const gated: Level = (atMs, pixel) => (inTrue(atMs) || call(atMs, pixel) === 1 ? 0 : call(atMs, pixel));
    const quietUntilMs = 20_600;
    const found = examine(
      (atMs, pixel) => (atMs >= 17_900 && atMs < quietUntilMs ? 0 : gated(atMs, pixel)),
      span(20_000, 39_000),
    );
    expect(Math.abs(found.span.startMs - TRUE.startMs)).toBeLessThanOrEqual(found.startUncertainMs);
  });

  test("a line that hisses all the time hisses in the quiet parts too, and gives nothing away", () => {
    const hiss: Level = (_, pixel) => 5 + (pixel % 2);
    const found = examine(
      (atMs, pixel) => (atMs > 12_000 && atMs < 50_000 ? hiss(atMs, pixel) : call(atMs, pixel)),
      span(TRUE.startMs + 700, TRUE.endMs),
    );
    expect(found.span).toEqual(span(TRUE.startMs + 700, TRUE.endMs));
  });
});

describe("what stays as it is", () => {
  test.each<[string, MaskedSpan]>([
    ["a pause cut out of the sound", span(20_000, 20_000, { pausedMs: 27_000 })],
    ["marks that are exact", span(TRUE.startMs, TRUE.endMs, { uncertainMs: 0 })],
  ])("%s", (_, marked) => {
    expect(examine(filled(FILLS.silence[1]), marked)).toMatchObject({ span: marked, alarms: [] });
  });

  test("one that the sound says nothing about", () => {
    const found = examine(call, span(20_000, 20_900));
    expect(found).toMatchObject({
      span: span(20_000, 20_900),
      fill: "unknown",
      startMovedMs: null,
      endMovedMs: null,
      speechMs: 0,
    });
  });
});

describe("what seems to be evidence and is none", () => {
  test("a moment of silence beside a mask that the recorder never silenced", () => {
    const marked = span(20_000, 39_000);
    const found = examine((atMs, pixel) => (atMs >= 20_400 && atMs < 20_900 ? 0 : call(atMs, pixel)), marked);
    expect(found).toMatchObject({ span: marked, fill: "sound", alarms: ["speechInMask"] });
  });

  test("silence beside edges that are known well", () => {
    const marked = span(TRUE.startMs + 90, TRUE.endMs - 90, { uncertainMs: 100 });
    expect(examine(filled(FILLS.silence[1]), marked)).toMatchObject({ span: marked, startMovedMs: null });
  });

  test("silence that goes on between two pauses does not make them one, and loses none", () => {
    const marked = [span(20_000, 29_000), span(29_500, 39_000)];
    const waveform = waveformOf(filled(FILLS.silence[1]));
    const evidence = maskEvidence({ maskedSpans: marked, waveform, durationMs: DURATION_MS });
    const heard = heardSpans(marked, evidence);
    expect(heard).toMatchObject([
      { endMs: 29_000, uncertainMs: 1_000 },
      { startMs: 29_500, uncertainMs: 1_000 },
    ]);
    expect(Math.abs((heard[0]?.startMs ?? 0) - TRUE.startMs)).toBeLessThanOrEqual(100);
    expect(Math.abs((heard[1]?.endMs ?? 0) - TRUE.endMs)).toBeLessThanOrEqual(100);
  });

  test("whatever the marks and the sound: as many spans as told, in order, apart, in the file, none moved too far", () => {
    const piece = fc.record({
      gapMs: fc.integer({ min: 1, max: 6_000 }),
      lengthMs: fc.integer({ min: 0, max: 9_000 }),
      uncertainMs: fc.constantFrom(0, 60, 500, 1_000, 2_000),
    });
    const silence = fc.record({ fromMs: fc.nat(DURATION_MS), lengthMs: fc.nat(8_000) });
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 6 }),
        fc.array(silence, { maxLength: 6 }),
        (pieces, silences) => {
          let atMs = 0;
          const marked = pieces.flatMap(({ gapMs, lengthMs, uncertainMs }) => {
            const startMs = atMs + gapMs;
            atMs = startMs + lengthMs;
            return atMs < DURATION_MS ? [span(startMs, atMs, { uncertainMs })] : [];
          });
          const isSilent = (ms: number) =>
            silences.some(({ fromMs, lengthMs }) => ms >= fromMs && ms < fromMs + lengthMs);
          const waveform = waveformOf((ms, pixel) => (isSilent(ms) ? 0 : call(ms, pixel)));
          const evidence = maskEvidence({ maskedSpans: marked, waveform, durationMs: DURATION_MS });
          const heard = heardSpans(marked, evidence);
          expect(heard).toHaveLength(marked.length);
          let lastMs = -1;
          for (const [index, one] of heard.entries()) {
            const told = marked[index] ?? one;
            expect(one.startMs).toBeGreaterThanOrEqual(lastMs);
            expect(one.endMs - one.startMs > 0).toBe(told.endMs > told.startMs);
            expect(one.endMs).toBeLessThanOrEqual(DURATION_MS);
            expect(Math.abs(one.startMs - told.startMs)).toBeLessThanOrEqual(told.uncertainMs);
            expect(Math.abs(one.endMs - told.endMs)).toBeLessThanOrEqual(told.uncertainMs);
            expect(one.uncertainMs).toBeLessThanOrEqual(told.uncertainMs);
            lastMs = one.endMs;
          }
        },
      ),
    );
  });

  test("evidence of other spans is none of these", () => {
    const told = [span(1_000, 2_000), span(5_000, 6_000)];
    const [one] = maskEvidence({
      maskedSpans: [span(20_000, 39_000)],
      waveform: waveformOf(filled(FILLS.silence[1])),
      durationMs: DURATION_MS,
    });
    expect(heardSpans(told, one && [one])).toBe(told);
    expect(heardSpans(told, undefined)).toBe(told);
  });
});

describe("alarms", () => {
  test("speech where there should be none", () => {
    const heard: Level = (atMs, pixel) => (atMs >= 28_000 && atMs < 30_000 ? 30 + ((pixel * 37) % 60) : 0);
    const found = examine(filled(heard), span(20_000, 39_000));
    expect(found).toMatchObject({
      fill: "silence",
      alarms: ["speechInMask"],
      speechMs: 2_000,
      speechAtMs: 28_000,
    });
    // The edges are silence's all the same.
    expect(Math.abs(found.span.startMs - TRUE.startMs)).toBeLessThanOrEqual(100);
  });

  test("a call that was never silenced at all", () => {
    expect(examine(call, span(20_000, 39_000))).toMatchObject({
      fill: "sound",
      alarms: ["speechInMask"],
      span: span(20_000, 39_000),
    });
  });

  test("words said just before or just after the marks are none", () => {
    const found = examine(filled(FILLS.silence[1]), span(TRUE.startMs - 900, TRUE.endMs + 900));
    expect(found.alarms).toEqual([]);
  });

  test("marked as paused to the end, whole or cut out", () => {
    const open = examine(
      (atMs, pixel) => (atMs < TRUE.startMs ? call(atMs, pixel) : 0),
      span(20_000, DURATION_MS, { open: true }),
    );
    expect(open.alarms).toEqual(["neverResumed"]);
    expect(Math.abs(open.span.startMs - TRUE.startMs)).toBeLessThanOrEqual(100);
    expect(open.span).toMatchObject({ endMs: DURATION_MS, open: true });
    expect(open.span.uncertainMs).toBeLessThanOrEqual(100);
    expect(examine(call, span(50_000, 50_000, { pausedMs: 0, open: true })).alarms).toEqual(["neverResumed"]);
  });

  test("marked as resumed, and yet nothing comes any more", () => {
    const mute: Level = (atMs, pixel) => (atMs < TRUE.startMs ? call(atMs, pixel) : 0);
    expect(examine(mute, span(20_000, 39_000)).alarms).toEqual(["neverResumed"]);
    expect(examine(mute, span(20_000, 58_500)).alarms).toEqual([]);
  });
});
