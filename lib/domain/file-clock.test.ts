import fc from "fast-check";
import { expect, test } from "vitest";
import { fileOffsetMs, wallOffsetMs } from "./file-clock";

const cut = (startMs: number, pausedMs: number) => ({ startMs, endMs: startMs, pausedMs });
const padded = (startMs: number, endMs: number) => ({ startMs, endMs, pausedMs: endMs - startMs });

test("a pause that was cut out has passed for what comes after it, one that was padded stands in the file", () => {
  const maskedSpans = [padded(1_000, 2_000), cut(5_000, 3_000), cut(9_000, 500)];
  expect([0, 4_999, 5_000, 8_999, 9_000, 12_000].map((ms) => wallOffsetMs({ maskedSpans }, ms))).toEqual([
    0, 4_999, 8_000, 11_999, 12_500, 15_500,
  ]);
  expect(
    [0, 4_999, 5_000, 6_500, 8_000, 12_100, 15_500].map((ms) => fileOffsetMs({ maskedSpans }, ms)),
  ).toEqual([0, 4_999, 5_000, 5_000, 5_000, 9_000, 12_000]);
});

test("the way there and back ends where it began, whatever was cut", () => {
  const spans = fc.array(
    fc.record({ atMs: fc.integer({ min: 0, max: 60_000 }), pausedMs: fc.integer({ min: 1, max: 20_000 }) }),
    {
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(spans, fc.integer({ min: 0, max: 90_000 }), (given, fileMs) => {
      const maskedSpans = given
        .sort((a, b) => a.atMs - b.atMs)
        .map(({ atMs, pausedMs }) => cut(atMs, pausedMs));
      expect(fileOffsetMs({ maskedSpans }, wallOffsetMs({ maskedSpans }, fileMs))).toBe(fileMs);
    }),
  );
});
