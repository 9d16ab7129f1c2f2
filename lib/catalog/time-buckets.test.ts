import fc from "fast-check";
import { expect, test } from "vitest";
import { calendarEdges, hourIn, timeBuckets } from "./time-buckets";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

test("days begin at midnight of the zone, also where one has 23 or 25 hours", () => {
  const { edges } = timeBuckets(Date.UTC(2026, 9, 10, 9), Date.UTC(2026, 10, 20, 9), "Europe/Berlin");
  const lengths = edges.slice(1).map((edge, index) => (edge - (edges[index] ?? 0)) / HOUR_MS);
  expect(edges[0]).toBe(Date.UTC(2026, 9, 9, 22));
  expect(edges.at(-1)).toBe(Date.UTC(2026, 10, 20, 23));
  expect(lengths.filter((hours) => hours === 25)).toHaveLength(1);
  expect(lengths.filter((hours) => hours !== 25 && hours !== 24)).toEqual([]);
});

test("weeks begin on Monday and months on their first day", () => {
  const weeks = timeBuckets(Date.UTC(2026, 0, 1), Date.UTC(2026, 11, 1), "Asia/Kathmandu").edges;
  expect(weeks[0]).toBe(Date.UTC(2025, 11, 28, 18, 15));
  const months = timeBuckets(Date.UTC(2020, 0, 15), Date.UTC(2026, 11, 1), "America/New_York").edges;
  expect(months.slice(0, 3)).toEqual([
    Date.UTC(2020, 0, 1, 5),
    Date.UTC(2020, 1, 1, 5),
    Date.UTC(2020, 2, 1, 5),
  ]);
});

test("days, weeks and months that are asked for, and of a long span the last ones", () => {
  const span = { fromMs: Date.UTC(2026, 9, 23, 9), toMs: Date.UTC(2026, 9, 26, 9), zone: "Europe/Berlin" };
  expect(calendarEdges(span, "day", 400)).toEqual([
    Date.UTC(2026, 9, 22, 22),
    Date.UTC(2026, 9, 23, 22),
    Date.UTC(2026, 9, 24, 22),
    Date.UTC(2026, 9, 25, 23),
    Date.UTC(2026, 9, 26, 23),
  ]);
  expect(calendarEdges(span, "week", 400)).toEqual([
    Date.UTC(2026, 9, 18, 22),
    Date.UTC(2026, 9, 25, 23),
    Date.UTC(2026, 10, 1, 23),
  ]);
  expect(calendarEdges(span, "month", 400)).toEqual([Date.UTC(2026, 8, 30, 22), Date.UTC(2026, 9, 31, 23)]);
  const long = calendarEdges({ ...span, fromMs: 0 }, "day", 10);
  expect([long.length, long[0]]).toEqual([11, Date.UTC(2026, 9, 16, 22)]);
});

test("buckets rise, cover the whole span, and are neither too few nor too many", () => {
  const zone = fc.constantFrom(
    "UTC",
    "Europe/Berlin",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Apia",
  );
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2030, 0, 1) }),
      fc.integer({ min: 0, max: 3_000 * DAY_MS }),
      zone,
      (fromMs, spanMs, name) => {
        const { edges } = timeBuckets(fromMs, fromMs + spanMs, name);
        expect(edges[0]).toBeLessThanOrEqual(fromMs);
        expect(edges.at(-1)).toBeGreaterThan(fromMs + spanMs);
        expect(edges.length).toBeLessThanOrEqual(122);
        for (let index = 1; index < edges.length; index += 1) {
          expect(edges[index]).toBeGreaterThan(edges[index - 1] ?? Number.POSITIVE_INFINITY);
        }
      },
    ),
    { numRuns: 300, seed: 3 },
  );
});

test("hours are those of the zone's clock", () => {
  const hourOf = hourIn("Australia/Lord_Howe");
  expect(hourOf(Date.UTC(2026, 6, 1, 0))).toBe(10);
  expect(hourOf(Date.UTC(2026, 6, 1, 13, 40))).toBe(0);
});
