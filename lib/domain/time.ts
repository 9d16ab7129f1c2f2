import type { EpochMs } from "./recording";

const VENDOR_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(?:[Zz]|UTC|GMT|([+-])(\d{2}):?(\d{2})?)?$/;
const DIGITS_MS = /^\d{12,14}$/;
const EARLIEST_YEAR = 1970;
const LATEST_MS = 253_402_300_799_999;

/**
 * A vendor's time as epoch ms; null when it is none. Tolerant (fact sheet genesys-engage §14 case 4): `+0000`,
 * `+00:00`, `Z` or no zone at all (then UTC, never this machine's zone), with or without milliseconds or seconds,
 * epoch ms as a number or as 12 to 14 digits. A date that does not exist (30 February) and years outside 1970–9999 are null.
 */
export function parseVendorTime(text: unknown): EpochMs | null {
  if (typeof text === "number") return withinRange(text);
  if (typeof text !== "string") return null;
  const trimmed = text.trim();
  if (DIGITS_MS.test(trimmed)) return withinRange(Number(trimmed));
  const match = VENDOR_TIME.exec(trimmed);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction, sign, zoneHour, zoneMinute] = match;
  const localMs = utcMs(
    [Number(year), Number(month), Number(day)],
    [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)],
    Number((fraction ?? "0").padEnd(3, "0").slice(0, 3)),
  );
  if (localMs === null) return null;
  const offsetMinutes = Number(zoneHour ?? 0) * 60 + Number(zoneMinute ?? 0);
  if (Number(zoneMinute ?? 0) > 59 || offsetMinutes > 18 * 60) return null;
  return withinRange(localMs - (sign === "-" ? -1 : 1) * offsetMinutes * 60_000);
}

/** `yyyy-MM-ddTHH:mm:ss.SSS+0000`, the time format of every answer but masks (contract §4.2). */
export function formatDialectTime(ms: EpochMs): string {
  return `${new Date(ms).toISOString().slice(0, -1)}+0000`;
}

/** `yyyy-MM-ddTHH:mm:ss.SSSZ`, the format of masks and of a comment's `time` (fact sheet genesys-engage §7). */
export function formatMaskTime(ms: EpochMs): string {
  return new Date(ms).toISOString();
}

function utcMs(
  [year, month, day]: readonly [number, number, number],
  [hour, minute, second]: readonly [number, number, number],
  ms: number,
): number | null {
  // 60 is a leap second: it rolls into the next minute.
  if (year < EARLIEST_YEAR || hour > 23 || minute > 59 || second > 60) return null;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return null;
  return midnight.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000 + ms;
}

function withinRange(ms: number): EpochMs | null {
  return Number.isFinite(ms) && ms >= 0 && ms <= LATEST_MS ? Math.trunc(ms) : null;
}
