import { isObject } from "../api";

/** What a list of fields hides of one recording: whole numbers, words, and the values of attached data. */
export type Hidden = Readonly<{
  numbers: readonly string[];
  names: readonly string[];
  /** Numbers that are not hidden: two of one exchange share most of their digits. */
  shown: ReadonlySet<string>;
}>;

/** Values of attached data that tell nothing. */
const STATE_WORDS = new Set(["ON", "OFF"]);

const NUMBER_FIELDS: Readonly<Record<string, readonly string[]>> = {
  callerPhoneNumber: ["callerPhoneNumber"],
  ani: ["callerPhoneNumber"],
  dialedPhoneNumber: ["dialedPhoneNumber"],
  dnis: ["dialedPhoneNumber"],
};
const NAMES = ["userName", "firstName", "lastName"] as const;
const USER_NAMES = ["userName", "username", "agentId"];

/** What must not be found, read off the recording as an administrator sees it. An oracle of its own, not the product's rules. */
export function hiddenOf(recording: Readonly<Record<string, unknown>>, fields: readonly string[]): Hidden {
  const contacts = listAt(recording, "eventHistory").flatMap((event) =>
    isObject(event.contact) ? [event.contact] : [],
  );
  const numbers = new Set<string>();
  const names = new Set<string>();
  const add = (set: Set<string>, value: unknown) => {
    if (typeof value === "string" && value.trim() !== "" && !/^\*+$/.test(value)) set.add(value);
  };
  const anyName = fields.some((field) => [...NAMES, ...USER_NAMES].includes(field));
  for (const field of fields) {
    for (const place of NUMBER_FIELDS[field] ?? []) add(numbers, recording[place]);
    if (field === "phoneNumber") for (const { phoneNumber } of contacts) add(numbers, phoneNumber);
    for (const name of NAMES) {
      if (field === name || (name === "userName" && anyName))
        for (const contact of contacts) add(names, contact[name]);
    }
    for (const event of listAt(recording, "eventHistory")) {
      for (const map of isObject(event.data) ? Object.values(event.data) : []) {
        if (isObject(map)) add(names, map[field]);
      }
    }
  }
  const shown = new Set([recording.callerPhoneNumber, recording.dialedPhoneNumber].map(String));
  for (const number of numbers) shown.delete(number);
  return { numbers: [...numbers], names: [...names].filter((name) => !STATE_WORDS.has(name)), shown };
}

/** Every hidden value that can be read in these texts, with where. */
export function leaksIn(texts: readonly string[], hidden: Hidden): string[] {
  const leaks: string[] = [];
  const runs = new Set(hidden.numbers.flatMap((number) => sixDigitRuns(number.replace(/\D/g, ""))));
  const words = hidden.names.filter((name) => /\p{L}/u.test(name)).map((name) => name.toLowerCase());
  for (const text of texts) {
    // A spreadsheet's apostrophe stands before a number that begins with `+`.
    if (hidden.shown.has(text.replace(/^'/, ""))) continue;
    const lower = text.toLowerCase();
    for (const run of runs) if (text.includes(run)) leaks.push(`${run} in ${text.slice(0, 120)}`);
    // Written with blanks, dots and dashes, a number is the same number.
    const joined = text.replace(/(?<=\d)[ .()/-]{1,3}(?=\d)/g, "");
    for (const run of runs)
      if (!text.includes(run) && joined.includes(run)) leaks.push(`${run} in ${text.slice(0, 120)}`);
    for (const word of words) {
      const at = lower.indexOf(word);
      if (at < 0) continue;
      const before = lower[at - 1] ?? " ";
      const after = lower[at + word.length] ?? " ";
      if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after))
        leaks.push(`${word} in ${text.slice(0, 120)}`);
    }
    for (const short of [...hidden.numbers, ...hidden.names]) {
      if (text.trim() === short) leaks.push(`${short} as a whole`);
    }
  }
  return leaks;
}

function sixDigitRuns(digits: string): string[] {
  return Array.from({ length: Math.max(0, digits.length - 5) }, (_, index) => digits.slice(index, index + 6));
}

const NOT_TEXT =
  /(?:Time|At|^time|^id|^mediaKey|^path|Path|^vendorId|^calluuid|^size|^duration|^event|^type|^callType)$/;

/** Every string of a JSON value but times, ids and the vendor's own words. */
export function textsOf(value: unknown, key = ""): string[] {
  if (typeof value === "string") return NOT_TEXT.test(key) ? [] : [value];
  if (Array.isArray(value)) return value.flatMap((item) => textsOf(item, key));
  if (isObject(value)) return Object.entries(value).flatMap(([name, item]) => textsOf(item, name));
  return [];
}

/** The list of objects under a name. */
export function listAt(value: unknown, name: string): Record<string, unknown>[] {
  const list = isObject(value) ? value[name] : null;
  return Array.isArray(list) ? list.filter(isObject) : [];
}
