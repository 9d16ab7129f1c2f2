import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closePeaks, computePeaks } from "@/lib/audio/peaks/peaks";
import { sourceOf } from "@/lib/audio/peaks/test-files";
import { loadSampleCalls, readSampleAudio } from "@/lib/samples/samples";
import { decodeAudiowaveform, type Waveform } from "./audiowaveform";
import { maskEvidence } from "./mask-evidence";
import type { MaskedSpan } from "./recording";

afterAll(closePeaks);

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
  return found;
}

/** What recorders put in place of what they may not record. */
const FILLS: Record<string, Level> = {
  silence: () => 0,
  "beeps in silence": (atMs) => ((atMs + 3_000) % 5_000 < 400 ? 64 : 0),
  "short beeps in silence": (atMs) => ((atMs + 1_000) % 2_000 < 60 ? 50 : 0),
  noise: (_, pixel) => 18 + (pixel % 4),
};
const filled =
  (fill: Level): Level =>
  (atMs, pixel) =>
    inTrue(atMs) ? fill(atMs, pixel) : call(atMs, pixel);

describe("marks that are off by up to their uncertainty", () => {
  test.each(Object.entries(FILLS))("%s: both edges right within 100 ms, and surer than before", (_, fill) => {
    fc.assert(
      fc.property(fc.integer({ min: -980, max: 980 }), fc.integer({ min: -980, max: 980 }), (early, late) => {
        const found = examine(filled(fill), span(TRUE.startMs + early, TRUE.endMs + late));
        expect(found.alarms).toEqual([]);
        expect(found.evidence).toBe("silence");
        expect(Math.abs(found.span.startMs - TRUE.startMs)).toBeLessThanOrEqual(100);
        expect(Math.abs(found.span.endMs - TRUE.endMs)).toBeLessThanOrEqual(100);
        expect(found.span.uncertainMs).toBeLessThanOrEqual(100);
        expect(found.span.pausedMs).toBe(found.span.endMs - found.span.startMs);
      }),
    );
  });

  test("nothing moves further than its uncertainty, and the truth stays within what is left of it", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(FILLS), (_: number, pixel: number) => (pixel % 7 === 0 ? 2 : 1)),
        fc.integer({ min: -1_000, max: 1_000 }),
        fc.integer({ min: -1_000, max: 1_000 }),
        fc.integer({ min: 1_000, max: 3_000 }),
        (fill, early, late, uncertainMs) => {
          const marked = span(TRUE.startMs + early, TRUE.endMs + late, { uncertainMs });
          const found = examine(filled(fill), marked);
          expect(Math.abs(found.span.startMs - marked.startMs)).toBeLessThanOrEqual(uncertainMs + PIXEL_MS);
          expect(Math.abs(found.span.endMs - marked.endMs)).toBeLessThanOrEqual(uncertainMs + PIXEL_MS);
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
    expect(examine(filled(FILLS.silence ?? call), marked)).toMatchObject({ span: marked, alarms: [] });
  });

  test("one that the sound says nothing about", () => {
    const found = examine(call, span(20_000, 20_900));
    expect(found).toMatchObject({ span: span(20_000, 20_900), evidence: "none", alarms: [] });
  });
});

describe("alarms", () => {
  test("speech where there should be none", () => {
    const heard: Level = (atMs, pixel) => (atMs >= 28_000 && atMs < 30_000 ? 30 + ((pixel * 37) % 60) : 0);
    const found = examine(filled(heard), span(20_000, 39_000));
    expect(found).toMatchObject({
      evidence: "speech",
      alarms: ["speechInMask"],
      speech: [{ startMs: 28_000, endMs: 30_000 }],
    });
    // The edges are silence's all the same.
    expect(Math.abs(found.span.startMs - TRUE.startMs)).toBeLessThanOrEqual(100);
  });

  test("a call that was never silenced at all", () => {
    expect(examine(call, span(20_000, 39_000))).toMatchObject({
      evidence: "speech",
      alarms: ["speechInMask"],
      span: span(20_000, 39_000),
    });
  });

  test("words said just before or just after the marks are none", () => {
    const found = examine(filled(FILLS.silence ?? call), span(TRUE.startMs - 900, TRUE.endMs + 900));
    expect(found.alarms).toEqual([]);
  });

  test("marked as paused to the end, whole or cut out", () => {
    const open = examine(
      (atMs, pixel) => (atMs < TRUE.startMs ? call(atMs, pixel) : 0),
      span(20_000, DURATION_MS, { open: true }),
    );
    expect(open.alarms).toEqual(["neverResumed"]);
    expect(Math.abs(open.span.startMs - TRUE.startMs)).toBeLessThanOrEqual(100);
    expect(open.span.endMs).toBe(DURATION_MS);
    expect(examine(call, span(50_000, 50_000, { pausedMs: 0, open: true })).alarms).toEqual(["neverResumed"]);
  });

  test("marked as resumed, and yet nothing comes any more", () => {
    const mute: Level = (atMs, pixel) => (atMs < TRUE.startMs ? call(atMs, pixel) : 0);
    expect(examine(mute, span(20_000, 39_000)).alarms).toEqual(["neverResumed"]);
    expect(examine(mute, span(20_000, 58_500)).alarms).toEqual([]);
  });
});

describe("the card payment whose pause was filled with silence", () => {
  const [mask] = loadSampleCalls().find(({ key }) => key === "card-payment-padded")?.files[0]?.masks ?? [];
  let waveform: Waveform;
  let durationMs = 0;
  beforeAll(async () => {
    const peaks = await computePeaks(sourceOf(await readSampleAudio("card-payment-padded.mp3")));
    waveform = decodeAudiowaveform(peaks.data);
    durationMs = peaks.durationMs;
  });
  if (mask === undefined) throw new Error("The sample call has no mask.");

  const marks: [string, (ms: number) => number][] = [
    ["cut down to whole seconds", (ms) => Math.floor(ms / 1_000) * 1_000],
    ["rounded up", (ms) => Math.ceil(ms / 1_000) * 1_000],
    ["rounded", (ms) => Math.round(ms / 1_000) * 1_000],
    ["900 ms early", (ms) => ms - 900],
    ["900 ms late", (ms) => ms + 900],
    ["exact", (ms) => ms],
  ];
  test.each(marks)("marks %s: right within 100 ms", (_, shifted) => {
    const marked = span(shifted(mask.startMs), shifted(mask.endMs));
    const [found] = maskEvidence({ maskedSpans: [marked], waveform, durationMs });
    expect(found).toMatchObject({ evidence: "silence", alarms: [] });
    expect(Math.abs((found?.span.startMs ?? 0) - mask.startMs)).toBeLessThanOrEqual(100);
    expect(Math.abs((found?.span.endMs ?? 0) - mask.endMs)).toBeLessThanOrEqual(100);
    expect(found?.span.uncertainMs).toBeLessThanOrEqual(100);
  });

  test("marks that belong to another call are an alarm", () => {
    const [found] = maskEvidence({ maskedSpans: [span(20_000, 45_000)], waveform, durationMs });
    expect(found?.alarms).toEqual(["speechInMask"]);
  });
});
