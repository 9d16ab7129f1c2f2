import { waitForRoomMs } from "@/lib/domain/call-limits";
import type { CallBudget } from "./source";

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
