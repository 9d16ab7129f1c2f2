import type { EpochMs } from "@/lib/domain/recording";
import type { SyncPlan, TimeWindow } from "@/lib/sources/source";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A window shorter than this is walked even when the vendor says that it can't list all of it. */
export const SMALLEST_WINDOW_MS = 1_000;

/**
 * How far a source's history has been fetched: everything that started between `reachedMs` and `fromMs` is in the
 * catalog, and the walk goes on downwards to `targetMs`. Saved after the rows it speaks of.
 */
export type Backfill = Readonly<{ fromMs: EpochMs; reachedMs: EpochMs; targetMs: EpochMs; windowMs: number }>;

/** Where history starts: at `nowMs`, backwards over the source's `backfillDays`. */
export function startBackfill(plan: SyncPlan, nowMs: EpochMs): Backfill {
  return {
    fromMs: nowMs,
    reachedMs: nowMs,
    targetMs: nowMs - plan.backfillDays * DAY_MS,
    windowMs: plan.windowMs,
  };
}

/** The next window downwards, or null when history is complete. */
export function nextBackfillWindow(backfill: Backfill): TimeWindow | null {
  if (backfill.reachedMs <= backfill.targetMs) return null;
  return {
    fromMs: Math.max(backfill.targetMs, backfill.reachedMs - backfill.windowMs),
    toMs: backfill.reachedMs,
  };
}

/** What a walked window leaves: the mark moves down, and the next window is wider while windows come back thin. */
export function afterBackfillWindow(
  backfill: Backfill,
  window: TimeWindow,
  received: number,
  plan: SyncPlan,
): Backfill {
  const windowMs = received < 500 ? Math.min(plan.maxWindowMs, backfill.windowMs * 2) : backfill.windowMs;
  return { ...backfill, reachedMs: window.fromMs, windowMs };
}

/** The same place with half the window, for a vendor that can't list this much at once. */
export function halved(window: TimeWindow): [TimeWindow, TimeWindow] | null {
  const length = window.toMs - window.fromMs;
  if (length <= SMALLEST_WINDOW_MS) return null;
  const middleMs = window.fromMs + Math.floor(length / 2);
  return [
    { fromMs: middleMs, toMs: window.toMs },
    { fromMs: window.fromMs, toMs: middleMs },
  ];
}

export const PASSES = ["fast", "hourly", "nightly"] as const;
export type PassName = (typeof PASSES)[number];

const PASS_REACH_MS: Readonly<Record<PassName, number>> = {
  fast: 15 * MINUTE_MS,
  hourly: 48 * HOUR_MS,
  nightly: 30 * DAY_MS,
};

/** Clocks differ: a vendor ahead of us stamps calls in what is our future. */
const CLOCK_SKEW_MS = 10 * MINUTE_MS;

/** How often a pass is due. */
export function passIntervalMs(pass: PassName, plan: SyncPlan): number {
  return { fast: plan.syncSeconds * 1_000, hourly: HOUR_MS, nightly: DAY_MS }[pass];
}

/**
 * What a pass looks over again: its reach, plus everything since it last succeeded, so that an outage of any length
 * is made good by the first pass after it.
 */
export function passWindow(
  pass: PassName,
  plan: SyncPlan,
  lastSuccessMs: EpochMs | null,
  nowMs: EpochMs,
): TimeWindow {
  const reachMs = (plan.reachMs?.[pass] ?? PASS_REACH_MS[pass]) + plan.lagMs;
  const fromMs = Math.min(nowMs - reachMs, lastSuccessMs === null ? nowMs : lastSuccessMs - reachMs);
  return { fromMs: Math.max(fromMs, nowMs - plan.backfillDays * DAY_MS), toMs: nowMs + CLOCK_SKEW_MS };
}

/**
 * True when `[fromMs, toMs]` lies within what has been fetched. `null` bounds mean "everything that is kept"; a bound
 * from before the history that is kept asks for more than that.
 */
export function covers(
  backfill: Backfill | null,
  lastSyncMs: EpochMs | null,
  asked: Readonly<{ fromMs: EpochMs | null; toMs: EpochMs | null }>,
  plan: SyncPlan,
  nowMs: EpochMs,
): boolean {
  if (!backfill || lastSyncMs === null) return false;
  const done = backfill.reachedMs <= backfill.targetMs;
  const lowerOk = asked.fromMs === null ? done : asked.fromMs >= backfill.reachedMs;
  // A vendor that gives its calls late never has the newest: only what was asked up to before that is whole.
  const isFresh = plan.lagMs === 0 && nowMs - lastSyncMs <= 3 * plan.syncSeconds * 1_000;
  const upperOk = isFresh || (asked.toMs !== null && asked.toMs <= lastSyncMs - plan.lagMs);
  return lowerOk && upperOk;
}
