import fc from "fast-check";
import { expect, test } from "vitest";
import { waitForRoomMs } from "@/lib/domain/call-limits";
import { createCallBudget } from "./call-budget";

const LIMITS = [
  { calls: 2, seconds: 60 },
  { calls: 9, seconds: 900 },
];

test("no stretch of time ever holds more calls than its limit, however the calls come", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 120 }), async (pausesMs) => {
      let nowMs = 0;
      const budget = createCallBudget(() => nowMs);
      const made: number[] = [];
      for (const pauseMs of pausesMs) {
        nowMs += pauseMs;
        if ((await budget.take("metadata", LIMITS)) === 0) made.push(nowMs);
      }
      for (const { calls, seconds } of LIMITS) {
        for (const atMs of made) {
          const within = made.filter((other) => other > atMs - seconds * 1_000 && other <= atMs);
          expect(within.length).toBeLessThanOrEqual(calls);
        }
      }
    }),
  );
});

test("after the wait it names, a call fits", async () => {
  let nowMs = 0;
  const budget = createCallBudget(() => nowMs);
  expect([await budget.take("a", LIMITS), await budget.take("a", LIMITS)]).toEqual([0, 0]);
  const waitMs = await budget.take("a", LIMITS);
  expect(waitMs).toBe(60_000);
  expect(await budget.take("b", LIMITS)).toBe(0);
  nowMs += waitMs;
  expect(await budget.take("a", LIMITS)).toBe(0);
});

test("a caller with lower limits leaves room for the others", () => {
  const takenMs = [1_000];
  expect(waitForRoomMs(takenMs, [{ calls: 1, seconds: 60 }], 2_000)).toBe(59_000);
  expect(waitForRoomMs(takenMs, LIMITS, 2_000)).toBe(0);
});
