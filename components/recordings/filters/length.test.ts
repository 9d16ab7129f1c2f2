import { describe, expect, test } from "vitest";
import { lengthWords, parseLength } from "./length";

describe("a length", () => {
  test.each([
    ["6:12", 372_000],
    ["1:02:07", 3_727_000],
    ["90s", 90_000],
    ["90 sec", 90_000],
    ["5", 300_000],
    ["1.5", 90_000],
    ["5 min", 300_000],
    ["2h", 7_200_000],
    ["2 hours", 7_200_000],
    ["0", 0],
    [" 0:30 ", 30_000],
  ])("%j is %d ms", (text, ms) => {
    expect(parseLength(text)).toBe(ms);
  });

  test.each(["", "soon", "-1", "1:75", "6:1", "999999h", "1e9", "5 minx"])("%j is refused", (text) => {
    expect(parseLength(text)).toBeNull();
  });

  test("is told in words", () => {
    expect(lengthWords(60_000, undefined)).toBe("at least 1:00");
    expect(lengthWords(undefined, 300_000)).toBe("at most 5:00");
    expect(lengthWords(60_000, 300_000)).toBe("1:00 to 5:00");
  });
});
