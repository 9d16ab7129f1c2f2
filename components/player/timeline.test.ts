import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  buildTimeline,
  callTimeOf,
  LONGEST_DRAWN_GAP_MS,
  nextPart,
  placeAt,
  SHORTEST_GAP_MS,
  type TimelineFile,
} from "./timeline";

const file = (
  mediaKey: string,
  startMs: number | null,
  lengthMs: number | null,
  cutMs = 0,
): TimelineFile => ({
  mediaKey,
  startMs,
  lengthMs,
  cutMs,
});

const anyFiles = fc
  .array(
    fc.record({
      startMs: fc.option(fc.integer({ min: 0, max: 10_000_000 }), { nil: null }),
      lengthMs: fc.option(fc.integer({ min: 0, max: 3_600_000 }), { nil: null }),
      cutMs: fc.integer({ min: 0, max: 60_000 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((files) => files.map((one, index) => ({ ...one, mediaKey: `m${index}` })));

describe("files on one axis", () => {
  test("a transfer keeps the time between its files", () => {
    const timeline = buildTimeline([file("a", 1_000, 72_864), file("b", 79_064, 109_728)]);
    expect(timeline.gaps).toEqual([{ startMs: 72_864, endMs: 78_064, realMs: 5_200, afterIndex: 0 }]);
    expect(timeline.durationMs).toBe(187_792);
    expect(callTimeOf(timeline, "b", 1_000)).toBe(79_064);
  });

  test("files named out of order are heard in the order of their start", () => {
    const timeline = buildTimeline([file("late", 60_000, 10_000), file("early", 0, 60_000)]);
    expect(timeline.parts.map(({ mediaKey }) => mediaKey)).toEqual(["early", "late"]);
    expect(timeline.gaps).toEqual([]);
  });

  test("files without a start lie end to end where they were named", () => {
    const timeline = buildTimeline([file("a", 0, 10_000), file("b", null, 5_000), file("c", 30_000, 1_000)]);
    expect(timeline.parts.map(({ startMs }) => startMs)).toEqual([0, 10_000, 30_000]);
    expect(timeline.gaps).toEqual([{ startMs: 15_000, endMs: 30_000, realMs: 15_000, afterIndex: 1 }]);
  });

  test("files that overlap are heard one after the other, and it is said by how much", () => {
    const timeline = buildTimeline([
      file("a", 0, 10_000),
      file("b", 4_000, 10_000),
      file("c", 20_000, 5_000),
    ]);
    expect(timeline.parts.map(({ startMs, overlapMs }) => [startMs, overlapMs])).toEqual([
      [0, 0],
      [10_000, 6_000],
      [26_000, 0],
    ]);
    expect(timeline.gaps.map(({ realMs }) => realMs)).toEqual([6_000]);
  });

  test("time cut out of a file is no gap behind it", () => {
    expect(buildTimeline([file("a", 0, 10_000, 8_000), file("b", 18_000, 1_000)]).gaps).toEqual([]);
  });

  test("a gap of hours is drawn short and told whole", () => {
    const [gap] = buildTimeline([file("a", 0, 1_000), file("b", 7_201_000, 1_000)]).gaps;
    expect(gap).toEqual({
      startMs: 1_000,
      endMs: 1_000 + LONGEST_DRAWN_GAP_MS,
      realMs: 7_200_000,
      afterIndex: 0,
    });
  });

  test("no files, no place", () => {
    expect(placeAt(buildTimeline([]), 0)).toBeNull();
  });

  test("a file of unknown length can be sought in", () => {
    expect(placeAt(buildTimeline([file("a", null, null)]), 5_000)?.fileMs).toBe(5_000);
  });
});

describe("for any files", () => {
  test("parts and gaps tile the axis: sorted, touching, from 0 to the end, every file once", () => {
    fc.assert(
      fc.property(anyFiles, (files) => {
        const { parts, gaps, durationMs } = buildTimeline(files);
        expect(parts.map(({ mediaKey }) => mediaKey).sort()).toEqual(
          files.map(({ mediaKey }) => mediaKey).sort(),
        );
        let atMs = 0;
        for (const part of parts) {
          const gap = gaps.find(({ afterIndex }) => afterIndex === part.index - 1);
          if (gap) {
            expect(gap.startMs).toBe(atMs);
            expect(gap.endMs - gap.startMs).toBeLessThanOrEqual(LONGEST_DRAWN_GAP_MS);
            expect(gap.realMs).toBeGreaterThanOrEqual(SHORTEST_GAP_MS);
            atMs = gap.endMs;
          }
          expect(part.startMs).toBe(atMs);
          atMs = part.endMs;
        }
        expect(durationMs).toBe(atMs);
      }),
    );
  });

  test("file time to call time and back is the same moment", () => {
    fc.assert(
      fc.property(anyFiles, fc.nat(), fc.nat(), (files, which, at) => {
        const timeline = buildTimeline(files);
        const part = timeline.parts[which % timeline.parts.length];
        if (!part || part.endMs === part.startMs) return;
        const fileMs = at % (part.endMs - part.startMs);
        const callMs = callTimeOf(timeline, part.mediaKey, fileMs);
        expect(callMs).not.toBeNull();
        const place = placeAt(timeline, callMs ?? -1);
        expect([place?.part.mediaKey, place?.fileMs, place?.gap]).toEqual([part.mediaKey, fileMs, null]);
      }),
    );
  });

  test("files with known starts are never heard in another order than they began", () => {
    fc.assert(
      fc.property(anyFiles, (files) => {
        const starts = buildTimeline(files).parts.flatMap(({ mediaKey }) => {
          const startMs = files.find((one) => one.mediaKey === mediaKey)?.startMs ?? null;
          return startMs === null ? [] : [startMs];
        });
        expect(starts).toEqual([...starts].sort((one, other) => one - other));
      }),
    );
  });

  test("every moment of the axis has a place within a file", () => {
    fc.assert(
      fc.property(anyFiles, fc.integer({ min: 0, max: 40_000_000 }), (files, callMs) => {
        const place = placeAt(buildTimeline(files), callMs);
        expect(place).not.toBeNull();
        expect(place?.fileMs).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

test("what can't be played is passed over, and told", () => {
  const timeline = buildTimeline([file("a", 0, 1_000), file("b", 1_000, 1_000), file("c", 2_000, 1_000)]);
  const onward = nextPart(timeline, 0, (mediaKey) => mediaKey !== "b");
  expect(onward.part?.mediaKey).toBe("c");
  expect(onward.passedOver.map(({ mediaKey }) => mediaKey)).toEqual(["b"]);
  expect(nextPart(timeline, 2, () => true)).toEqual({ part: null, passedOver: [] });
});
