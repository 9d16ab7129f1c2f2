/** Tolerant reading of single values: nonsense is "unknown", and never an error. */
import { parseVendorTime } from "@/lib/domain/time";

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text that says something, from a text or a whole number (ids are texts here and integers there); null otherwise. */
export function text(value: unknown): string | null {
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : null;
  if (typeof value !== "string") return null;
  const trimmed = value.trim();
  return trimmed === "" || trimmed.toLowerCase() === "null" ? null : trimmed;
}

/** True and false as booleans or words; null when it is neither. */
export function flag(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.trim().toLowerCase() : "";
  return word === "true" || (word === "false" ? false : null);
}

/** A whole number of 0 or more, from a number or digits; null otherwise. */
export function count(value: unknown): number | null {
  const number = typeof value === "string" && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number >= 0 ? Math.round(number) : null;
}

/** Epoch seconds stay below this until the year 5138; epoch ms have been above it since 1973. */
const SECONDS_END_AT = 100_000_000_000;

/**
 * Epoch ms from an ISO text, epoch ms or epoch seconds (fact sheet §4.4, §11 case 7); null for nothing, for zero, and for
 * the object that the schema of live calls shows (§7).
 */
export function time(value: unknown): number | null {
  const digits = typeof value === "string" && /^\d{1,11}$/.test(value.trim()) ? Number(value) : value;
  if (typeof digits === "number" && digits < SECONDS_END_AT) {
    return digits > 0 ? parseVendorTime(digits * 1_000) : null;
  }
  return parseVendorTime(digits);
}
