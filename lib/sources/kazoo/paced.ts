import { setTimeout as rest } from "node:timers/promises";
import { type CallBudget, type CallLimit, SourceError, type SourceFetch } from "../source";

/** Below the 10 tokens a second that refill a bucket, so that a long walk never empties it (fact sheet §5; chosen there). */
const LIMITS: readonly CallLimit[] = [{ calls: 8, seconds: 1 }];
/** Longer than any queue of ours behind eight calls a second; beyond it, someone else eats the budget. */
const LONGEST_WAIT_MS = 5_000;
const SHORTEST_REST_MS = 1;

/** The same fetch, no faster than Kazoo's bucket of requests allows. Throws `rateLimited` after waiting in vain. */
export function pacedFetch(fetch: SourceFetch, budget: CallBudget, name: string): SourceFetch {
  return async (request) => {
    let waitedMs = 0;
    for (;;) {
      const waitMs = await budget.take(name, LIMITS);
      if (waitMs === 0) return fetch(request);
      if (waitedMs + waitMs > LONGEST_WAIT_MS) {
        throw new SourceError("rateLimited", "Earmark asks Kazoo for as much as it may already.", {
          retryAfterMs: waitMs,
        });
      }
      const restMs = Math.max(SHORTEST_REST_MS, waitMs);
      waitedMs += restMs;
      await rest(restMs, undefined, { signal: request.signal });
    }
  };
}
