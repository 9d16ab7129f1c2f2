import { describe, expect, test } from "vitest";
import { bucketPeriod, isOwnPeriod, readPeriod } from "./period";

const BERLIN = "Europe/Berlin";
/** Still Wednesday in Berlin, Thursday in Auckland. */
const NOW = Date.UTC(2026, 10, 25, 20);
const shown = (text: string, zone = BERLIN, nowMs = NOW) => {
  const { fromMs, endMs, bucket } = readPeriod(text, nowMs, zone);
  const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  return [iso(fromMs), iso(endMs), bucket];
};

describe("a period is whole days of the viewer's zone", () => {
  test.each([
    ["7d", "2026-11-18T23:00:00.000Z", null, "day"],
    ["30d", "2026-10-26T23:00:00.000Z", null, "week"],
    ["month", "2026-10-31T23:00:00.000Z", null, "week"],
    ["lastMonth", "2026-09-30T22:00:00.000Z", "2026-10-31T23:00:00.000Z", "week"],
    ["all", null, null, "month"],
    ["2026-11-16..2026-11-22", "2026-11-15T23:00:00.000Z", "2026-11-22T23:00:00.000Z", "day"],
  ])("%s", (text, from, end, bucket) => expect(shown(text)).toEqual([from, end, bucket]));

  test("today is what the zone says", () =>
    expect(shown("7d", "Pacific/Auckland")[0]).toBe("2026-11-19T11:00:00.000Z"));

  test("last month in January is December", () =>
    expect(shown("lastMonth", "UTC", Date.UTC(2027, 0, 5))).toEqual([
      "2026-12-01T00:00:00.000Z",
      "2027-01-01T00:00:00.000Z",
      "week",
    ]));
});

test("what the address can't mean is the default", () => {
  for (const text of ["", "yesterday", "2026-11-22..2026-11-16", "2026-02-30..2026-03-01"]) {
    expect(shown(text)).toEqual(shown("30d"));
    expect(isOwnPeriod(text)).toBe(false);
  }
});

test("a bucket of the trend can be looked at by itself", () => {
  const week = Date.UTC(2026, 10, 15, 23);
  expect(bucketPeriod(week, "week", BERLIN)).toBe("2026-11-16..2026-11-22");
  expect(bucketPeriod(week, "day", BERLIN)).toBe("2026-11-16..2026-11-16");
  expect(bucketPeriod(Date.UTC(2027, 11, 1), "month", "UTC")).toBe("2027-12-01..2027-12-31");
  expect(isOwnPeriod(bucketPeriod(week, "week", BERLIN))).toBe(true);
});
