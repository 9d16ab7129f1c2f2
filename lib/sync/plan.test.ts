import fc from "fast-check";
import { expect, test } from "vitest";
import {
  afterBackfillWindow,
  covers,
  halved,
  nextBackfillWindow,
  passWindow,
  SMALLEST_WINDOW_MS,
  startBackfill,
} from "./plan";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 16, 12);
const PLAN = { syncSeconds: 60, backfillDays: 365, windowMs: DAY, maxWindowMs: 30 * DAY, lagMs: 0 };

test("backfill walks newest first over the whole history, without gap or overlap, and then stops", () => {
  fc.assert(
    fc.property(
      fc.infiniteStream(fc.integer({ min: 0, max: 2_000 })),
      fc.integer({ min: 1, max: 500 }),
      (counts, days) => {
        const plan = { ...PLAN, backfillDays: days };
        let backfill = startBackfill(plan, NOW);
        let upper = NOW;
        for (let window = nextBackfillWindow(backfill); window; window = nextBackfillWindow(backfill)) {
          expect(window.toMs).toBe(upper);
          expect(window.fromMs).toBeLessThan(window.toMs);
          upper = window.fromMs;
          backfill = afterBackfillWindow(backfill, window, counts.next().value ?? 0, plan);
        }
        expect(upper).toBe(NOW - days * DAY);
      },
    ),
    { numRuns: 50 },
  );
});

test("windows that come back thin grow up to the vendor's maximum", () => {
  let backfill = startBackfill(PLAN, NOW);
  for (let turn = 0; turn < 8; turn += 1) {
    const window = nextBackfillWindow(backfill);
    if (!window) break;
    backfill = afterBackfillWindow(backfill, window, 3, PLAN);
  }
  expect(backfill.windowMs).toBe(30 * DAY);
});

test("a window halves into the newer half first, and the smallest one no further", () => {
  expect(halved({ fromMs: 0, toMs: 10_000 })).toEqual([
    { fromMs: 5_000, toMs: 10_000 },
    { fromMs: 0, toMs: 5_000 },
  ]);
  expect(halved({ fromMs: 0, toMs: SMALLEST_WINDOW_MS })).toBeNull();
});

test("after an outage the fast pass reaches back over all of it", () => {
  expect(passWindow("fast", PLAN, NOW - 3 * DAY, NOW).fromMs).toBe(NOW - 3 * DAY - 15 * 60_000);
  expect(passWindow("fast", PLAN, NOW - 60_000, NOW).fromMs).toBe(NOW - 60_000 - 15 * 60_000);
});

test.each([
  ["nothing synced yet", null, null, { fromMs: null, toMs: null }, false],
  ["open search, history unfinished", NOW - 10 * DAY, NOW, { fromMs: null, toMs: null }, false],
  ["open search, history finished", NOW - 365 * DAY, NOW, { fromMs: null, toMs: null }, true],
  ["last week, history beyond it", NOW - 10 * DAY, NOW, { fromMs: NOW - 7 * DAY, toMs: null }, true],
  ["last month, history not so far", NOW - 10 * DAY, NOW, { fromMs: NOW - 30 * DAY, toMs: null }, false],
  ["two years, only one is kept", NOW - 365 * DAY, NOW, { fromMs: NOW - 730 * DAY, toMs: null }, false],
  [
    "vendor silent for an hour, asked until now",
    NOW - 365 * DAY,
    NOW - 3_600_000,
    { fromMs: null, toMs: null },
    false,
  ],
  [
    "vendor silent for an hour, asked until yesterday",
    NOW - 365 * DAY,
    NOW - 3_600_000,
    { fromMs: null, toMs: NOW - DAY },
    true,
  ],
] as const)("completeness: %s", (_name, reachedMs, lastSyncMs, asked, expected) => {
  const backfill = reachedMs === null ? null : { ...startBackfill(PLAN, NOW), reachedMs };
  expect(covers(backfill, lastSyncMs, asked, PLAN, NOW)).toBe(expected);
});
