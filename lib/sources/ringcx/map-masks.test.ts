import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RecordingMark } from "./api-types";
import { recordedStretch } from "./map-masks";

const START = Date.UTC(2026, 10, 16, 10);
const LENGTH_MS = 120_000;

const marks = (...edges: readonly number[]): RecordingMark[] =>
  edges.map((ms, nth) => ({ timeMs: START + ms, type: nth % 2 === 0 ? "start" : "stop" }));

const segment = (given: readonly RecordingMark[]) => ({
  startMs: START,
  endMs: START + LENGTH_MS,
  durationMs: LENGTH_MS,
  marks: given,
});

describe("pauses of a file", () => {
  test("without events the file is the whole segment", () => {
    expect(recordedStretch(segment([]), "cut")).toEqual({
      startMs: START,
      stopMs: START + LENGTH_MS,
      durationMs: LENGTH_MS,
      masks: [],
      maskedSpans: [],
    });
  });

  test("gaps between pairs are cut out: points in the file, later ones earlier by what was cut", () => {
    const found = recordedStretch(segment(marks(0, 20_000, 30_000, 60_000, 85_000, 120_000)), "cut");
    expect(found).toMatchObject({ startMs: START, stopMs: START + 120_000, durationMs: 85_000 });
    expect(found.masks).toEqual([
      { timeMs: START + 20_000, type: "paused" },
      { timeMs: START + 30_000, type: "resume" },
      { timeMs: START + 60_000, type: "paused" },
      { timeMs: START + 85_000, type: "resume" },
    ]);
    const cut = { uncertainMs: 1_000, open: false, origin: "events" };
    expect(found.maskedSpans).toEqual([
      { ...cut, startMs: 20_000, endMs: 20_000, pausedMs: 10_000 },
      { ...cut, startMs: 50_000, endMs: 50_000, pausedMs: 25_000 },
    ]);
  });

  test("as silence they keep their length, and so does the file", () => {
    const found = recordedStretch(segment(marks(0, 20_000, 30_000, 120_000)), "silence");
    expect(found.durationMs).toBe(120_000);
    expect(found.maskedSpans).toMatchObject([{ startMs: 20_000, endMs: 30_000, pausedMs: 10_000 }]);
  });

  test("a file that begins late and ends early lies there, without a mask", () => {
    expect(recordedStretch(segment(marks(25_400, 80_125)), "cut")).toEqual({
      startMs: START + 25_400,
      stopMs: START + 80_125,
      durationMs: 54_725,
      masks: [],
      maskedSpans: [],
    });
  });

  test.each([
    ["out of order", [...marks(0, 30_000, 45_000, 90_000)].reverse(), 75_000],
    ["doubled", [...marks(0, 30_000, 45_000, 90_000), ...marks(0, 30_000, 45_000, 90_000)], 75_000],
    ["the last stop missing", marks(0, 30_000, 45_000), 105_000],
    ["the first start missing", marks(0, 30_000, 45_000, 90_000).slice(1), 75_000],
    ["two stretches that touch", marks(0, 30_000, 30_000, 90_000), 90_000],
    ["a stretch of nothing", marks(0, 0, 10_000, 90_000), 80_000],
  ])("%s", (_name, given, durationMs) => {
    expect(recordedStretch(segment(given), "cut").durationMs).toBe(durationMs);
  });

  test("a file that was never stopped in a segment without end has no length", () => {
    const endless = { ...segment(marks(5_000)), endMs: null };
    expect(recordedStretch(endless, "cut")).toMatchObject({
      startMs: START + 5_000,
      stopMs: null,
      durationMs: null,
    });
  });

  test("whatever the events, spans lie in the file, and file and pauses make up the stretch", () => {
    const mark = fc.record({
      timeMs: fc.integer({ min: -5_000, max: LENGTH_MS + 5_000 }).map((ms) => START + ms),
      type: fc.constantFrom("start" as const, "stop" as const),
    });
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 12 }), fc.constantFrom("cut", "silence"), (given, fill) => {
        const found = recordedStretch(segment(given), fill);
        if (found.durationMs === null) return;
        expect(found.durationMs).toBeGreaterThanOrEqual(0);
        let pausedMs = 0;
        let lastMs = 0;
        for (const span of found.maskedSpans) {
          expect(span.startMs).toBeGreaterThanOrEqual(lastMs);
          expect(span.endMs).toBeLessThanOrEqual(found.durationMs);
          lastMs = span.endMs;
          pausedMs += span.pausedMs;
        }
        if (fill === "cut" && found.startMs !== null && found.stopMs !== null && found.masks.length > 0) {
          expect(found.durationMs + pausedMs).toBe(found.stopMs - found.startMs);
        }
      }),
    );
  });
});
