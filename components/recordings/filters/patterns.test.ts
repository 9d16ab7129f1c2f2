import { describe, expect, test } from "vitest";
import { type Match, matchWords, readPattern, writePattern } from "./patterns";

const TABLE = [
  [{ mode: "contains", text: "555-0100" }, "*555-0100*", "contains 555-0100"],
  [{ mode: "exact", text: "+1 555 010 0142" }, "+1 555 010 0142", "is +1 555 010 0142"],
  [{ mode: "starts", text: "Jo" }, "Jo*", "starts with Jo"],
  [{ mode: "ends", text: "0142" }, "*0142", "ends with 0142"],
  [{ mode: "pattern", text: "5*5" }, "5*5", "matches 5*5"],
  [{ mode: "pattern", text: "55?" }, "55?", "matches 55?"],
  [{ mode: "pattern", text: "*" }, "*", "matches *"],
] as const satisfies readonly (readonly [Match, string, string])[];

describe("a pattern", () => {
  test.each(TABLE)("%o is %s, and back", (match, written, words) => {
    expect(writePattern(match)).toBe(written);
    expect(readPattern(written)).toEqual(match);
    expect(matchWords(match)).toBe(words);
  });

  test.each(["contains", "exact", "starts", "ends"] as const)(
    "with wildcards typed in is kept as typed in mode %s",
    (mode) => {
      expect(writePattern({ mode, text: "+1388*7186" })).toBe("+1388*7186");
      expect(readPattern("+1388*7186")).toEqual({ mode: "pattern", text: "+1388*7186" });
    },
  );

  test.each(["**", "*a*b*", "?", "a**"])("that no mode says keeps its own text: %s", (value) => {
    expect(readPattern(value)).toEqual({ mode: "pattern", text: value });
    expect(writePattern(readPattern(value))).toBe(value);
  });
});
