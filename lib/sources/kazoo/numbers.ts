/** What stands in place of a number or a name that the caller withheld, or that the switch does not know. */
const NOBODY =
  /^(anonymous|unknown|restricted|private|withheld|unavailable|blocked|no ?number|no ?name|-+)$/i;
const IP_ADDRESS = /^\d{1,3}(\.\d{1,3}){3}$/;
/** Digits with what people write between them; a `*` or `#` begins a feature code. */
const NUMBER = /^[+*#]?\d[\d*#().\- ]{0,39}$/;
const EXTENSION = /^[*#]?\d{1,6}$/;

/**
 * The number in a SIP address or plain text: what stands before `@`, without scheme, port or parameters (fact sheet §8.1).
 * Null for words: those of withheld numbers, and the names of devices, which are nobody's number.
 */
export function numberOf(address: string | null): string | null {
  if (address === null) return null;
  const user = decoded(address.replace(/^<?\s*(sips?|tel):/i, ""))
    .split(/[@;>]/)[0]
    ?.trim();
  if (user === undefined || IP_ADDRESS.test(user)) return null;
  return NUMBER.test(user) ? user : null;
}

/** True for a text that says that there is no number or name to be had. */
export function isNobody(text: string): boolean {
  return NOBODY.test(text.trim());
}

/** True for numbers as short as those within one company. */
export function isExtension(number: string | null): boolean {
  return number !== null && EXTENSION.test(number);
}

const SHORTEST_SUFFIX = 7;

/**
 * One number written in two ways: equal in their digits, or one the end of the other (model.md "Privacy, exactly"). The zeros
 * in front, with which a number is dialled within its country, are no part of it.
 */
export function isSameNumber(a: string, b: string): boolean {
  const [one, other] = [digitsOf(a), digitsOf(b)];
  if (one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= SHORTEST_SUFFIX && long.endsWith(short);
}

function digitsOf(number: string): string {
  return number.replace(/[^\d*#]/g, "").replace(/^0+(?=\d)/, "");
}

export type PersonName = Readonly<{ firstName: string | null; lastName: string | null }>;

/** A display name as two: its last word, and what stands before. Null when it is empty, a number, or nobody's. */
export function nameOf(text: string | null): PersonName | null {
  const words = (text ?? "")
    .trim()
    .split(/\s+/)
    .filter((word) => word !== "");
  const whole = words.join(" ");
  if (whole === "" || isNobody(whole) || numberOf(whole) !== null || whole.includes("@")) return null;
  return {
    firstName: words.length > 1 ? words.slice(0, -1).join(" ") : null,
    lastName: words.at(-1) ?? null,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
