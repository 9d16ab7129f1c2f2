import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type MaskInput, maskedSpans } from "./masks";
import type { Mask } from "./recording";

const START = Date.UTC(2015, 8, 10, 18, 36, 58);

/** `p1000` = paused at 1000 ms of the file, `r3000` = resume. */
function marks(text: string): Mask[] {
  return text
    .split(" ")
    .filter((item) => item !== "")
    .map((item) => ({
      type: item.startsWith("p") ? "paused" : "resume",
      timeMs: START + Number(item.slice(1)),
    }));
}

function spans(text: string, rest: Partial<MaskInput> = {}) {
  return maskedSpans({
    masks: marks(text),
    fileStartMs: START,
    durationMs: 33_100,
    origin: "masks",
    uncertainMs: 1_000,
    fill: "silence",
    ...rest,
  });
}

/** `1000-3000` per span, `+2000` when cut, `…` when open. */
const short = (found: ReturnType<typeof spans>) =>
  found
    .map((span) =>
      span.startMs === span.endMs && !span.open
        ? `${span.startMs}+${span.pausedMs}`
        : `${span.startMs}-${span.endMs}${span.open ? "…" : ""}`,
    )
    .join(" ");

test("the vendor's own sample: 18:37:22.034 to 18:37:24.098 in a file that starts at 18:36:58", () => {
  const masks: Mask[] = [
    { timeMs: Date.UTC(2015, 8, 10, 18, 37, 22, 34), type: "paused" },
    { timeMs: Date.UTC(2015, 8, 10, 18, 37, 24, 98), type: "resume" },
  ];
  expect(spans("", { masks })).toEqual([
    { startMs: 24_034, endMs: 26_098, pausedMs: 2_064, uncertainMs: 1_000, open: false, origin: "masks" },
  ]);
});

describe("silence in place of the pause (fact sheet §14 case 3)", () => {
  test.each([
    ["no masks", "", ""],
    ["one pause", "p1000 r3000", "1000-3000"],
    ["two pauses", "p1000 r3000 p5000 r6000", "1000-3000 5000-6000"],
    ["unsorted", "r6000 p5000 r3000 p1000", "1000-3000 5000-6000"],
    ["resume first", "r3000", "0-3000"],
    ["resume first, then a pause", "r3000 p5000 r6000", "0-3000 5000-6000"],
    ["pause without a resume", "p5000", "5000-33100…"],
    ["the last of several without a resume", "p1000 r3000 p5000", "1000-3000 5000-33100…"],
    ["both ends missing", "r3000 p5000", "0-3000 5000-33100…"],
    ["exact doubles", "p1000 p1000 r3000 r3000", "1000-3000"],
    ["doubles of two channels", "p1000 p1200 r3000 r3200", "1000-3200"],
    ["doubled pause, single resume", "p1000 p1200 r3000", "1000-3000"],
    ["a second resume that ends nothing", "p1000 r3000 r9000", "1000-3000"],
    [
      "a doubled pause does not reach over a later one",
      "p1000 p1200 r3000 p5000 r6000 r7000",
      "1000-3000 5000-6000",
    ],
    ["touching pauses are one", "p1000 r3000 p3000 r4000", "1000-4000"],
    ["a pause that lasts no time", "p1000 r1000", ""],
    ["begins before the file", "p-2000 r3000", "0-3000"],
    ["ends after the file", "p30000 r60000", "30000-33100"],
    ["wholly before the file", "p-5000 r-2000", ""],
    ["wholly after the file", "p40000 r50000", ""],
    ["begins where the file ends", "p33100 r50000", ""],
    ["open after the file", "p40000", ""],
    ["open before the file: all of it", "p-2000", "0-33100…"],
    ["a first resume before the file", "r-2000 p1000 r2000", "1000-2000"],
    ["the whole file", "p0 r33100", "0-33100"],
  ])("%s", (_name, given, expected) => {
    expect(short(spans(given))).toBe(expected);
  });

  test("pausedMs is the span's length", () => {
    for (const span of spans("p1000 r3000 p30000 r60000 p-9000 r500")) {
      expect(span.pausedMs).toBe(span.endMs - span.startMs);
    }
  });

  test("without the file's start nothing can be placed", () => {
    expect(spans("p1000 r3000", { fileStartMs: null })).toEqual([]);
  });

  test("without its length nothing is clamped, and an open pause has no known end", () => {
    expect(short(spans("p1000 r90000", { durationMs: null }))).toBe("1000-90000");
    expect(spans("p5000", { durationMs: null })).toMatchObject([
      { startMs: 5_000, endMs: 5_000, pausedMs: 0, open: true },
    ]);
  });

  test("times that are no numbers are passed over", () => {
    expect(
      spans("", { masks: [{ timeMs: Number.NaN, type: "paused" }, ...marks("p1000 r3000")] }),
    ).toHaveLength(1);
  });

  test("the origin and the uncertainty are the caller's", () => {
    expect(spans("p1000 r3000", { origin: "events", uncertainMs: 250 })).toMatchObject([
      { origin: "events", uncertainMs: 250 },
    ]);
  });
});

describe("pauses cut out of the audio", () => {
  test.each([
    ["one pause", "p1000 r3000", "1000+2000"],
    ["later positions lie earlier by what was cut", "p1000 r3000 p5000 r6500", "1000+2000 3000+1500"],
    ["three of them", "p1000 r2000 p3000 r5000 p10000 r10500", "1000+1000 2000+2000 7000+500"],
    ["resume first: cut at the start", "r3000 p5000 r6000", "0+3000 2000+1000"],
    ["begins before the file: only what lay within it", "p-2000 r3000 p5000 r6000", "0+3000 2000+1000"],
    ["wholly before the file shifts nothing", "p-5000 r-2000 p1000 r3000", "1000+2000"],
    ["at one position they are one", "p1000 r2000 p2000 r4000", "1000+3000"],
    ["just after the end, within the uncertainty", "p33900 r40000", "33100+6100"],
    ["well after the end", "p40000 r41000", ""],
    ["a cut call of 20 s in a file of 10 s", "p8000 r18000", "8000+10000", 10_000],
    ["its second pause", "p8000 r18000 p19000 r21000", "8000+10000 9000+2000", 10_000],
  ])("%s", (_name, given, expected, durationMs = 33_100) => {
    expect(short(spans(given, { fill: "cut", durationMs }))).toBe(expected);
  });

  test("never resumed: open, of unknown length, where the audio stops", () => {
    expect(spans("p33100", { fill: "cut" })).toMatchObject([
      { startMs: 33_100, endMs: 33_100, pausedMs: 0, open: true },
    ]);
  });
});

test("spans are always sorted, apart, within the file and not empty", () => {
  const mask = fc.record({
    timeMs: fc.integer({ min: START - 50_000, max: START + 90_000 }),
    type: fc.constantFrom("paused" as const, "resume" as const),
  });
  fc.assert(
    fc.property(
      fc.array(mask, { maxLength: 20 }),
      fc.constantFrom("silence" as const, "cut" as const),
      (masks, fill) => {
        const found = spans("", { masks, fill });
        let last = -1;
        for (const span of found) {
          expect(span.startMs).toBeGreaterThan(last);
          expect(span.endMs).toBeLessThanOrEqual(33_100);
          if (fill === "silence") expect(span.endMs).toBeGreaterThan(span.startMs);
          else expect(span.endMs).toBe(span.startMs);
          last = span.endMs;
        }
        expect(found.filter((span) => span.open).length).toBeLessThanOrEqual(1);
      },
    ),
  );
});
