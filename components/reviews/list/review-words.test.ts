import { describe, expect, test } from "vitest";
import { calendarDay } from "@/components/format/time";
import { calibrationWords, dueWords, percentWords, stateWords, verdictWords } from "./review-words";

const BERLIN = "Europe/Berlin";
const NOW = Date.UTC(2026, 10, 25, 12);

describe("when a review is due", () => {
  test.each([
    [Date.UTC(2026, 10, 25, 22, 59), "Due today"],
    [Date.UTC(2026, 10, 26, 22, 59), "Due tomorrow"],
    [Date.UTC(2026, 10, 25, 8), "Overdue since today"],
    // Yesterday in Berlin, though less than a day ago.
    [Date.UTC(2026, 10, 24, 22, 59), "Overdue since yesterday"],
  ])("%d: %s", (dueMs, words) => expect(dueWords(dueMs, BERLIN, NOW)).toBe(words));

  test("further off it is the day", () => {
    const [friday, monday] = [Date.UTC(2026, 10, 27, 22, 59), Date.UTC(2026, 10, 23, 12)];
    expect(dueWords(friday, BERLIN, NOW)).toBe(`Due ${calendarDay(friday, BERLIN, NOW)}`);
    expect(dueWords(monday, BERLIN, NOW)).toBe(`Overdue since ${calendarDay(monday, BERLIN, NOW)}`);
  });

  test("counts days of the calendar over a change of clocks", () => {
    const saturday = Date.UTC(2026, 9, 24, 12);
    expect(dueWords(Date.UTC(2026, 9, 25, 22, 59), BERLIN, saturday)).toBe("Due tomorrow");
  });
});

test("a state says how far the work is", () => {
  const progress = { done: 3, total: 10 };
  expect(stateWords({ state: "assigned", progress })).toBe("Not begun");
  expect(stateWords({ state: "started", progress })).toBe("3 of 10 answered");
  expect(stateWords({ state: "reopened", progress })).toBe("Reopened, 3 of 10 answered");
  expect(stateWords({ state: "submitted", progress })).toBe("Submitted");
});

test("a calibration says that it is blind", () => {
  const calibration = { id: "c", reviews: 3, submitted: 1, blind: true };
  expect(calibrationWords(calibration)).toBe("Calibration, 1 of 3 done, blind");
  expect(calibrationWords({ ...calibration, submitted: 3, blind: false })).toBe("Calibration of 3");
});

test("a score is never rounded up to what it has missed", () => {
  expect([100, 87, 79.96, 66.666_666_67, 0].map(percentWords)).toEqual([
    "100 %",
    "87 %",
    "79.9 %",
    "66.6 %",
    "0 %",
  ]);
});

test("a verdict: an auto-fail before anything else, none where nothing is judged", () => {
  expect(verdictWords({ percent: 0, passed: false, autoFailed: true })).toBe("Auto-fail");
  expect(verdictWords({ percent: 90, passed: true, autoFailed: false })).toBe("Passed");
  expect(verdictWords({ percent: 50, passed: false, autoFailed: false })).toBe("Not passed");
  expect(verdictWords({ percent: 50, autoFailed: false })).toBeNull();
});
