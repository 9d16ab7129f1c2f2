import { expect, test } from "vitest";
import { trendPoints } from "./trend";

const bucket = (reviews: number, meanPercent?: number) => ({
  time: "",
  reviews,
  autoFailed: 0,
  ...(meanPercent === undefined ? {} : { meanPercent }),
});

test("points stand by time, and share the whole width among them", () => {
  const points = trendPoints([bucket(2, 80), bucket(4), bucket(1, 60)], [0, 10, 40]);
  expect(points.map(({ percent }) => percent)).toEqual([80, null, 60]);
  expect(points.map(({ load }) => load)).toEqual([0.5, 1, 0.25]);
  expect(points[1]?.x).toBeCloseTo(0.03 + 0.94 / 4);
  expect(points[0]?.left).toBe(0);
  expect(points.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(1);
});

test("one bucket stands in the middle, none is nothing", () => {
  expect(trendPoints([bucket(1, 50)], [5])).toMatchObject([{ x: 0.5, left: 0, width: 1 }]);
  expect(trendPoints([], [])).toEqual([]);
});
