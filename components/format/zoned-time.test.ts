import { describe, expect, test } from "vitest";
import { addDays, epochOf, fromLocalInput, isDayStart, startOf, toLocalInput, wallOf } from "./zoned-time";

const iso = (ms: number) => new Date(ms).toISOString();

describe("a day begins with its first instant", () => {
  test.each([
    ["UTC", { year: 2026, month: 11, day: 16 }, "2026-11-16T00:00:00.000Z"],
    ["Europe/Berlin", { year: 2026, month: 3, day: 29 }, "2026-03-28T23:00:00.000Z"],
    ["Europe/Berlin", { year: 2026, month: 3, day: 30 }, "2026-03-29T22:00:00.000Z"],
    ["Europe/Berlin", { year: 2026, month: 10, day: 25 }, "2026-10-24T22:00:00.000Z"],
    ["Europe/Berlin", { year: 2026, month: 10, day: 26 }, "2026-10-25T23:00:00.000Z"],
    ["America/New_York", { year: 2026, month: 11, day: 1 }, "2026-11-01T04:00:00.000Z"],
    ["America/New_York", { year: 2026, month: 11, day: 2 }, "2026-11-02T05:00:00.000Z"],
    // Clocks went from 23:59 on the 3rd to 01:00 on the 4th: there was no midnight.
    ["America/Sao_Paulo", { year: 2018, month: 11, day: 4 }, "2018-11-04T03:00:00.000Z"],
    // Midnight came twice.
    ["America/Havana", { year: 2025, month: 11, day: 2 }, "2025-11-02T04:00:00.000Z"],
    ["Asia/Kolkata", { year: 2026, month: 1, day: 1 }, "2025-12-31T18:30:00.000Z"],
    ["Pacific/Apia", { year: 2026, month: 1, day: 1 }, "2025-12-31T11:00:00.000Z"],
  ] as const)("%s %o", (zone, day, expected) => {
    expect(iso(startOf(day, zone))).toBe(expected);
    expect(isDayStart(startOf(day, zone), zone)).toBe(true);
    expect(isDayStart(startOf(day, zone) + 60_000, zone)).toBe(false);
  });
});

describe("a wall clock time", () => {
  test("that occurs twice is the first of the two", () => {
    expect(iso(epochOf({ year: 2026, month: 10, day: 25, hour: 2, minute: 30 }, "Europe/Berlin"))).toBe(
      "2026-10-25T00:30:00.000Z",
    );
  });

  test("that is left out moves behind the gap", () => {
    const ms = epochOf({ year: 2026, month: 3, day: 29, hour: 2, minute: 30 }, "Europe/Berlin");
    expect(iso(ms)).toBe("2026-03-29T01:30:00.000Z");
    expect(wallOf(ms, "Europe/Berlin").hour).toBe(3);
  });

  test("comes back the same through a field", () => {
    for (const zone of ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu"]) {
      const ms = Date.UTC(2026, 6, 4, 12, 45);
      expect(fromLocalInput(toLocalInput(ms, zone), zone)).toBe(ms);
    }
  });

  test.each(["", "2026-02-30T10:00", "2026-13-01T10:00", "soon"])("is refused: %j", (text) => {
    expect(fromLocalInput(text, "UTC")).toBeNull();
  });
});

test("days are counted over months and leap years", () => {
  expect(addDays({ year: 2028, month: 2, day: 28 }, 1)).toEqual({ year: 2028, month: 2, day: 29 });
  expect(addDays({ year: 2026, month: 1, day: 1 }, -1)).toEqual({ year: 2025, month: 12, day: 31 });
});
