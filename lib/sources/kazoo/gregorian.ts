import type { EpochMs } from "@/lib/domain/recording";

/** Kazoo counts seconds from the year 0 of the Gregorian calendar: Unix seconds plus this (fact sheet §7.1). */
const GREGORIAN_OF_UNIX = 62_167_219_200;
/** The year 2200: Unix milliseconds, or a time counted twice, lie beyond. */
const LATEST_UNIX = 7_258_118_400;

/**
 * Gregorian seconds as epoch ms. Null when they lie outside 1970–2200: Unix seconds taken for Gregorian ones would be in
 * the year 53 (fact sheet §13.2), and no guess is made about them.
 */
export function epochOfGregorian(seconds: number | null): EpochMs | null {
  if (seconds === null) return null;
  const unix = seconds - GREGORIAN_OF_UNIX;
  return unix >= 0 && unix <= LATEST_UNIX ? Math.round(unix * 1_000) : null;
}

/** The first whole Gregorian second at or after this time. */
export function gregorianFrom(ms: EpochMs): number {
  return Math.ceil(ms / 1_000) + GREGORIAN_OF_UNIX;
}

/** The Gregorian second at which the UTC month after the one of this Gregorian second begins. */
export function nextMonthOf(seconds: number): number {
  const date = new Date((seconds - GREGORIAN_OF_UNIX) * 1_000);
  return gregorianFrom(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
}

/** Whether two Gregorian seconds lie in the same UTC month: Kazoo keeps one database for each (fact sheet §7.2). */
export function isSameMonth(a: number, b: number): boolean {
  return nextMonthOf(a) === nextMonthOf(b);
}
