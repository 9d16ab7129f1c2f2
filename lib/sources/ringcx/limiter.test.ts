import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCallBudget } from "../call-budget";
import { backoffMs, createLimiter, createMetadataGate, historyLimits } from "./limiter";

const LIMITS = [
  { calls: 2, seconds: 60 },
  { calls: 9, seconds: 900 },
];
const signal = new AbortController().signal;

function gateAt(clock: { ms: number }, syncSeconds = 300) {
  const waits: number[] = [];
  const pause = async (ms: number) => {
    waits.push(ms);
    clock.ms += ms;
  };
  const now = () => clock.ms;
  const limiter = createLimiter({ budget: createCallBudget(now), sourceId: "ringcx", pause });
  const gate = createMetadataGate({ limiter, limits: LIMITS, syncSeconds, now, random: () => 0, pause });
  return { gate, limiter, waits };
}

describe("what history may take", () => {
  test.each([
    ["the defaults", LIMITS, 300, [1, 5]],
    ["a demo's limits", [{ calls: 1_000, seconds: 60 }], 5, [987]],
    ["a limit smaller than the fresh calls", [{ calls: 1, seconds: 60 }], 10, [1]],
  ])("%s", (_name, limits, syncSeconds, calls) => {
    expect(historyLimits(limits, syncSeconds).map((limit) => limit.calls)).toEqual(calls);
  });

  test("fresh calls on time always find room beside it, whatever the limits and moments", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 4, max: 30 }),
        fc.integer({ min: 60, max: 600 }),
        fc.array(fc.integer({ min: 0, max: 240 }), { minLength: 20, maxLength: 60 }),
        async (spare, syncSeconds, gaps) => {
          const clock = { ms: 0 };
          const now = () => clock.ms;
          const pause = async () => {
            throw new Error("nobody should have to wait");
          };
          const limits = [{ calls: Math.ceil(902 / syncSeconds) + spare, seconds: 900 }];
          const limiter = createLimiter({ budget: createCallBudget(now), sourceId: "s", pause });
          const gate = createMetadataGate({ limiter, limits, syncSeconds, now, random: () => 0, pause });
          let freshDueMs = 0;
          for (const gap of gaps) {
            clock.ms += gap * 1_000;
            for (; freshDueMs <= clock.ms; freshDueMs = clock.ms + syncSeconds * 1_000) {
              await gate.enter("fresh", signal);
            }
            await gate.enter("history", signal).catch(() => undefined);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("waiting", () => {
  test("a few seconds are waited for in place, more is handed on and nothing counted", async () => {
    const clock = { ms: 0 };
    const { gate, waits } = gateAt(clock);
    await gate.enter("fresh", signal);
    await gate.enter("fresh", signal);
    clock.ms = 40_000;
    for (let turn = 0; turn < 3; turn += 1) {
      await expect(gate.enter("fresh", signal)).rejects.toMatchObject({
        kind: "rateLimited",
        retryAfterMs: 22_000,
      });
    }
    clock.ms = 58_000;
    await gate.enter("fresh", signal);
    expect(waits).toEqual([4_000]);
    expect(clock.ms).toBe(62_000);
  });

  test("an aborted signal counts nothing", async () => {
    const { gate, limiter } = gateAt({ ms: 0 });
    await expect(gate.enter("fresh", AbortSignal.abort(new Error("left")))).rejects.toThrow("left");
    await limiter.take("metadata", [{ calls: 1, seconds: 60 }], signal);
  });

  test("history refused by the shared counter is not counted twice when it comes again", async () => {
    const clock = { ms: 0 };
    const { gate } = gateAt(clock);
    await gate.enter("fresh", signal);
    await gate.enter("fresh", signal);
    for (let turn = 0; turn < 8; turn += 1) {
      await expect(gate.enter("history", signal)).rejects.toMatchObject({ kind: "rateLimited" });
    }
    for (let turn = 1; turn <= 5; turn += 1) {
      clock.ms = turn * 63_000;
      await gate.enter("history", signal);
    }
    clock.ms = 6 * 63_000;
    await expect(gate.enter("history", signal)).rejects.toMatchObject({ kind: "rateLimited" });
    await gate.enter("fresh", signal);
  });
});

describe("after a 429", () => {
  test("waits double from 20 s to 10 min, with chance on top", () => {
    expect([0, 1, 2, 3, 4, 5, 30].map((refusals) => backoffMs(refusals, 0))).toEqual([
      20_000, 40_000, 80_000, 160_000, 320_000, 600_000, 600_000,
    ]);
    expect(backoffMs(0, 0.999)).toBeGreaterThan(24_000);
    fc.assert(
      fc.property(fc.nat(40), fc.double({ min: 0, max: 1, noNaN: true }), (refusals, random) => {
        const ms = backoffMs(refusals, random);
        expect(ms).toBeGreaterThanOrEqual(20_000);
        expect(ms).toBeLessThanOrEqual(600_000);
      }),
    );
  });

  test("nobody is let through until then; a good answer forgets it", async () => {
    const clock = { ms: 0 };
    const { gate } = gateAt(clock);
    expect(gate.refused(null)).toMatchObject({ kind: "rateLimited", retryAfterMs: 20_000 });
    clock.ms = 10_000;
    for (const purpose of ["fresh", "history"] as const) {
      await expect(gate.enter(purpose, signal)).rejects.toMatchObject({ retryAfterMs: 10_000 });
    }
    clock.ms = 20_000;
    await gate.enter("fresh", signal);
    expect(gate.refused(null).retryAfterMs).toBe(40_000);
    expect(gate.refused(90_000).retryAfterMs).toBe(90_000);
    gate.passed();
    expect(gate.refused(null).retryAfterMs).toBe(20_000);
  });
});
