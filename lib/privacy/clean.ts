/** Longest name, number or value that is sent; longer ones are cut and end in `…`. In characters. */
export const LONGEST_VALUE = 512;
/** Longest comment or other free text that is sent. In characters. */
export const LONGEST_TEXT = 10_000;

const PRINTABLE = /^[ -~]*$/;
// Control characters but newline and tab, halves of characters, and the marks that turn the direction of what follows.
const CONTROL = /(?![\n\t])\p{Cc}/gu;
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;
const HALVES = /\p{Cs}/gu;
const LINE_BREAKS = /[\n\t]+/g;

/** A vendor's short string, safe to show on one line: no control characters, no newline. */
export function cleanLine(text: string): string {
  return stripped(text.replace(LINE_BREAKS, " "));
}

/** A vendor's or a person's text of several lines: newlines and tabs stay. */
export function cleanText(text: string): string {
  return stripped(text.replace(/\r\n?/g, "\n"));
}

function stripped(text: string): string {
  if (PRINTABLE.test(text)) return text;
  return text.replace(CONTROL, "").replace(TURNING, "").replace(HALVES, "\ufffd");
}

/** Cut to so many characters, the last of them `…`. Cut only after scrubbing: half a number must not slip through. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const chars = Array.from(text);
  return chars.length <= longest ? text : `${chars.slice(0, longest - 1).join("")}…`;
}
