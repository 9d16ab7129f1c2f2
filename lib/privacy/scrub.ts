import { fold, foldMapped, isUnspacedScript, isWordChar } from "./fold";

/** What stands for a masked value, whatever its true length. */
export const MASKED = "*******";

/** A run of this many digits of a masked number gives it away; shorter numbers count as whole fields only (contract §3). */
export const TELLING_DIGITS = 6;

/** What must not be found in any string that leaves for one viewer: the masked values of one recording. */
export type Secrets = Readonly<{
  /** Whole values, folded: a field that is equal is masked. */
  wholes: ReadonlySet<string>;
  /** Every run of six digits of the masked numbers. */
  runs: ReadonlySet<string>;
  /** Names and the like, folded: masked wherever they stand as words. */
  phrases: readonly string[];
}>;

export const NO_SECRETS: Secrets = { wholes: new Set(), runs: new Set(), phrases: [] };

type Span = { from: number; to: number };

/** True when the whole text is a masked value, blanks at its ends and the punctuation of a written number aside. */
export function isWholeSecret(text: string, secrets: Secrets): boolean {
  if (secrets.wholes.size === 0) return false;
  const folded = fold(text);
  return secrets.wholes.has(folded) || secrets.wholes.has(wordCharsOf(folded));
}

/** Letters and digits alone: how numbers are compared. */
export function wordCharsOf(folded: string): string {
  return folded.replace(/[^\p{L}\p{N}]/gu, "");
}

/**
 * The text with every masked value in it replaced by `*******`: runs of six or more digits of a masked number, also
 * when anything but letters stands between the digits and in whatever script they are written, and masked names as
 * whole words in any letter case. A text that is a masked value is masked whole.
 */
export function scrubText(text: string, secrets: Secrets): string {
  if (text === "" || (secrets.runs.size === 0 && secrets.phrases.length === 0 && secrets.wholes.size === 0)) {
    return text;
  }
  if (isWholeSecret(text, secrets)) return MASKED;
  let scrubbed = text;
  // What stood on both sides of a masked span may make up another run, so it is looked through again until nothing is found.
  for (;;) {
    const spans = findSecrets(scrubbed, secrets);
    if (spans.length === 0) return scrubbed;
    scrubbed = replaced(scrubbed, spans);
  }
}

function findSecrets(text: string, secrets: Secrets): Span[] {
  const folded = foldMapped(text);
  const original = (span: Span): Span => ({
    from: folded.from?.[span.from] ?? span.from,
    to: folded.to?.[span.to - 1] ?? span.to,
  });
  const found = [...digitSpans(folded.text, secrets.runs), ...phraseSpans(folded.text, secrets.phrases)];
  return found.map(original).sort((a, b) => a.from - b.from);
}

/** Spans over the digits of masked numbers, from first digit to last, with what stands between them. */
function digitSpans(text: string, runs: ReadonlySet<string>): Span[] {
  if (runs.size === 0) return [];
  const spans: Span[] = [];
  let digits = "";
  let places: number[] = [];
  const flush = () => {
    let open: Span | null = null;
    for (let index = 0; index + TELLING_DIGITS <= digits.length; index += 1) {
      if (!runs.has(digits.slice(index, index + TELLING_DIGITS))) continue;
      const from = places[index] ?? 0;
      const to = (places[index + TELLING_DIGITS - 1] ?? 0) + 1;
      if (open && from <= open.to) open.to = to;
      else {
        open = { from, to };
        spans.push(open);
      }
    }
    digits = "";
    places = [];
  };
  let index = 0;
  for (const char of text) {
    if (char >= "0" && char <= "9") {
      digits += char;
      places.push(index);
    } else if (digits !== "" && isWordChar(char)) {
      flush();
    }
    index += char.length;
  }
  flush();
  return spans.map((span) => ({ from: beforeOpening(text, span.from), to: span.to }));
}

/** Takes the `+` or `(` of a written number into its span. */
function beforeOpening(text: string, from: number): number {
  let at = from;
  while (at > 0 && (text[at - 1] === "+" || text[at - 1] === "(")) at -= 1;
  return at;
}

function phraseSpans(text: string, phrases: readonly string[]): Span[] {
  const spans: Span[] = [];
  for (const phrase of phrases) {
    for (let from = text.indexOf(phrase); from >= 0; from = text.indexOf(phrase, from + 1)) {
      const to = from + phrase.length;
      const starts = isBorder(charBefore(text, from), charAt(text, from));
      if (starts && isBorder(charAt(text, to), charBefore(text, to))) spans.push({ from, to });
    }
  }
  return spans;
}

/** A word ends between these two, the second belonging to the name. */
function isBorder(outside: string, inside: string): boolean {
  if (!isWordChar(outside) || !isWordChar(inside)) return true;
  return isUnspacedScript(outside) || isUnspacedScript(inside);
}

function charAt(text: string, index: number): string {
  const code = text.codePointAt(index);
  return code === undefined ? "" : String.fromCodePoint(code);
}

function charBefore(text: string, index: number): string {
  if (index <= 0) return "";
  const unit = text.charCodeAt(index - 1);
  const isLowHalf = unit >= 0xdc00 && unit <= 0xdfff;
  return charAt(text, isLowHalf && index >= 2 ? index - 2 : index - 1);
}

function replaced(text: string, spans: readonly Span[]): string {
  let result = "";
  let at = 0;
  for (const span of spans) {
    if (span.to <= at) continue;
    if (span.from >= at) result += text.slice(at, span.from) + MASKED;
    at = span.to;
  }
  return result + text.slice(at);
}
