import { type CallBudget, type CallLimit, SourceError, type WalkPurpose } from "../source";
import { ARRIVAL_MARGIN_SECONDS, FIRST_BACKOFF_MS, LONGEST_BACKOFF_MS, LONGEST_WAIT_MS } from "./config";

/** Waits so many ms; rejects with the signal's reason when it aborts first. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

export type Limiter = Readonly<{
  /**
   * Returns once the call may be made, which is then counted. Waits in place for a few seconds at most; else throws
   * `rateLimited` with the wait.
   */
  take(name: string, limits: readonly CallLimit[], signal: AbortSignal): Promise<void>;
}>;

/** Counts this source's calls by kind, under `{sourceId}:{name}`, so that all app servers share each limit. */
export function createLimiter(
  parts: Readonly<{ budget: CallBudget; sourceId: string; pause: Pause }>,
): Limiter {
  return {
    async take(name, limits, signal) {
      for (;;) {
        signal.throwIfAborted();
        const waitMs = await parts.budget.take(`${parts.sourceId}:${name}`, limits);
        if (waitMs === 0) return;
        await shortWait(waitMs, parts.pause, signal);
      }
    },
  };
}

async function shortWait(waitMs: number, pause: Pause, signal: AbortSignal): Promise<void> {
  if (waitMs >= LONGEST_WAIT_MS) throw usedUp(waitMs);
  await pause(waitMs, signal);
}

function usedUp(waitMs: number): SourceError {
  return new SourceError("rateLimited", "What RingCX allows in calls is used up for now.", {
    retryAfterMs: waitMs,
  });
}

/**
 * What history may take of each limit: what the steady fresh calls (one per `syncSeconds`) and a spare one leave over, at
 * least one, or the past would never be fetched.
 */
export function historyLimits(limits: readonly CallLimit[], syncSeconds: number): CallLimit[] {
  return limits.map(({ calls, seconds }) => ({
    calls: Math.max(1, calls - Math.ceil(seconds / syncSeconds) - 1),
    seconds,
  }));
}

/** Lets metadata calls through. */
export type MetadataGate = Readonly<{
  enter(purpose: WalkPurpose, signal: AbortSignal): Promise<void>;
  /** The vendor has answered: the budget is as we think. */
  passed(): void;
  /** The vendor has refused with 429: the wait, remembered so that nothing is sent meanwhile. */
  refused(retryAfterMs: number | null): SourceError;
}>;

/**
 * The gate in front of the dearest call (fact sheet §4.7). History counts on a counter of its own besides the shared one:
 * lower limits on the shared counter would also count the fresh calls against history and leave most of the budget unused,
 * while so fresh calls find their room in every window of time and history takes the whole rest.
 */
export function createMetadataGate(
  parts: Readonly<{
    limiter: Limiter;
    limits: readonly CallLimit[];
    syncSeconds: number;
    now: () => number;
    random: () => number;
    pause: Pause;
  }>,
): MetadataGate {
  const limits = parts.limits.map(atArrival);
  const ofHistory = historyLimits(parts.limits, parts.syncSeconds).map(atArrival);
  let isHistoryCounted = false;
  let refusals = 0;
  let closedUntilMs = 0;

  return {
    async enter(purpose, signal) {
      const closedMs = closedUntilMs - parts.now();
      if (closedMs > 0) await shortWait(closedMs, parts.pause, signal);
      // Counted once for each call that is made, also when the shared counter had no room for it at first.
      if (purpose === "history" && !isHistoryCounted) {
        await parts.limiter.take("metadata-history", ofHistory, signal);
        isHistoryCounted = true;
      }
      await parts.limiter.take("metadata", limits, signal);
      if (purpose === "history") isHistoryCounted = false;
    },
    passed() {
      refusals = 0;
      closedUntilMs = 0;
    },
    refused(retryAfterMs) {
      const ownMs = backoffMs(refusals, parts.random());
      const waitMs = Math.max(ownMs, retryAfterMs ?? 0);
      refusals += 1;
      closedUntilMs = parts.now() + waitMs;
      return usedUp(waitMs);
    },
  };
}

/** The vendor counts when a call arrives, we before it leaves: a slow one followed by a quick one must not be too close. */
function atArrival({ calls, seconds }: CallLimit): CallLimit {
  return { calls, seconds: seconds + ARRIVAL_MARGIN_SECONDS };
}

/** Doubles from 20 s to 10 min, up to a quarter more by chance so that several clients part ways. */
export function backoffMs(refusals: number, random: number): number {
  const doubledMs = FIRST_BACKOFF_MS * 2 ** Math.min(refusals, 10);
  return Math.min(LONGEST_BACKOFF_MS, Math.round(doubledMs * (1 + random / 4)));
}
