import { stripPhone } from "@/lib/domain/phone-pattern";
import type { RecordingFilter } from "@/lib/domain/recording-filter";
import { withLabel, withParts } from "./chips";
import { writePattern } from "./patterns";

/** One thing that typed text may mean. `masked` = the person may not search by it. */
export type Guess = Readonly<{
  key: "phone" | "userName" | "userData" | "label";
  name: string;
  text: string;
  masked: boolean;
  apply: (filter: RecordingFilter) => RecordingFilter;
}>;

const NUMBER = /^[\d\s()+.*?/-]*$/;
const MOST_LABELS = 3;

/** True for text that reads as a phone number: digits and the punctuation of numbers, three digits at least. */
export function looksLikeNumber(text: string): boolean {
  return NUMBER.test(text) && text.replace(/\D/g, "").length >= 3;
}

/**
 * What the text may mean, the likeliest first: digits a phone number at either end, anything else a person's name; then
 * labels of that beginning, and attached data.
 */
export function guessesOf(
  typed: string,
  known: Readonly<{ masked: readonly string[]; labels: readonly string[] }>,
): readonly Guess[] {
  const text = typed.trim();
  if (text === "") return [];
  const field = (key: "phoneNumber" | "userName" | "userData", name: string, matched = text): Guess => ({
    key: key === "phoneNumber" ? "phone" : key,
    name,
    text: matched,
    masked: known.masked.includes(key),
    apply: (filter) => withParts(filter, { [key]: writePattern({ mode: "contains", text: matched }) }),
  });
  // First, last and user name are compared one by one, so a full name is found by its last word.
  const lastWord = text.split(/\s+/).at(-1) ?? text;
  const person = field("userName", "Person contains", lastWord);
  const phone = stripPhone(text) === "" ? [] : [field("phoneNumber", "Phone contains")];
  const data = field("userData", "Attached data contains");
  const lower = text.toLowerCase();
  const labels = known.labels
    .filter((name) => name.toLowerCase().startsWith(lower))
    .slice(0, MOST_LABELS)
    .map(
      (name): Guess => ({
        key: "label",
        name: "Label",
        text: name,
        masked: false,
        apply: (filter) => withLabel(filter, "includeLabels", name),
      }),
    );
  return looksLikeNumber(text) ? [...phone, person, ...labels, data] : [person, ...labels, ...phone, data];
}
