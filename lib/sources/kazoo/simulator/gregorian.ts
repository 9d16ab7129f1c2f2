/** Gregorian seconds (fact sheet §7.1): what this vendor writes for every time but the life of a token. */

/** Seconds from the year 0 to 1970. */
export const GREGORIAN_OFFSET_S = 62_167_219_200;

export const toGregorian = (epochMs: number): number => Math.floor(epochMs / 1000) + GREGORIAN_OFFSET_S;

export const toEpochMs = (gregorianS: number): number => (gregorianS - GREGORIAN_OFFSET_S) * 1000;

/** `202411`: the month (UTC) that names a database and begins a recording's id. */
export function monthOf(gregorianS: number): string {
  const date = new Date(toEpochMs(gregorianS));
  return `${String(date.getUTCFullYear()).padStart(4, "0")}${String(date.getUTCMonth() + 1).padStart(2, "0")}`;
}

/** Seconds at which a month begins. */
export function monthStart(year: number, month: number): number {
  return toGregorian(Date.UTC(year, month - 1, 1));
}

/** Every month that a window touches, both ends included; windows are at most some months long. */
export function monthsBetween(fromS: number, toS: number): ReadonlySet<string> {
  const months = new Set<string>();
  const DAY_S = 86_400;
  for (let at = fromS; at < toS; at += 28 * DAY_S) months.add(monthOf(at));
  months.add(monthOf(toS));
  return months;
}
