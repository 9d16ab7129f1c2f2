import { describe, expect, test } from "vitest";
import { rowAt, rowWindow, scrollFor, startsOf } from "./row-window";

// A day line of 24 px, then rows of 32 px, ten of each block.
const heightOf = (index: number) => (index % 11 === 0 ? 24 : 32);
const STARTS = startsOf(110, heightOf);

test("rows begin where those before them end", () => {
  expect([...startsOf(3, heightOf)]).toEqual([0, 24, 56, 88]);
  expect([...startsOf(0, heightOf)]).toEqual([0]);
  expect(STARTS[110]).toBe(10 * 24 + 100 * 32);
});

test.each([
  [-5, 0],
  [0, 0],
  [23, 0],
  [24, 1],
  [55.9, 1],
  [56, 2],
  [1e9, 109],
])("at %d px is row %d", (px, row) => {
  expect(rowAt(STARTS, px)).toBe(row);
});

describe("the rows that are drawn", () => {
  test("cover the view, with some beyond either edge", () => {
    for (let scrollPx = 0; scrollPx < 3_000; scrollPx += 37) {
      const { first, last, top } = rowWindow(STARTS, { scrollPx, heightPx: 320 }, 3);
      expect(STARTS[first + 3] ?? 0).toBeLessThanOrEqual(Math.max(scrollPx, STARTS[3] ?? 0));
      expect(STARTS[last + 1] ?? 0).toBeGreaterThanOrEqual(Math.min(scrollPx + 320, STARTS[110] ?? 0));
      expect(top).toBe(rowAt(STARTS, scrollPx));
    }
  });

  test("are few however many there are, and none of nothing", () => {
    const many = startsOf(100_000, () => 32);
    const { first, last } = rowWindow(many, { scrollPx: 1_600_000, heightPx: 640 }, 10);
    expect(last - first + 1).toBeLessThanOrEqual(42);
    expect(rowWindow(startsOf(0, heightOf), { scrollPx: 0, heightPx: 640 }, 10)).toEqual({
      first: 0,
      last: -1,
      top: -1,
    });
  });
});

test("a row is scrolled to only as far as needed, and out from under what covers the top", () => {
  const view = { scrollPx: 1_000, heightPx: 320 };
  const visible = rowAt(STARTS, 1_100);
  expect(scrollFor(STARTS, visible, view, 24)).toBe(1_000);
  expect(scrollFor(STARTS, 2, view, 24)).toBe(32);
  expect(scrollFor(STARTS, 0, view, 24)).toBe(0);
  const below = rowAt(STARTS, 2_000);
  expect(scrollFor(STARTS, below, view, 24)).toBe((STARTS[below + 1] ?? 0) - 320);
});
