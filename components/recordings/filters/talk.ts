import { position } from "@/components/format/time";
import { parseShareRange, type ShareRange, shareRangeText } from "@/lib/domain/talk-share";
import { parseLength } from "./length";

/** Beside every search and form of these parts. */
export const MEASURED_WORDS =
  "Only calls whose sound has been measured match. A call is measured when its waveform is first made.";

/** A short time as a person writes it: a bare number of seconds, else as lengths are written. Null when it is none. */
export function parseSpan(text: string): number | null {
  const trimmed = text.trim();
  return parseLength(/^\d{1,6}(?:\.\d{1,3})?$/.test(trimmed) ? `${trimmed}s` : trimmed);
}

/** `30 s`, `1.5 s`, from a minute on `1:30`. */
export function spanWords(ms: number): string {
  return ms < 60_000 || ms % 1_000 !== 0 ? `${ms / 1_000} s` : position(ms);
}

/** `20–60 %`, `at least 20 %`, `at most 60 %`; what is no range is shown as it is. */
export function shareWords(text: string): string {
  const range = parseShareRange(text);
  if (!range) return text;
  const { min, max } = range;
  if (min !== null && max !== null) return `${percent(min)}–${percent(max)} %`;
  return min === null ? `at most ${percent(max ?? 1)} %` : `at least ${percent(min)} %`;
}

/** A share in per cent, without the tails of binary fractions. */
export function percent(share: number): number {
  return Number((share * 100).toFixed(2));
}

/** `20` or `20 %` as a share. Null when it is none, or not within 0 to 100. */
export function parsePercent(text: string): number | null {
  const found = /^(\d{1,3}(?:\.\d{1,2})?)\s*%?$/.exec(text.trim());
  const value = Number(found?.[1] ?? Number.NaN);
  return value <= 100 ? Number((value / 100).toFixed(4)) : null;
}

/** The part of a search for this range; a range without ends asks for nothing. */
export function shareText(range: ShareRange): string | undefined {
  return range.min === null && range.max === null ? undefined : shareRangeText(range);
}
