import type { StoredRecording } from "@/lib/domain/recording";
import { fold, isUnspacedScript } from "./fold";
import { type MaskSet, neverSentKey } from "./policy";
import { type NumberForm, numberForm, sameNumber } from "./same-number";
import { type Secrets, TELLING_DIGITS, wordCharsOf } from "./scrub";

/** A maskable value of a recording and the field it stands in. */
type Slot = Readonly<{ field: string; value: string }>;
type Slots = Readonly<{ numbers: readonly Slot[]; names: readonly Slot[]; data: readonly Slot[] }>;

/** What is hidden of one recording for one viewer, as values: one number or person is one thing wherever it stands. */
export type HiddenValues = Readonly<{
  secrets: Secrets;
  /** True when this number is masked, in whatever field it stands. */
  hidesNumber(value: string): boolean;
  /** True when a reveal has opened this value, in whatever field it stands. */
  isOpened(value: string): boolean;
}>;

/** Values of attached data that say how something stands and never who: no names to be looked for in free text. */
const STATE_WORDS: ReadonlySet<string> = new Set([
  "on",
  "off",
  "paused",
  "resumed",
  "yes",
  "no",
  "true",
  "false",
  "none",
  "null",
  "unknown",
  "ok",
]);
const LONGEST_PHRASE = 200;

/**
 * The hidden values of a recording. `revealed` holds the fields that a reveal has opened; `viewerId` is the user whose
 * own name as an author stays clear.
 */
export function hiddenValues(
  recording: StoredRecording,
  mask: MaskSet,
  revealed: ReadonlySet<string>,
  viewerId: string,
): HiddenValues {
  const slots = slotsOf(recording, viewerId);
  const same = numberComparer();
  const opened = [...slots.numbers, ...slots.names, ...slots.data].filter((slot) => revealed.has(slot.field));
  const openedWholes = new Set(opened.map((slot) => fold(slot.value)));
  const openedNumbers = valuesOf(slots.numbers.filter((slot) => revealed.has(slot.field)));
  const isOpened = (value: string) =>
    openedWholes.size > 0 &&
    (openedWholes.has(fold(value)) || openedNumbers.some((number) => same(number, value)));
  const hidden = (slot: Slot) => mask.has(slot.field) && !revealed.has(slot.field) && !isOpened(slot.value);

  const data = valuesOf(slots.data.filter(hidden));
  const masked = [...valuesOf(slots.numbers.filter(hidden)), ...data.filter(holdsNumber)];
  const shown = valuesOf(slots.numbers).filter((value) => !isOpened(value));
  const numbers = withEquals(masked, shown, same);
  const hidesNumber = (value: string) => !isOpened(value) && numbers.some((number) => same(number, value));
  // Engage's agentId is the agent's own line: while that line is shown as a number, it is no name to hide.
  const shownAsNumber = (value: string) =>
    !hasLetter(value) && slots.numbers.some((slot) => same(slot.value, value) && !hidesNumber(slot.value));
  const names = valuesOf(slots.names.filter(hidden)).filter((value) => !shownAsNumber(value));

  const phrases = [
    ...names.flatMap(phrasesOfName),
    ...numbers.filter((value) => isPhrase(value)).map(fold),
    ...data.filter((value) => isPhrase(value) && !STATE_WORDS.has(fold(value))).map(fold),
  ];
  return {
    secrets: {
      wholes: new Set(
        [
          ...names.map(fold),
          ...numbers.flatMap((value) => [fold(value), wordCharsOf(fold(value))]),
          ...data.map(fold).filter((value) => value.length > 1),
        ].filter((value) => value !== ""),
      ),
      runs: new Set([...names, ...numbers, ...data].flatMap(tellingRuns)),
      phrases: [...new Set(phrases)],
    },
    hidesNumber,
    isOpened,
  };
}

function slotsOf(recording: StoredRecording, viewerId: string): Slots {
  const numbers = new Map<string, Slot>();
  const names = new Map<string, Slot>();
  const data = new Map<string, Slot>();
  const add = (slots: Map<string, Slot>, field: string, value: string | null) => {
    if (value !== null && value.trim() !== "") slots.set(`${field}\n${value}`, { field, value });
  };
  add(numbers, "callerPhoneNumber", recording.callerPhoneNumber);
  add(numbers, "dialedPhoneNumber", recording.dialedPhoneNumber);
  for (const { parties } of recording.mediaFiles) {
    add(numbers, "ani", parties.ani);
    add(numbers, "dnis", parties.dnis);
    add(names, "agentId", parties.agentId);
    add(names, "username", parties.username);
  }
  for (const { contact, data: maps } of recording.events) {
    add(numbers, "phoneNumber", contact?.phoneNumber ?? null);
    add(names, "userName", contact?.userName ?? null);
    add(names, "firstName", contact?.firstName ?? null);
    add(names, "lastName", contact?.lastName ?? null);
    for (const map of maps ? [maps.added, maps.updated, maps.deleted] : []) {
      for (const [key, value] of Object.entries(map)) {
        if (!neverSentKey(key)) add(data, key.trim(), value);
      }
    }
  }
  for (const label of recording.labels) {
    if (label.createdByUserId !== viewerId) add(names, "userName", label.createUser);
  }
  return { numbers: [...numbers.values()], names: [...names.values()], data: [...data.values()] };
}

/** The masked numbers with every other spelling of them among these values. */
function withEquals(
  masked: readonly string[],
  values: readonly string[],
  same: (one: string, other: string) => boolean,
): string[] {
  const numbers = [...new Set(masked)];
  let rest = values.filter((value) => !numbers.includes(value));
  for (let found = true; found; ) {
    const equal = rest.filter((value) => numbers.some((number) => same(number, value)));
    numbers.push(...equal);
    rest = rest.filter((value) => !equal.includes(value));
    found = equal.length > 0;
  }
  return numbers;
}

/** Compares numbers, reading each value once: a search answer compares the same few thousands of times. */
function numberComparer(): (one: string, other: string) => boolean {
  const forms = new Map<string, NumberForm>();
  const formOf = (value: string) => {
    const known = forms.get(value) ?? numberForm(value);
    forms.set(value, known);
    return known;
  };
  return (one, other) => sameNumber(formOf(one), formOf(other));
}

function holdsNumber(value: string): boolean {
  return tellingRuns(value).length > 0;
}

function valuesOf(slots: readonly Slot[]): string[] {
  return [...new Set(slots.map((slot) => slot.value))];
}

/** The name as it stands, and the part before `@` of one that is an address. */
function phrasesOfName(name: string): string[] {
  const folded = fold(name);
  const local = folded.slice(0, Math.max(0, folded.indexOf("@")));
  const telling = (phrase: string) =>
    hasLetter(phrase) && (phrase.length > 1 || isUnspacedScript(phrase)) && phrase.length <= LONGEST_PHRASE;
  return [folded, ...(local.length > 2 ? [local] : [])].filter(telling);
}

function isPhrase(value: string): boolean {
  const folded = fold(value);
  return hasLetter(folded) && folded.length > 2 && folded.length <= LONGEST_PHRASE;
}

function hasLetter(value: string): boolean {
  return /\p{L}/u.test(value);
}

/** Every run of six digits in a row, whatever but letters stands between them. */
function tellingRuns(value: string): string[] {
  const runs: string[] = [];
  for (const part of fold(value).split(/\p{L}+/u)) {
    const digits = part.replace(/[^0-9]/g, "");
    for (let index = 0; index + TELLING_DIGITS <= digits.length; index += 1) {
      runs.push(digits.slice(index, index + TELLING_DIGITS));
    }
  }
  return runs;
}
