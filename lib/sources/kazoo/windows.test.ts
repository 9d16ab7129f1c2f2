import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { epochOfGregorian, gregorianFrom, isSameMonth } from "./gregorian";
import { GREGORIAN } from "./test-kit";
import { LONGEST_SPAN, newestPart, olderPart, type Part, reachedPart, wholeOf } from "./windows";

const HOUR = 3_600;
const at = (iso: string) => Date.parse(iso) / 1_000 + GREGORIAN;

describe("Gregorian seconds", () => {
  test("are the fact sheet's own example", () => {
    expect(gregorianFrom(Date.parse("2024-11-15T12:00:00Z"))).toBe(63_898_891_200);
    expect(epochOfGregorian(63_898_891_200)).toBe(1_731_672_000_000);
  });

  test.each([null, 0, 1_731_672_000, 1_731_672_000_000, 63_898_891_200_000])(
    "%s is no time between 1970 and 2200, so it is unknown",
    (seconds) => {
      expect(epochOfGregorian(seconds)).toBeNull();
    },
  );
});

function partsOf(whole: Part): Part[] {
  const parts = [newestPart(whole)];
  for (let part = olderPart(whole, newestPart(whole)); part !== null; part = olderPart(whole, part)) {
    parts.push(part);
  }
  return parts;
}

describe("the parts of a window", () => {
  const windows = fc.record({
    fromMs: fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2030, 0, 1) }),
    lengthMs: fc.integer({ min: 1_000, max: 400 * 86_400_000 }),
  });

  test("cover each whole second of it once, newest first, and none is longer than Kazoo lists", () => {
    fc.assert(
      fc.property(windows, ({ fromMs, lengthMs }) => {
        const whole = wholeOf({ fromMs, toMs: fromMs + lengthMs });
        if (whole === null) throw new Error("a second or more always holds a whole one");
        expect(whole.from - GREGORIAN).toBe(Math.ceil(fromMs / 1_000));
        expect((whole.to - GREGORIAN) * 1_000).toBeLessThan(fromMs + lengthMs);
        const parts = partsOf(whole);
        expect(parts[0]?.to).toBe(whole.to);
        expect(parts.at(-1)?.from).toBe(whole.from);
        for (const [index, part] of parts.entries()) {
          const older = parts[index + 1];
          if (older !== undefined) expect(older.to).toBe(part.from - 1);
          const asked = reachedPart(part);
          expect(asked.to - asked.from).toBeLessThanOrEqual(LONGEST_SPAN);
        }
      }),
    );
  });

  test("two windows that meet share no second", () => {
    const middleMs = Date.UTC(2026, 4, 3, 7, 0, 0, 500);
    const early = wholeOf({ fromMs: middleMs - 5_000, toMs: middleMs });
    const late = wholeOf({ fromMs: middleMs, toMs: middleMs + 5_000 });
    expect(late?.from).toBe((early?.to ?? 0) + 1);
  });

  test("a window shorter than what holds a whole second is empty", () => {
    expect(wholeOf({ fromMs: 1_000_000_000_001, toMs: 1_000_000_000_900 })).toBeNull();
  });
});

describe("an end near a month's edge", () => {
  test("is moved six hours outwards, so that the month beyond is looked into", () => {
    const part = { from: at("2026-11-01T05:00:00Z"), to: at("2026-11-01T08:00:00Z") };
    expect(reachedPart(part)).toEqual({ from: at("2026-10-31T23:00:00Z"), to: part.to });
    const end = { from: at("2026-10-30T08:00:00Z"), to: at("2026-10-31T23:59:59Z") };
    expect(reachedPart(end)).toEqual({ from: end.from, to: at("2026-11-01T05:59:59Z") });
  });

  test("a window in the middle of a month is asked for as it is", () => {
    const part = { from: at("2026-11-10T00:00:00Z"), to: at("2026-11-20T00:00:00Z") };
    expect(reachedPart(part)).toEqual(part);
  });

  test("whatever ran over the edge for up to six hours is within reach", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 * HOUR - 1 }), (after) => {
        const edge = at("2026-11-01T00:00:00Z");
        // Stored so long after the edge, begun before it: Kazoo 4.3 keeps it in the database of October.
        const asked = reachedPart({ from: edge + after, to: edge + after });
        expect(isSameMonth(asked.from, edge - 1)).toBe(true);
      }),
    );
  });
});
