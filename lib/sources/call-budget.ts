import type { CallBudget, CallLimit } from "./source";

/**
 * Ms until one more call fits into every limit, by the times (epoch ms, any order) of those made: 0 = now. A limit holds
 * for every stretch of its length, wherever it begins.
 */
export function waitForRoomMs(
  takenMs: readonly number[],
  limits: readonly CallLimit[],
  nowMs: number,
): number {
  const newestFirst = [...takenMs].sort((a, b) => b - a);
  return limits.reduce((longestMs, { calls, seconds }) => {
    const oldestOfFull = newestFirst[calls - 1];
    if (oldestOfFull === undefined) return longestMs;
    return Math.max(longestMs, oldestOfFull + seconds * 1_000 - nowMs);
  }, 0);
}

/** A budget of this process alone. */
export function createCallBudget(now: () => number = Date.now): CallBudget {
  const taken = new Map<string, number[]>();
  return {
    async take(name, limits) {
      const nowMs = now();
      const longestMs = Math.max(...limits.map(({ seconds }) => seconds * 1_000));
      const kept = (taken.get(name) ?? []).filter((atMs) => atMs > nowMs - longestMs);
      const waitMs = waitForRoomMs(kept, limits, nowMs);
      taken.set(name, waitMs === 0 ? [...kept, nowMs] : kept);
      return waitMs;
    },
  };
}
