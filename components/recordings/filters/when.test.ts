import { describe, expect, test } from "vitest";
import { PRESETS, presetOf, presetRange, whenWords } from "./when";

const iso = (ms: number) => new Date(ms).toISOString();
const BERLIN = "Europe/Berlin";

describe("a preset is whole days of the zone", () => {
  test.each([
    ["today", "2026-11-16T13:00Z", BERLIN, "2026-11-15T23:00:00.000Z", "2026-11-16T23:00:00.000Z"],
    // Late in UTC, the next day in Berlin.
    ["today", "2026-11-16T23:30Z", BERLIN, "2026-11-16T23:00:00.000Z", "2026-11-17T23:00:00.000Z"],
    ["yesterday", "2026-11-16T13:00Z", BERLIN, "2026-11-14T23:00:00.000Z", "2026-11-15T23:00:00.000Z"],
    // The day on which clocks go forward has 23 hours, the one on which they go back 25.
    ["today", "2026-03-29T12:00Z", BERLIN, "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
    ["yesterday", "2026-10-26T12:00Z", BERLIN, "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"],
    ["last7", "2026-10-27T12:00Z", BERLIN, "2026-10-20T22:00:00.000Z", "2026-10-27T23:00:00.000Z"],
    ["last30", "2026-04-05T12:00Z", BERLIN, "2026-03-06T23:00:00.000Z", "2026-04-05T22:00:00.000Z"],
    [
      "last7",
      "2026-03-10T12:00Z",
      "America/New_York",
      "2026-03-04T05:00:00.000Z",
      "2026-03-11T04:00:00.000Z",
    ],
    ["today", "2026-11-16T13:00Z", "UTC", "2026-11-16T00:00:00.000Z", "2026-11-17T00:00:00.000Z"],
  ] as const)("%s at %s in %s", (preset, now, zone, from, before) => {
    const range = presetRange(preset, Date.parse(now), zone);
    expect([iso(range.startTime), iso(range.startBefore)]).toEqual([from, before]);
  });
});

test("a range is known again as the preset it came from, on the same day only", () => {
  const nowMs = Date.parse("2026-03-29T12:00Z");
  for (const preset of PRESETS) {
    const range = presetRange(preset, nowMs, BERLIN);
    expect(presetOf(range, nowMs + 3_600_000, BERLIN)).toBe(preset);
    expect(presetOf(range, nowMs, "Asia/Tokyo")).toBeNull();
  }
  expect(presetOf(presetRange("last7", nowMs, BERLIN), nowMs + 86_400_000, BERLIN)).toBeNull();
  expect(presetOf({ startTime: nowMs }, nowMs, BERLIN)).toBeNull();
});

describe("a range in words", () => {
  const nowMs = Date.parse("2026-11-20T12:00Z");
  const at = (text: string) => Date.parse(text);
  test.each([
    [presetRange("last7", nowMs, "UTC"), "Last 7 days"],
    [{ startTime: at("2026-11-14T00:00Z"), startBefore: at("2026-11-15T00:00Z") }, "14 Nov 2026"],
    [
      { startTime: at("2026-11-14T00:00Z"), startBefore: at("2026-11-17T00:00Z") },
      "14 Nov 2026 – 16 Nov 2026",
    ],
    [
      { startTime: at("2026-11-14T14:00Z"), startBefore: at("2026-11-14T15:30Z") },
      "14 Nov 2026, 14:00 – 15:30",
    ],
    [
      { startTime: at("2026-11-14T14:00Z"), startBefore: at("2026-11-15T00:00Z") },
      "14 Nov 2026, 14:00 – 15 Nov 2026",
    ],
    [{ startTime: at("2026-11-14T14:00Z") }, "from 14 Nov 2026, 14:00"],
    [{ startBefore: at("2026-11-14T00:00Z") }, "before 14 Nov 2026"],
    [{}, "any time"],
  ] as const)("%o is %s", (when, words) => {
    expect(whenWords(when, nowMs, "UTC")).toBe(words);
  });
});
