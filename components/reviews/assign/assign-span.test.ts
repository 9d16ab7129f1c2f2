import { expect, test } from "vitest";
import { segmentsOf } from "./assign-span";

const files = [
  { mediaKey: "one", startMs: 0, endMs: 60_000 },
  { mediaKey: "two", startMs: 65_000, endMs: 120_000 },
];

test("a span is a segment in each file it reaches, in that file's own time", () => {
  expect(segmentsOf(files, { startMs: 50_000, endMs: 70_000 })).toEqual([
    { mediaKey: "one", startMs: 50_000, endMs: 60_000, unit: "span" },
    { mediaKey: "two", startMs: 0, endMs: 5_000, unit: "span" },
  ]);
});

test("what is shorter than half a second of a file, or lies between two, is no segment", () => {
  expect(segmentsOf(files, { startMs: 59_700, endMs: 70_000 }).map(({ mediaKey }) => mediaKey)).toEqual([
    "two",
  ]);
  expect(segmentsOf(files, { startMs: 60_500, endMs: 64_500 })).toEqual([]);
});
