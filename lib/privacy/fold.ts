/**
 * Text in the form in which masked values are looked for, with the way back. Folded: letter case, accents, width,
 * digit scripts, invisible characters and runs of blanks make no difference.
 */
export type Folded = Readonly<{
  text: string;
  /** For each UTF-16 unit of `text`: where its character begins and ends in the original. Null = the same places. */
  from: readonly number[] | null;
  to: readonly number[] | null;
}>;

// Printable ASCII with single blanks folds to itself, unit by unit, and is nearly everything there is.
const PLAIN = /^[!-~]*(?: [!-~]+)*$/;
const DIGIT = /^\p{Nd}$/u;
const INVISIBLE = /[\p{M}\p{Cf}\p{Cc}]/gu;
const BLANK = /^[\s\p{Z}]+$/u;

export function foldMapped(original: string): Folded {
  if (PLAIN.test(original)) return { text: original.toLowerCase(), from: null, to: null };
  const from: number[] = [];
  const to: number[] = [];
  let text = "";
  let at = 0;
  for (const char of original) {
    const end = at + char.length;
    const piece = foldChar(char);
    // Accents and invisible characters belong to the character before them; a second blank to the first.
    if (piece === "" || (piece === " " && text.endsWith(" "))) {
      if (to.length > 0) to[to.length - 1] = end;
    } else {
      text += piece;
      for (let unit = 0; unit < piece.length; unit += 1) {
        from.push(at);
        to.push(end);
      }
    }
    at = end;
  }
  return { text, from, to };
}

/** The folded text alone, blanks at its ends removed. */
export function fold(original: string): string {
  return foldMapped(original).text.trim();
}

const folds = new Map<string, string>();

function foldChar(char: string): string {
  const known = folds.get(char);
  if (known !== undefined) return known;
  const folded = computeFold(char);
  if (folds.size < 10_000) folds.set(char, folded);
  return folded;
}

function computeFold(char: string): string {
  if (BLANK.test(char)) return " ";
  if (DIGIT.test(char)) return String(digitValue(char));
  return char.normalize("NFKD").toUpperCase().toLowerCase().normalize("NFKD").replace(INVISIBLE, "");
}

/** Decimal digits of every script stand in unbroken rows of ten that begin with zero. */
function digitValue(char: string): number {
  let value = 0;
  let before = (char.codePointAt(0) ?? 0) - 1;
  while (DIGIT.test(String.fromCodePoint(before))) {
    value += 1;
    before -= 1;
  }
  return value % 10;
}

/** True for letters and digits: what a word is made of. */
export function isWordChar(char: string): boolean {
  return char !== "" && /^[\p{L}\p{N}]$/u.test(char);
}

/** True for scripts that write words without blanks between them, or glue endings to them. */
export function isUnspacedScript(char: string): boolean {
  return /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]$/u.test(
    char,
  );
}
