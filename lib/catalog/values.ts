import { createHash, randomBytes } from "node:crypto";
import type { EpochMs } from "@/lib/domain/recording";

// Years 1 to 9999: what every engine writes with four digits and reads back the same.
const EARLIEST_MS = -62_135_596_800_000;
const LATEST_MS = 253_402_300_799_999;

/** A time as both engines take it. Times outside the years 1 to 9999 become the nearest that is inside. */
export function iso(timeMs: EpochMs): string {
  return new Date(Math.min(LATEST_MS, Math.max(EARLIEST_MS, Math.trunc(timeMs)))).toISOString();
}

export function isoOrNull(timeMs: EpochMs | null | undefined): string | null {
  return timeMs === null || timeMs === undefined ? null : iso(timeMs);
}

/** Text that a database can hold: NUL becomes U+FFFD, and `maxChars` bounds what would not fit an index. */
export function plainText(text: string, maxChars = Number.POSITIVE_INFINITY): string {
  const clipped = text.length > maxChars ? text.slice(0, maxChars) : text;
  return Buffer.from(clipped.replaceAll("\u0000", "\ufffd"), "utf8").toString("utf8");
}

export function plainTextOrNull(text: string | null, maxChars?: number): string | null {
  return text === null ? null : plainText(text, maxChars);
}

/** JSON that jsonb takes: it refuses NUL and halves of surrogate pairs, which `JSON.stringify` writes as escapes. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value) ?? "null";
  if (!text.includes("\\u")) return text;
  return text.replace(
    /(\\\\)|\\u(?:0000|d[89a-f][0-9a-f]{2})/g,
    (_, backslash?: string) => backslash ?? "\\ufffd",
  );
}

/** JSON with sorted keys: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    isRecord(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : item,
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** A hash that fits a uuid column: 16 bytes of SHA-256. */
export function hashId(text: string): string {
  return sha256(text).subarray(0, 16).toString("hex");
}

/** 128 random bits, 32 hex characters. */
export function newId(): string {
  return randomBytes(16).toString("hex");
}

/** Cuts a list into runs of at most `size`. */
export function chunks<T>(items: readonly T[], size: number): T[][] {
  const cut: T[][] = [];
  for (let index = 0; index < items.length; index += size) cut.push(items.slice(index, index + size));
  return cut;
}

/** What tells whether a call is still the one it was: the same for a document as it was told and as it was read back. */
export function callHash(recording: Readonly<{ id: string }>): string {
  return sha256(canonicalJson(JSON.parse(jsonText(recording)))).toString("base64");
}
