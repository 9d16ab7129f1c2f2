import { expect, test } from "vitest";
import { parseShareRange, shareRangeText } from "./talk-share";

test.each([
  ["0.2..0.6", { min: 0.2, max: 0.6 }],
  ["0.2..", { min: 0.2, max: null }],
  ["..0.6", { min: null, max: 0.6 }],
  ["0..1", { min: 0, max: 1 }],
  ["0.5..0.5", { min: 0.5, max: 0.5 }],
  ["0.1234..1.0", { min: 0.1234, max: 1 }],
])("%j is a range", (text, range) => {
  expect(parseShareRange(text)).toEqual(range);
  expect(parseShareRange(shareRangeText(range))).toEqual(range);
});

test.each([
  "",
  "..",
  "0.2",
  "0.6..0.2",
  "-0.1..0.5",
  "0.2..1.1",
  "2..",
  "20..60",
  "0.2...0.6",
  " 0.2..0.6",
  "0.2..0.6\n",
  ".2...6",
  "1e-1..",
  "0,2..0,6",
  "٠.٢..",
])("%j is none", (text) => {
  expect(parseShareRange(text)).toBeNull();
});
