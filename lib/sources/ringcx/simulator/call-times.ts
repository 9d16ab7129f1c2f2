/**
 * When the generated calls happened: dense in the last days, thinning out over five weeks, mostly in business hours.
 * Call n follows from n: nothing is kept per call.
 */
import { fraction } from "@/lib/samples/random";

const HOUR_MS = 3_600_000;
const HOURS_BACK = 35 * 24;
const HALF_LIFE_HOURS = 10 * 24;
/** The newest call began this long before the base time, or longer ago. */
const NEWEST_MS = 120_000;

/** How busy an hour is: Europe's day and America's afternoon overlap, nights and Sundays are nearly empty. */
function busyness(epochMs: number): number {
  const date = new Date(epochMs);
  const hour = date.getUTCHours();
  const weekday = date.getUTCDay();
  const europe = hour >= 7 && hour < 17 ? 1 : 0;
  const america = hour >= 14 && hour < 23 ? 0.8 : 0;
  const byDay = weekday === 0 ? 0.08 : weekday === 6 ? 0.3 : 1;
  return 0.03 + (europe + america) * byDay;
}

export type CallTimes = Readonly<{
  /** Start of call `index`, epoch ms; newest first. */
  startMs: (index: number) => number;
  /** The first call that began before this moment; `count` when none did. */
  firstBefore: (epochMs: number) => number;
}>;

/** The least number in [0, count) for which `holds` is true, when it stays true from there on; else `count`. */
function lowest(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Spreads `count` calls over the weighed hours before `baseMs`, so that any number of calls keeps the same shape. */
export function callTimes(count: number, seed: number, baseMs: number): CallTimes {
  const newestMs = baseMs - NEWEST_MS;
  /** Weight of all hours before each one; the last is the total. */
  const before = new Float64Array(HOURS_BACK + 1);
  for (let hour = 0; hour < HOURS_BACK; hour += 1) {
    const weight = busyness(baseMs - (hour + 1) * HOUR_MS) * 2 ** (-hour / HALF_LIFE_HOURS);
    before[hour + 1] = (before[hour] ?? 0) + weight;
  }
  const total = before[HOURS_BACK] ?? 1;
  const startMs = (index: number): number => {
    const mass = ((index + fraction(seed, index, 1)) / count) * total;
    const hour = lowest(HOURS_BACK - 1, (at) => (before[at + 1] ?? total) >= mass);
    const from = before[hour] ?? 0;
    const within = Math.min(1, (mass - from) / ((before[hour + 1] ?? total) - from));
    return newestMs - Math.floor((hour + within) * HOUR_MS);
  };
  return { startMs, firstBefore: (epochMs) => lowest(count, (index) => startMs(index) < epochMs) };
}
