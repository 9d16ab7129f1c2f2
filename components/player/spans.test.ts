import { describe, expect, test } from "vitest";
import { linkPath, readSeconds } from "./share-link";
import { positionWords, toldPosition } from "./slider-words";
import { endedAt, spanBetween, spanInFile, startedAt } from "./use-selection";

const LENGTH_MS = 60_000;

describe("picking a span", () => {
  test.each([
    [5_000, 9_000, { startMs: 5_000, endMs: 9_000 }],
    [9_000, 5_000, { startMs: 5_000, endMs: 9_000 }],
    [-5, 90_000, { startMs: 0, endMs: LENGTH_MS }],
    [5_000, 5_100, null],
  ])("from %i to %i", (one, other, span) => {
    expect(spanBetween(one, other, LENGTH_MS)).toEqual(span);
  });

  test("A begins one that can be seen, B ends it, and each moves its own end", () => {
    const begun = startedAt(null, 10_000, LENGTH_MS);
    expect(begun).toEqual({ startMs: 10_000, endMs: 15_000 });
    expect(endedAt(begun, 30_000, LENGTH_MS)).toEqual({ startMs: 10_000, endMs: 30_000 });
    expect(startedAt({ startMs: 10_000, endMs: 30_000 }, 20_000, LENGTH_MS)).toEqual({
      startMs: 20_000,
      endMs: 30_000,
    });
    expect(endedAt(begun, 5_000, LENGTH_MS)).toEqual({ startMs: 0, endMs: 5_000 });
    expect(startedAt(null, LENGTH_MS, LENGTH_MS)).toEqual({ startMs: 59_800, endMs: LENGTH_MS });
    expect(endedAt(null, 0, LENGTH_MS)).toEqual({ startMs: 0, endMs: 200 });
  });

  test("in a file's own time it ends where the file does", () => {
    const file = { startMs: 10_000, endMs: 20_000 };
    expect(spanInFile({ startMs: 12_000, endMs: 40_000 }, file)).toEqual({ startMs: 2_000, endMs: 10_000 });
    expect(spanInFile({ startMs: 30_000, endMs: 40_000 }, file)).toBeNull();
  });
});

describe("links", () => {
  test("a moment and a span", () => {
    expect(linkPath("engage.1", { mediaKey: "k", startMs: 83_490, endMs: null })).toBe(
      "/recordings/engage.1?m=k&t=83.5",
    );
    expect(linkPath("engage.1", { mediaKey: "k", startMs: 83_500, endMs: 97_000 })).toBe(
      "/recordings/engage.1?m=k&t=83.5&to=97",
    );
  });

  test.each([
    ["83.5", 83_500],
    ["0", 0],
    ["-1", null],
    ["1e9", null],
    ["", null],
    ["83.5 ", null],
    ["99999999", null],
    [null, null],
  ])("%j is %s ms", (text, ms) => {
    expect(readSeconds(text)).toBe(ms);
  });
});

describe("what the slider says", () => {
  const mask = {
    key: "m",
    mediaKey: "k",
    span: {
      startMs: 20_000,
      endMs: 30_000,
      pausedMs: 10_000,
      uncertainMs: 0,
      open: false,
      origin: "masks" as const,
    },
    startUncertainMs: 0,
    endUncertainMs: 0,
    words: "",
    notes: [],
    warnings: [],
  };

  test.each([
    [5_000, "5 seconds of 1 minute"],
    [17_000, "17 seconds of 1 minute, paused span in 3 seconds"],
    [19_500, "20 seconds of 1 minute, paused span next"],
    [25_000, "25 seconds of 1 minute, paused here"],
    [45_000, "45 seconds of 1 minute, nothing recorded here"],
  ])("at %i ms", (atMs, words) => {
    expect(positionWords(atMs, LENGTH_MS, [mask], [{ startMs: 40_000, endMs: 50_000 }])).toBe(words);
  });

  test("it is the truth when it stands, and rare while it plays by itself", () => {
    expect(toldPosition(17_000, null, false)).toBe(17_000);
    expect(toldPosition(17_000, null, true)).toBe(15_000);
    expect(toldPosition(17_000, 16_000, true)).toBe(16_000);
    expect(toldPosition(32_000, 16_000, true)).toBe(30_000);
    expect(toldPosition(2_000, 16_000, true)).toBe(0);
  });
});
