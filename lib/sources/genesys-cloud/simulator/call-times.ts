/** When the generated calls happened: dense in the last weeks, mostly in business hours, each time found without a table. */
import { fraction } from "@/lib/samples/random";

const HOUR_MS = 3_600_000;
const WEEK_HOURS = 168;
const WEEK_MS = WEEK_HOURS * HOUR_MS;
const HALF_LIFE_WEEKS = 2.5;
const MOST_WEEKS = 30;
/** The newest call begins so long before the base time at the least. */
const NEWEST_MS = 40_000;

/** Share of a week's calls before each hour of it; the epoch began on a Thursday. */
const SHARES = (() => {
  const weights = Array.from({ length: WEEK_HOURS }, (_, hour) => {
    const weekday = (Math.floor(hour / 24) + 4) % 7;
    const ofDay = hour % 24;
    const isOpen = ofDay >= 7 && ofDay < 22;
    return 0.02 + (isOpen ? (weekday === 0 ? 0.1 : weekday === 6 ? 0.35 : 1) : 0);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  const shares = weights.map((weight) => {
    const share = before / total;
    before += weight;
    return share;
  });
  return [...shares, 1];
})();

/** Business time in weeks: runs fast while the lines are busy. */
function toBusiness(epochMs: number): number {
  const week = Math.floor(epochMs / WEEK_MS);
  const hours = (epochMs - week * WEEK_MS) / HOUR_MS;
  const hour = Math.floor(hours);
  const from = SHARES[hour] ?? 0;
  return week + from + ((SHARES[hour + 1] ?? 1) - from) * (hours - hour);
}

function fromBusiness(weeks: number): number {
  const week = Math.floor(weeks);
  const share = weeks - week;
  let low = 0;
  let high = WEEK_HOURS;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((SHARES[middle] ?? 1) <= share) low = middle;
    else high = middle;
  }
  const from = SHARES[low] ?? 0;
  const part = (share - from) / ((SHARES[low + 1] ?? 1) - from || 1);
  return week * WEEK_MS + (low + part) * HOUR_MS;
}

export type CallTimes = Readonly<{ count: number; seed: number; baseMs: number }>;

/** Start of generated call `index`, in epoch ms; 0 is the newest, and no later one starts after an earlier. */
export function startOf({ count, seed, baseMs }: CallTimes, index: number): number {
  const mass = (index + fraction(seed, index, 1)) / count;
  const reach = 1 - 2 ** (-MOST_WEEKS / HALF_LIFE_WEEKS);
  const weeksBack = -HALF_LIFE_WEEKS * Math.log2(1 - mass * reach);
  return Math.floor(fromBusiness(toBusiness(baseMs - NEWEST_MS) - weeksBack));
}

/** How many generated calls start at or after a time: the index of the first that is older. */
export function startedSince(times: CallTimes, epochMs: number): number {
  let low = 0;
  let high = times.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(times, middle) >= epochMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
