import { setMaxListeners } from "node:events";
import { acquireLease, releaseLease } from "@/lib/catalog/leases";
import { readSourceState, saveSourceHealth } from "@/lib/catalog/sync-state";
import { pause } from "@/lib/pause";
import { type RecordingSource, SourceError } from "@/lib/sources/source";
import { stepFollowUps } from "./follow-ups";
import { type PassName, passIntervalMs } from "./plan";
import { restampGroups } from "./restamp";
import { noteTrouble, runPass, type SyncParts, stepBackfill } from "./sync-source";

const LEASE_MS = 30_000;
const RENEW_MS = 10_000;
/** How soon a server that stands by asks again whether the owner is gone. */
const STAND_BY_MS = 5_000;
const IDLE_MS = 1_000;
/** When a vendor does not say how long its budget is used up. */
const BUDGET_REST_MS = 30_000;
/** Between two stretches of history, so that listeners and searches have the database to themselves in between. */
const BREATH_MS = 50;
/**
 * How often a source that works is asked whether it still takes our account for what it must be. A vendor may go on
 * answering an account that has lost a right, only with less in it: masked values would replace what is known.
 */
const CHECK_MS = 10 * 60_000;

export type Scheduler = Readonly<{ stop(): Promise<void> }>;

/** Starts keeping every source fresh, one owner per source among all app servers. */
export function startSync(
  parts: SyncParts & Readonly<{ owner: string; sources: readonly RecordingSource[] }>,
): Scheduler {
  const stopping = new AbortController();
  // Every request of a loop listens to it while it lasts; they are many, and none stays.
  setMaxListeners(0, stopping.signal);
  const loops = parts.sources.map((source) => keepFresh(parts, source, stopping.signal));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

async function keepFresh(
  parts: SyncParts & Readonly<{ owner: string }>,
  source: RecordingSource,
  signal: AbortSignal,
): Promise<void> {
  const lease = `sync:${source.id}`;
  const { db } = parts.catalog;
  let renewedAtMs = Number.NEGATIVE_INFINITY;
  const rest: Rest = { historyUntilMs: 0, followUpsUntilMs: 0, checkedAtMs: Number.NEGATIVE_INFINITY };
  while (!signal.aborted) {
    try {
      if (parts.now() - renewedAtMs > RENEW_MS) {
        const isOurs = await acquireLease(db, lease, parts.owner, LEASE_MS, parts.now());
        if (!isOurs) {
          await pause(STAND_BY_MS, signal);
          continue;
        }
        renewedAtMs = parts.now();
      }
      const worked = await withRenewal(
        () => workOnce(parts, source, rest, signal),
        async () => {
          renewedAtMs = parts.now();
          await acquireLease(db, lease, parts.owner, LEASE_MS, parts.now());
        },
      );
      await pause(worked ? BREATH_MS : IDLE_MS, signal);
    } catch (error) {
      if (signal.aborted) break;
      const waitMs = await noteTrouble(parts, source, error).catch(() => 15_000);
      await pause(waitMs, signal);
    }
  }
  await releaseLease(db, lease, parts.owner).catch(() => undefined);
}

/** Keeps the lease while a long stretch is being fetched. */
async function withRenewal<T>(work: () => Promise<T>, renew: () => Promise<void>): Promise<T> {
  const timer = setInterval(() => void renew().catch(() => undefined), RENEW_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/**
 * Until when the slower work is left alone because its share of the vendor's budget is used up, and when this server last
 * found the account in order.
 */
type Rest = { historyUntilMs: number; followUpsUntilMs: number; checkedAtMs: number };

/** The most urgent piece of work that is due. False when nothing was. */
async function workOnce(
  parts: SyncParts,
  source: RecordingSource,
  rest: Rest,
  signal: AbortSignal,
): Promise<boolean> {
  const state = await readSourceState(parts.catalog.db, source.id);
  const nowMs = parts.now();
  if (state?.state !== "ok" || nowMs - rest.checkedAtMs >= CHECK_MS) {
    const { missingPermissions } = await source.check(signal);
    await saveSourceHealth(parts.catalog.db, source.id, { missingPermissions, nowMs });
    // Settings change with a restart only: that is when the groups may be others than those that are stored.
    await restampGroups(parts, source, signal);
    rest.checkedAtMs = nowMs;
  }
  const isDue = (pass: PassName) =>
    nowMs - (state?.passes[pass] ?? 0) >= passIntervalMs(pass, source.syncPlan);
  if (isDue("fast")) {
    await runPass(parts, source, "fast", signal);
    return true;
  }
  // Both in turn: a long backlog of either does not hold up the other.
  const followed = await withinBudget(rest, "followUpsUntilMs", nowMs, () =>
    stepFollowUps(parts, source, signal),
  );
  const filled = await withinBudget(rest, "historyUntilMs", nowMs, () => stepBackfill(parts, source, signal));
  if (followed || filled) return true;
  for (const pass of ["hourly", "nightly"] as const) {
    if (isDue(pass)) {
      await runPass(parts, source, pass, signal);
      return true;
    }
  }
  return false;
}

/** Does the work unless its budget is used up; when it turns out to be, rests until there is room again. */
async function withinBudget(
  rest: Rest,
  until: "historyUntilMs" | "followUpsUntilMs",
  nowMs: number,
  work: () => Promise<boolean>,
): Promise<boolean> {
  if (nowMs < rest[until]) return false;
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SourceError) || error.kind !== "rateLimited") throw error;
    rest[until] = nowMs + (error.retryAfterMs ?? BUDGET_REST_MS);
    return false;
  }
}
