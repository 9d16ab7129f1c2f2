/** When the generated calls happened: dense in the last days, thinning out back over eight months, mostly in business hours. */
import { fraction } from "@/lib/samples/random";

const HOUR_MS = 3_600_000;
const MONTHS_BACK_HOURS = 243 * 24;
const HALF_LIFE_HOURS = 30 * 24;

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

/**
 * Start times in epoch seconds, newest first, all before `baseMs`. The hours before `baseMs` are weighed and
 * the calls spread over the weights, so that any number of calls keeps the same shape.
 */
export function startTimes(count: number, seed: number, baseMs: number): Uint32Array {
  const starts = new Uint32Array(count);
  const weights = new Float64Array(MONTHS_BACK_HOURS);
  let total = 0;
  for (let hour = 0; hour < MONTHS_BACK_HOURS; hour += 1) {
    const weight = busyness(baseMs - (hour + 1) * HOUR_MS) * 2 ** (-hour / HALF_LIFE_HOURS);
    weights[hour] = weight;
    total += weight;
  }
  const baseS = Math.floor(baseMs / 1000) - 40;
  let hour = 0;
  let before = 0;
  for (let index = 0; index < count; index += 1) {
    const mass = ((index + fraction(seed, index, 1)) / count) * total;
    while (hour < MONTHS_BACK_HOURS - 1 && before + (weights[hour] ?? 0) < mass) {
      before += weights[hour] ?? 0;
      hour += 1;
    }
    const within = Math.min(1, (mass - before) / (weights[hour] || 1));
    starts[index] = baseS - Math.floor((hour + within) * 3600);
  }
  return starts;
}
