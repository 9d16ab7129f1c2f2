import { describe, expect, test } from "vitest";
import { dueMsOf, todayInput } from "./due";

const iso = (ms: number | null | undefined) => (typeof ms === "number" ? new Date(ms).toISOString() : ms);
const BERLIN = "Europe/Berlin";
/** Wednesday. */
const WEDNESDAY = Date.UTC(2026, 10, 25, 22, 30);

describe("when reviews are due", () => {
  test("is the last minute of a day, in the viewer's zone", () => {
    expect(iso(dueMsOf("tomorrow", "", WEDNESDAY, BERLIN))).toBe("2026-11-26T22:59:00.000Z");
    // It is Thursday already in Auckland.
    expect(iso(dueMsOf("tomorrow", "", WEDNESDAY, "Pacific/Auckland"))).toBe("2026-11-27T10:59:00.000Z");
  });

  test("the week ends on Friday, the coming one when it is over", () => {
    expect(iso(dueMsOf("week", "", WEDNESDAY, BERLIN))).toBe("2026-11-27T22:59:00.000Z");
    const friday = Date.UTC(2026, 10, 27, 9);
    expect(iso(dueMsOf("week", "", friday, BERLIN))).toBe("2026-11-27T22:59:00.000Z");
    const saturday = Date.UTC(2026, 10, 28, 9);
    expect(iso(dueMsOf("week", "", saturday, BERLIN))).toBe("2026-12-04T22:59:00.000Z");
  });

  test("the night in which clocks go back is a minute short of midnight all the same", () => {
    const before = Date.UTC(2026, 9, 24, 12);
    expect(iso(dueMsOf("date", "2026-10-25", before, BERLIN))).toBe("2026-10-25T22:59:00.000Z");
  });

  test("may be no day at all, and no day that is over or does not exist", () => {
    expect(dueMsOf("none", "2026-11-26", WEDNESDAY, BERLIN)).toBeNull();
    expect(iso(dueMsOf("date", "2026-11-25", WEDNESDAY, BERLIN))).toBe("2026-11-25T22:59:00.000Z");
    for (const text of ["", "2026-11-24", "2026-02-30", "tomorrow"]) {
      expect(dueMsOf("date", text, WEDNESDAY, BERLIN)).toBeUndefined();
    }
  });

  test("a date field begins with today", () => {
    expect(todayInput(WEDNESDAY, BERLIN)).toBe("2026-11-25");
    expect(todayInput(WEDNESDAY, "Pacific/Auckland")).toBe("2026-11-26");
  });
});
