import { fold } from "./fold";
import { wordCharsOf } from "./scrub";

/** A local number is the end of a full one from this many digits on (model.md "Privacy, exactly"). */
const LOCAL_DIGITS = 7;
/** Numbers that end alike this far differ only in how the country or trunk code is written. */
const NATIONAL_DIGITS = 10;

/** A telephone number as it is compared. */
export type NumberForm = Readonly<{
  /** Letters and digits. */
  stripped: string;
  /** The runs of seven digits or more in it, as in `sip:+13125550142@10.0.0.1`. */
  written: readonly string[];
}>;

export function numberForm(value: string): NumberForm {
  const folded = fold(value);
  // The trunk zero of `+44 (0)20 …` is not dialed from abroad.
  const written = folded.replaceAll("(0)", "").match(/[0-9](?:[\s().\-/]*[0-9])*/g) ?? [];
  return {
    stripped: wordCharsOf(folded),
    written: written
      .map((text) => text.replace(/[^0-9]/g, ""))
      .filter((digits) => digits.length >= LOCAL_DIGITS),
  };
}

/**
 * True when both are one telephone number, however written: equal when stripped, one the end of the other from seven
 * digits on, or both ending in the same ten.
 */
export function sameNumber(one: NumberForm, other: NumberForm): boolean {
  if (one.stripped === "" || other.stripped === "") return false;
  if (one.stripped === other.stripped) return true;
  return one.written.some((left) => other.written.some((right) => endAlike(left, right)));
}

function endAlike(a: string, b: string): boolean {
  if (a.length < NATIONAL_DIGITS || b.length < NATIONAL_DIGITS) return a.endsWith(b) || b.endsWith(a);
  return a.slice(-NATIONAL_DIGITS) === b.slice(-NATIONAL_DIGITS);
}
