import { AppError } from "./errors";
import { hasWildcard, likeOfGlob, matchesGlob } from "./glob";

/** Compared with the stripped stored value. Case-sensitive: letters occur in SIP names. */
export type PhonePattern =
  | Readonly<{ kind: "exact"; value: string }>
  | Readonly<{
      kind: "like";
      /** For SQL LIKE with `\` as the escape character. */
      like: string;
      /** The same with `*` and `?`. */
      glob: string;
    }>;

/** Letters and digits only, as numbers are compared (fact sheet genesys-engage §4.2). Full-width forms become plain. */
export function stripPhone(value: string): string {
  return value.normalize("NFKC").replace(/[^\p{L}\p{N}]/gu, "");
}

/**
 * A phone parameter of a search. Without `*` or `?` the whole stripped value must be equal; `*` is any run, `?` one
 * character. Throws invalid_input when nothing but punctuation was given.
 */
export function phonePattern(request: string): PhonePattern {
  const glob = request
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}*?]/gu, "")
    .replace(/\*{2,}/g, "*");
  if (glob === "") throw new AppError("invalid_input", "A phone number needs at least one letter or digit.");
  if (!hasWildcard(glob)) return { kind: "exact", value: glob };
  return { kind: "like", like: likeOfGlob(glob), glob };
}

/** True when the stored number, as the vendor wrote it, matches. A missing or empty number never does, not even with `*`. */
export function matchesPhone(pattern: PhonePattern, stored: string | null): boolean {
  const stripped = stripPhone(stored ?? "");
  if (stripped === "") return false;
  return pattern.kind === "exact" ? stripped === pattern.value : matchesGlob(pattern.glob, stripped);
}
