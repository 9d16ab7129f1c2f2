import { expect, test } from "vitest";
import { RecordingFilterSchema } from "@/lib/domain/recording-filter";
import { parsePercent, parseSpan, percent, shareText, shareWords, spanWords } from "./talk";

test.each([
  ["30", 30_000],
  [" 1.5 ", 1_500],
  ["30 s", 30_000],
  ["2 min", 120_000],
  ["1:30", 90_000],
  ["0", 0],
  ["", null],
  ["long", null],
  ["-3", null],
])("the time %j", (text, ms) => {
  expect(parseSpan(text)).toBe(ms);
});

test.each([
  [30_000, "30 s"],
  [1_500, "1.5 s"],
  [90_000, "1:30"],
  [0, "0 s"],
  [61_500, "61.5 s"],
])("%d ms in words, which can be written back", (ms, words) => {
  expect(spanWords(ms)).toBe(words);
  expect(parseSpan(words)).toBe(ms);
});

test.each([
  ["0.2..0.6", "20–60 %"],
  ["0.2..", "at least 20 %"],
  ["..0.575", "at most 57.5 %"],
  ["0..1", "0–100 %"],
])("the range %j in words", (text, words) => {
  expect(shareWords(text)).toBe(words);
});

test("every whole per cent comes back as it was written, and the server takes it", () => {
  for (let value = 0; value <= 100; value += 1) {
    const share = parsePercent(`${value} %`);
    expect(share).not.toBeNull();
    expect(percent(share ?? Number.NaN)).toBe(value);
    const agentTalkShare = shareText({ min: share, max: 1 });
    expect(RecordingFilterSchema.parse({ agentTalkShare })).toEqual({ agentTalkShare });
  }
  expect(shareText({ min: null, max: null })).toBeUndefined();
});

test.each(["", "101", "-1", "a", "20-60"])("%j is no part of a hundred", (text) => {
  expect(parsePercent(text)).toBeNull();
});
