/** Thirty days of history beside fresh passes, by a clock that is moved on: the vendor's limits must never be met. */
import { expect, test } from "vitest";
import { createCallBudget } from "../call-budget";
import { type RecordingSource, SourceError, type TimeWindow, type WalkPurpose } from "../source";
import { DAY_MS, HOUR_MS, MINUTE_MS, NOW_MS, ringcxSource, signal, welcoming } from "./test-kit";

const LIMITS = [
  { calls: 2, seconds: 60 },
  { calls: 9, seconds: 900 },
];

/**
 * Walks a window as sync does: a fresh one waits for room, history gives up. The wait (ms) when it gave up, else 0.
 */
async function tryWindow(
  source: RecordingSource,
  clock: { ms: number },
  window: TimeWindow,
  purpose: WalkPurpose,
): Promise<number> {
  let cursor: string | null = null;
  for (;;) {
    try {
      cursor = (await source.walk(window, cursor, signal, purpose)).cursor;
      if (cursor === null) return 0;
    } catch (error) {
      if (!(error instanceof SourceError) || error.kind !== "rateLimited") throw error;
      const waitMs = error.retryAfterMs ?? 30_000;
      if (purpose === "history") return waitMs;
      clock.ms += waitMs;
    }
  }
}

/** What sync does with a source: a fast pass when due, else history, else the hourly pass, else rest. */
async function run(source: RecordingSource, clock: { ms: number }) {
  const { syncPlan } = source;
  const targetMs = NOW_MS - syncPlan.backfillDays * DAY_MS;
  const reachOf = (pass: "fast" | "hourly") => (syncPlan.reachMs?.[pass] ?? 0) + syncPlan.lagMs;
  const due = { fast: NOW_MS, hourly: NOW_MS + HOUR_MS };
  const lateMs: number[] = [];
  let reachedMs = NOW_MS;
  let historyFromMs = 0;
  while (reachedMs > targetMs) {
    if (clock.ms > NOW_MS + 4 * DAY_MS) throw new Error("history takes too long");
    for (const pass of ["fast", "hourly"] as const) {
      if (clock.ms < due[pass]) continue;
      const dueMs = due[pass];
      due[pass] = clock.ms + (pass === "fast" ? syncPlan.syncSeconds * 1_000 : HOUR_MS);
      await tryWindow(source, clock, { fromMs: clock.ms - reachOf(pass), toMs: clock.ms }, "fresh");
      if (pass === "fast") lateMs.push(clock.ms - dueMs);
    }
    if (clock.ms >= historyFromMs) {
      const window = { fromMs: Math.max(targetMs, reachedMs - syncPlan.maxWindowMs), toMs: reachedMs };
      const waitMs = await tryWindow(source, clock, window, "history");
      historyFromMs = clock.ms + waitMs;
      if (waitMs === 0) reachedMs = window.fromMs;
    }
    clock.ms += 5_000;
  }
  return { lateMs, tookHours: (clock.ms - NOW_MS) / HOUR_MS };
}

function mostWithin(times: readonly number[], lengthMs: number): number {
  let first = 0;
  let most = 0;
  for (const [index, ms] of times.entries()) {
    while (ms - (times[first] ?? ms) >= lengthMs) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

test.each([
  ["three-hour calls", 10_800, 14, 5_000],
  ["an older cell of 3,600 s", 3_600, 56, 300_000],
])(
  "thirty days by %s fill within the limits; fast passes stay on time",
  async (_, longest, hours, lateMs) => {
    const clock = { ms: NOW_MS };
    const times: number[] = [];
    const covered: [number, number][] = [];
    const { fetch } = welcoming((one) => {
      times.push(clock.ms);
      const { segmentEndTime, timeInterval } = JSON.parse(one.body);
      if (timeInterval > longest) return Response.json({ errorCode: "no" }, { status: 400 });
      const fromMs = Date.parse(`${segmentEndTime.replace(" ", "T")}Z`);
      covered.push([fromMs, fromMs + timeInterval * 1_000]);
      return Response.json([]);
    });
    const source = ringcxSource(fetch, {
      settings: { metadataLimits: LIMITS },
      now: () => clock.ms,
      budget: createCallBudget(() => clock.ms),
      parts: {
        pause: async (ms) => {
          clock.ms += ms;
        },
      },
    });
    const done = await run(source, clock);

    expect(mostWithin(times, 60_000)).toBeLessThanOrEqual(2);
    expect(mostWithin(times, 900_000)).toBeLessThanOrEqual(9);
    expect(done.lateMs.length).toBeGreaterThan(100);
    expect(Math.max(...done.lateMs)).toBeLessThanOrEqual(lateMs);
    expect(done.tookHours).toBeLessThan(hours);

    // All of it, up to what was the newest at the end.
    let atMs = NOW_MS - 30 * DAY_MS;
    for (const [fromMs, toMs] of covered.sort(([a], [b]) => a - b)) {
      expect(fromMs).toBeLessThanOrEqual(atMs);
      atMs = Math.max(atMs, toMs);
    }
    expect(atMs).toBeGreaterThan(clock.ms - 25 * MINUTE_MS);
  },
);

test("what another product takes of the account slows history and ends nothing", async () => {
  const clock = { ms: NOW_MS };
  const times: number[] = [];
  const { fetch } = welcoming(() => {
    // Every second quarter of an hour somebody else uses the account up.
    const isUsedUp = Math.floor(clock.ms / 900_000) % 2 === 0;
    times.push(clock.ms);
    return isUsedUp ? new Response(null, { status: 429 }) : Response.json([]);
  });
  const source = ringcxSource(fetch, {
    settings: { metadataLimits: LIMITS, backfillDays: 2 },
    now: () => clock.ms,
    parts: {
      pause: async (ms) => {
        clock.ms += ms;
      },
    },
  });
  await run(source, clock);
  const gaps = times.slice(1).map((ms, index) => ms - (times[index] ?? 0));
  // Never sent into a refusal that is remembered.
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
  const refused = times.filter((ms) => Math.floor(ms / 900_000) % 2 === 0);
  const quarters = new Set(refused.map((ms) => Math.floor(ms / 900_000)));
  expect(refused.length / quarters.size).toBeLessThanOrEqual(6);
});
