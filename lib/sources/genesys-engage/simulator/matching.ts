/** The vendor's matching rules: stripped numbers, wildcards, names and attached data. */
import type { WireRecording } from "./wire";

const NOT_ALPHANUMERIC = /[^\p{L}\p{N}]/gu;
const NOT_PATTERN = /[^\p{L}\p{N}*?]/gu;

/** A stored number as it is compared: letters and digits only. */
export const stripStored = (value: string): string => value.replace(NOT_ALPHANUMERIC, "");

/** A requested number as it is compared: letters, digits and the two wildcards. */
export const stripRequested = (value: string): string => value.replace(NOT_PATTERN, "");

/** Whether `value` fits `pattern` as a whole; `*` is any run, `?` is one character. Never backtracks twice. */
export function fits(pattern: string, value: string): boolean {
  let at = 0;
  let from = 0;
  let star = -1;
  let resume = 0;
  while (from < value.length) {
    const wanted = pattern[at];
    if (wanted === "*") {
      star = at;
      resume = from;
      at += 1;
    } else if (wanted !== undefined && (wanted === "?" || wanted === value[from])) {
      at += 1;
      from += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      from = resume;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
}

/** A test for one pattern, quick on the many values that lack the pattern's longest literal run. */
function compile(pattern: string): (value: string) => boolean {
  if (!/[*?]/.test(pattern)) return (value) => value === pattern;
  const longest = pattern.split(/[*?]/).reduce((best, run) => (run.length > best.length ? run : best), "");
  return (value) => value.includes(longest) && fits(pattern, value);
}

/** Tests a stored number. Only values with a letter or digit in them can match, also for `*` alone. */
export function phoneMatcher(requested: string): (stored: string | undefined) => boolean {
  const passes = compile(stripRequested(requested));
  return (stored) => {
    const value = stripStored(stored ?? "");
    return value !== "" && passes(value);
  };
}

export type TextCase = "cs" | "ci";

/** Tests a whole value of a name or of attached data. */
export function textMatcher(requested: string, textCase: TextCase): (value: string | undefined) => boolean {
  const isExact = textCase === "cs";
  const passes = compile(isExact ? requested : requested.toLowerCase());
  return (value) => value !== undefined && passes(isExact ? value : value.toLowerCase());
}

/** Whether first name, last name or user name of any contact passes. */
export function someUser(recording: WireRecording, passes: (value: string | undefined) => boolean): boolean {
  return (recording.eventHistory ?? []).some(
    ({ contact }) =>
      contact !== undefined &&
      (passes(contact.firstName) || passes(contact.lastName) || passes(contact.userName)),
  );
}

/** Whether any value (never a key) of added, updated or deleted attached data passes. */
export function someUserData(
  recording: WireRecording,
  passes: (value: string | undefined) => boolean,
): boolean {
  return (recording.eventHistory ?? []).some(({ data }) =>
    [data?.added, data?.updated, data?.deleted].some(
      (map) => map !== undefined && Object.values(map).some((value) => passes(value)),
    ),
  );
}

/** The label names of a comma-separated parameter, lower-cased: names compare without case. */
export function labelNames(parameter: string | null): string[] {
  return (parameter ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
}
