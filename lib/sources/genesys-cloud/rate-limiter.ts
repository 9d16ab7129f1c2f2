import { waitForRoomMs } from "@/lib/domain/call-limits";
import { RATE } from "./config";
import { CloudError } from "./errors";

/** `person`: somebody waits. `fresh`: keeps up with new calls. `background`: history, and what sync still has to ask. */
export type Urgency = keyof typeof RATE.shares;

/** Resolves after `ms`, or rejects with the signal's reason. Passed in, so that tests need not wait. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** Keeps one token's requests within its rate (fact sheet §3), urgent ones first. */
export type RateLimiter = Readonly<{
  /** Waits for room. Throws `rateLimited` with `retryAfterMs` when that would take too long for this urgency. */
  take(urgency: Urgency, signal: AbortSignal): Promise<void>;
  /** Reads the `inin-ratelimit-*` headers of any answer. */
  learn(headers: Headers): void;
  /** The vendor has refused a request: nobody asks before so many ms have passed, and not all at the same instant. */
  refused(retryAfterMs: number): void;
}>;

export type LimiterParts = Readonly<{ now: () => number; random: () => number; sleep: Sleep }>;

/** What the vendor says of its window: so many used, until then. */
type Told = Readonly<{ count: number; endsAtMs: number }>;

export function createRateLimiter({ now, random, sleep }: LimiterParts): RateLimiter {
  let allowed: number = RATE.perMinute;
  let takenMs: number[] = [];
  let told: Told | null = null;
  let takenSinceTold = 0;
  let closedUntilMs = 0;

  /** Ms until a request of this urgency may go; it counts all requests so far, so the others leave room for people. */
  function waitMs(urgency: Urgency): number {
    const nowMs = now();
    takenMs = takenMs.filter((atMs) => atMs > nowMs - RATE.windowSeconds * 1_000);
    const most = Math.max(1, Math.floor(allowed * RATE.shares[urgency]));
    const ownMs = waitForRoomMs(takenMs, [{ calls: most, seconds: RATE.windowSeconds }], nowMs);
    return Math.max(ownMs, toldWaitMs(most, nowMs), closedUntilMs - nowMs);
  }

  /** The same token may be used elsewhere: what the vendor counted, and what was sent since it said so. */
  function toldWaitMs(most: number, nowMs: number): number {
    if (told === null || nowMs >= told.endsAtMs) return 0;
    return told.count + takenSinceTold >= most ? told.endsAtMs - nowMs : 0;
  }

  return {
    async take(urgency, signal) {
      for (let waitedMs = 0; ; ) {
        signal.throwIfAborted();
        const ms = waitMs(urgency);
        if (ms <= 0) {
          takenMs.push(now());
          takenSinceTold += 1;
          return;
        }
        if (waitedMs + ms > RATE.longestWaitMs[urgency]) throw usedUp(ms);
        const restMs = Math.ceil(ms + random() * RATE.jitterMs);
        await sleep(restMs, signal);
        waitedMs += restMs;
      }
    },

    learn(headers) {
      const [count, most, reset] = ["count", "allowed", "reset"].map((name) => numberOf(headers, name));
      if (most !== null && most !== undefined && most > 0) allowed = most;
      if (count === null || count === undefined || reset === null || reset === undefined) return;
      told = { count, endsAtMs: now() + Math.min(reset, 2 * RATE.windowSeconds) * 1_000 };
      takenSinceTold = 0;
    },

    refused(retryAfterMs) {
      closedUntilMs = Math.max(closedUntilMs, now() + retryAfterMs);
    },
  };
}

function numberOf(headers: Headers, name: string): number | null {
  const value = headers.get(`inin-ratelimit-${name}`)?.trim() ?? "";
  return /^\d{1,9}$/.test(value) ? Number(value) : null;
}

function usedUp(retryAfterMs: number): CloudError {
  return new CloudError("rateLimited", "The requests that Genesys Cloud allows in a minute are used up.", {
    retryAfterMs: Math.ceil(retryAfterMs),
  });
}
