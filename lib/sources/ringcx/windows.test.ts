import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldAt, localTime } from "./time-zone";
import { type Manner, newestPart } from "./windows";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** The clock of New York goes from 2:00 back to 1:00 at this moment, and in Lord Howe by half an hour at the other. */
const AUTUMN_MS = Date.UTC(2026, 10, 1, 6);
const LORD_HOWE_MS = Date.UTC(2026, 3, 4, 15);
const SPRING_MS = Date.UTC(2026, 2, 8, 7);

const manner = (given: Partial<Manner> = {}): Manner => ({
  timeZone: "UTC",
  intervalSeconds: 10_800,
  direction: "forward",
  ...given,
});

/** Which moment a service takes a wall-clock time for: of the one that comes twice the first, or the second. */
function readBy(service: "first" | "second", start: string, timeZone: string): number {
  const asUtcMs = Date.parse(`${start.replace(" ", "T")}Z`);
  const moments: number[] = [];
  for (let offset = -14 * HOUR_MS; offset <= 14 * HOUR_MS; offset += 30 * MINUTE_MS) {
    if (localTime(asUtcMs - offset, timeZone) === start) moments.push(asUtcMs - offset);
  }
  if (moments.length === 0) throw new Error(`there is no ${start} in ${timeZone}`);
  return service === "first" ? Math.min(...moments) : Math.max(...moments);
}

/** Every stretch that the service answers for when the window is asked for part by part. */
function answered(
  window: { fromMs: number; toMs: number },
  given: Manner,
  service: "first" | "second",
): { fromMs: number; toMs: number; calls: number }[] {
  const stretches = [];
  let toMs = window.toMs;
  for (let parts = 0; toMs > window.fromMs; parts += 1) {
    if (parts > 500) throw new Error("this window does not end");
    const part = newestPart({ ...window, toMs }, given);
    for (const ask of part.asks) {
      expect(ask.intervalSeconds).toBeGreaterThanOrEqual(1);
      expect(ask.intervalSeconds).toBeLessThanOrEqual(given.intervalSeconds);
      const fromMs = readBy(service, ask.start, given.timeZone);
      stretches.push({ fromMs, toMs: fromMs + ask.intervalSeconds * SECOND_MS, calls: part.asks.length });
    }
    expect(part.fromMs).toBeLessThan(toMs);
    toMs = part.fromMs;
  }
  return stretches;
}

/** Ms of the window that no stretch holds. */
function missingMs(window: { fromMs: number; toMs: number }, stretches: ReturnType<typeof answered>): number {
  let atMs = window.fromMs;
  let missing = 0;
  for (const stretch of [...stretches].sort((a, b) => a.fromMs - b.fromMs)) {
    missing += Math.max(0, Math.min(stretch.fromMs, window.toMs) - atMs);
    atMs = Math.max(atMs, stretch.toMs);
  }
  return missing + Math.max(0, window.toMs - atMs);
}

describe("wall clocks", () => {
  test.each([
    ["UTC", Date.UTC(2026, 2, 2, 13), "2026-03-02 13:00:00"],
    ["US/Eastern", Date.UTC(2026, 2, 2, 13), "2026-03-02 08:00:00"],
    ["Asia/Kolkata", Date.UTC(2026, 11, 31, 20), "2027-01-01 01:30:00"],
    ["US/Eastern", Date.UTC(2026, 6, 1, 4), "2026-07-01 00:00:00"],
  ])("%s", (zone, ms, text) => {
    expect(localTime(ms, zone)).toBe(text);
  });

  test("only the hour before and the hour after the clock is put back come twice", () => {
    const fold = { fromMs: AUTUMN_MS - HOUR_MS, turnMs: AUTUMN_MS, toMs: AUTUMN_MS + HOUR_MS };
    expect(foldAt(AUTUMN_MS - HOUR_MS, "US/Eastern")).toEqual(fold);
    expect(foldAt(AUTUMN_MS + HOUR_MS - SECOND_MS, "US/Eastern")).toEqual(fold);
    expect(foldAt(AUTUMN_MS - HOUR_MS - SECOND_MS, "US/Eastern")).toBeNull();
    expect(foldAt(AUTUMN_MS + HOUR_MS, "US/Eastern")).toBeNull();
    expect(foldAt(SPRING_MS, "US/Eastern")).toBeNull();
    expect(foldAt(AUTUMN_MS, "UTC")).toBeNull();
    expect(foldAt(LORD_HOWE_MS, "Australia/Lord_Howe")).toMatchObject({
      fromMs: LORD_HOWE_MS - 30 * MINUTE_MS,
    });
  });
});

describe("the newest part of a window", () => {
  test("is one call that begins ten minutes early", () => {
    const window = { fromMs: Date.UTC(2026, 10, 16, 10), toMs: Date.UTC(2026, 10, 16, 11) };
    expect(newestPart(window, manner())).toEqual({
      fromMs: window.fromMs,
      asks: [
        {
          fromMs: window.fromMs - 10 * MINUTE_MS,
          toMs: window.toMs,
          start: "2026-11-16 09:50:00",
          intervalSeconds: 4_200,
          isDoubtful: false,
        },
      ],
    });
  });

  test("is as much as one call may span, overlap included; the older comes next", () => {
    const toMs = Date.UTC(2026, 10, 16, 11);
    const part = newestPart({ fromMs: toMs - 24 * HOUR_MS, toMs }, manner());
    expect(part.asks[0]).toMatchObject({ start: "2026-11-16 08:00:00", intervalSeconds: 10_800 });
    expect(part.fromMs).toBe(toMs - 170 * MINUTE_MS);
  });

  test("named by its end for a service that looks backwards", () => {
    const window = { fromMs: Date.UTC(2026, 10, 16, 10), toMs: Date.UTC(2026, 10, 16, 11) };
    const [ask] = newestPart(window, manner({ direction: "backward" })).asks;
    expect(ask).toMatchObject({ start: "2026-11-16 11:00:00", intervalSeconds: 4_200 });
  });

  const ZONES = [
    ["UTC", AUTUMN_MS],
    ["US/Eastern", AUTUMN_MS],
    ["US/Eastern", SPRING_MS],
    ["Europe/London", Date.UTC(2026, 9, 25, 1)],
    ["Australia/Lord_Howe", LORD_HOWE_MS],
  ] as const;

  test.each(["first", "second"] as const)(
    "no moment is lost when a doubtful time is taken for the %s, and parts overlap",
    (service) => {
      fc.assert(
        fc.property(
          fc.constantFrom(...ZONES),
          fc.integer({ min: -12 * HOUR_MS, max: 12 * HOUR_MS }),
          fc.integer({ min: 1, max: 10 * HOUR_MS }),
          ([timeZone, turnMs], shiftMs, lengthMs) => {
            const window = { fromMs: turnMs + shiftMs, toMs: turnMs + shiftMs + lengthMs };
            const stretches = answered(window, manner({ timeZone }), service);
            expect(missingMs(window, stretches)).toBe(0);
            const earliest = Math.min(...stretches.map(({ fromMs }) => fromMs));
            expect(earliest).toBeLessThanOrEqual(window.fromMs - 10 * MINUTE_MS);
            // One call per part, and not many more than the window is long.
            expect(stretches.every(({ calls }) => calls === 1)).toBe(true);
            expect(stretches.length).toBeLessThanOrEqual(Math.ceil(lengthMs / (60 * MINUTE_MS)) + 2);
          },
        ),
        { numRuns: 200 },
      );
    },
  );

  // Between an hour that lies before a doubtful one and the next lies a second that no call of 3,600 s can name for certain.
  test.each(["first", "second"] as const)("cells of 3,600 s lose at most that second (%s)", (service) => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: -6 * HOUR_MS, max: 6 * HOUR_MS }),
        fc.integer({ min: 1, max: 8 * HOUR_MS }),
        ([timeZone, turnMs], shiftMs, lengthMs) => {
          const window = { fromMs: turnMs + shiftMs, toMs: turnMs + shiftMs + lengthMs };
          const stretches = answered(window, manner({ timeZone, intervalSeconds: 3_600 }), service);
          expect(missingMs(window, stretches)).toBeLessThanOrEqual(2 * SECOND_MS);
        },
      ),
      { numRuns: 200 },
    );
  });
});
