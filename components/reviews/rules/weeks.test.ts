import { expect, test } from "vitest";
import { drawPeriod } from "./weeks";

const NONE = { first: "", last: "" };
const shown = (period: ReturnType<typeof drawPeriod>) =>
  period && [new Date(period.fromMs).toISOString(), new Date(period.endMs).toISOString()];

test("a week is Monday to Sunday of the zone", () => {
  // Sunday evening in London, Monday already in Auckland.
  const nowMs = Date.UTC(2026, 10, 22, 20);
  expect(shown(drawPeriod("lastWeek", NONE, nowMs, "Europe/London"))).toEqual([
    "2026-11-09T00:00:00.000Z",
    "2026-11-16T00:00:00.000Z",
  ]);
  expect(shown(drawPeriod("lastWeek", NONE, nowMs, "Pacific/Auckland"))).toEqual([
    "2026-11-15T11:00:00.000Z",
    "2026-11-22T11:00:00.000Z",
  ]);
  expect(shown(drawPeriod("thisWeek", NONE, nowMs, "Europe/London"))).toEqual([
    "2026-11-16T00:00:00.000Z",
    "2026-11-22T20:00:00.000Z",
  ]);
});

test("days of one's own, both included, and never beyond now", () => {
  const nowMs = Date.UTC(2026, 10, 22, 20);
  const days = (first: string, last: string) => shown(drawPeriod("days", { first, last }, nowMs, "UTC"));
  expect(days("2026-11-02", "2026-11-03")).toEqual(["2026-11-02T00:00:00.000Z", "2026-11-04T00:00:00.000Z"]);
  expect(days("2026-11-20", "2026-11-30")).toEqual(["2026-11-20T00:00:00.000Z", "2026-11-22T20:00:00.000Z"]);
  expect(days("2026-11-04", "2026-11-02")).toBeNull();
  expect(days("", "2026-11-02")).toBeNull();
});
