import { AppError } from "./errors";
import { hasWildcard, likeOfGlob, matchesGlob } from "./glob";

/** Compared with the folded stored value, as a whole. */
export type TextPattern =
  | Readonly<{ kind: "exact"; value: string }>
  | Readonly<{
      kind: "like";
      /** For SQL LIKE with `\` as the escape character. */
      like: string;
      /** The same with `*` and `?`. */
      glob: string;
    }>;

/** How names and attached data are compared: without letter case, composed (fact sheet genesys-engage §4.3). */
export function foldText(value: string): string {
  return value.normalize("NFC").toLowerCase();
}

/**
 * `userName` or `userData` of a search: the whole value, letter case ignored; `*` any run, `?` one character; quotes,
 * `~`, `%` and words like AND are ordinary. Throws invalid_input for nothing at all and for NUL, which no database holds.
 */
export function textPattern(request: string): TextPattern {
  if (request === "" || request.includes("\u0000")) {
    throw new AppError("invalid_input", "The text to search for is not valid.");
  }
  const glob = foldText(request).replace(/\*{2,}/g, "*");
  if (!hasWildcard(glob)) return { kind: "exact", value: glob };
  return { kind: "like", like: likeOfGlob(glob), glob };
}

/** True when the stored text matches. A missing one never does. */
export function matchesText(pattern: TextPattern, stored: string | null): boolean {
  if (stored === null) return false;
  const folded = foldText(stored);
  return pattern.kind === "exact" ? folded === pattern.value : matchesGlob(pattern.glob, folded);
}
