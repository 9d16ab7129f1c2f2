import { describe, expect, test } from "vitest";
import { barsOf, bucketAt, zoomOf } from "./buckets";

const BUCKETS = [
  { startTime: 1_000, endTime: 2_000, count: 4 },
  { startTime: 2_000, endTime: 3_000, count: 0 },
  { startTime: 4_000, endTime: 5_000, count: 8 },
];

describe("calls over time", () => {
  test("stand where their time is, gaps and all", () => {
    expect(barsOf(BUCKETS)).toEqual([
      { index: 0, left: 0, width: 0.25, height: 0.5 },
      { index: 1, left: 0.25, width: 0.25, height: 0 },
      { index: 2, left: 0.75, width: 0.25, height: 1 },
    ]);
    expect(barsOf([])).toEqual([]);
  });

  test.each([
    [0, 0],
    [0.3, 1],
    [0.6, 1],
    [0.7, 2],
    [1.4, 2],
    [-1, 0],
  ])("at %d of the width is bucket %d", (share, index) => {
    expect(bucketAt(barsOf(BUCKETS), share)).toBe(index);
  });

  test("are zoomed to whole buckets, dragged either way", () => {
    const span = { startTime: 2_000, startBefore: 5_000 };
    expect(zoomOf(BUCKETS, { anchor: 1, focus: 2 })).toEqual(span);
    expect(zoomOf(BUCKETS, { anchor: 2, focus: 1 })).toEqual(span);
    expect(zoomOf(BUCKETS, { anchor: 0, focus: 9 })).toBeNull();
    expect(bucketAt([], 0.5)).toBe(-1);
  });
});
