import { position } from "@/components/format/time";

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const MOST_MS = 1_000_000_000;

/** A length as a person writes it: `6:12`, `1:02:07`, `90s`, `5 min`, `2h`, and a bare number of minutes. Null when it is none. */
export function parseLength(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  const clock = /^(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)$/.exec(trimmed);
  if (clock) {
    const [, hours = "0", minutes, seconds] = clock;
    return within((Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000);
  }
  const plain = /^(\d{1,6}(?:\.\d{1,3})?)\s*(s|m|h)?(?:ec|econds?|in|inutes?|ours?)?$/.exec(trimmed);
  if (!plain) return null;
  return within(Math.round(Number(plain[1]) * (UNITS_MS[plain[2] ?? "m"] ?? 0)));
}

function within(ms: number): number | null {
  return ms <= MOST_MS ? ms : null;
}

/** `at least 1:00`, `at most 5:00`, `1:00 to 5:00`. */
export function lengthWords(minMs: number | undefined, maxMs: number | undefined): string {
  if (minMs !== undefined && maxMs !== undefined) return `${position(minMs)} to ${position(maxMs)}`;
  if (minMs !== undefined) return `at least ${position(minMs)}`;
  return maxMs === undefined ? "any" : `at most ${position(maxMs)}`;
}
