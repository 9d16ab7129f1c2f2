import { setTimeout as rest } from "node:timers/promises";
import { type CallBudget, type CallLimit, SourceError, type SourceFetch } from "../source";

/** Takes room for one call, waiting a little for it. Throws `rateLimited` when there is none for longer than that. */
export type Pace = (signal: AbortSignal) => Promise<void>;

/** Below the 10 tokens a second that refill a bucket, so that a long walk never empties it (fact sheet §5; chosen there). */
export const ALL_CALLS: readonly CallLimit[] = [{ calls: 8, seconds: 1 }];
/** What walks may take of them: people who wait find room at once. [unknown: chosen] */
export const WALK_CALLS: readonly CallLimit[] = [{ calls: 5, seconds: 1 }];
/** Longer than any queue of ours behind eight calls a second; beyond it, someone else eats the budget. */
const LONGEST_WAIT_MS = 5_000;
const SHORTEST_REST_MS = 1;

export function createPace(budget: CallBudget, name: string, limits: readonly CallLimit[]): Pace {
  return async (signal) => {
    let waitedMs = 0;
    for (;;) {
      const waitMs = await budget.take(name, limits);
      if (waitMs === 0) return;
      if (waitedMs + waitMs > LONGEST_WAIT_MS) {
        throw new SourceError("rateLimited", "Earmark asks Kazoo for as much as it may already.", {
          retryAfterMs: waitMs,
        });
      }
      const restMs = Math.max(SHORTEST_REST_MS, waitMs);
      waitedMs += restMs;
      await rest(restMs, undefined, { signal });
    }
  };
}

/** The same fetch, no faster than the pace. */
export function pacedFetch(fetch: SourceFetch, pace: Pace): SourceFetch {
  return async (request) => {
    await pace(request.signal);
    return fetch(request);
  };
}
