/** How a number or a name is compared. `pattern` = the person wrote `*` or `?` themselves. */
export const MATCH_MODES = ["contains", "exact", "starts", "ends", "pattern"] as const;
export type MatchMode = (typeof MATCH_MODES)[number];
export type Match = Readonly<{ mode: MatchMode; text: string }>;

/** For the list of modes in an editor. */
export const MODE_WORDS = {
  contains: "contains",
  exact: "is exactly",
  starts: "starts with",
  ends: "ends with",
  pattern: "matches",
} as const satisfies Record<MatchMode, string>;

const WILDCARD = /[*?]/;

/** The pattern of a search parameter: `*` is any run, `?` one character, none of them the whole value. */
export function writePattern({ mode, text }: Match): string {
  if (WILDCARD.test(text)) return text;
  if (mode === "contains") return `*${text}*`;
  if (mode === "starts") return `${text}*`;
  if (mode === "ends") return `*${text}`;
  return text;
}

/** A search parameter as an editor shows it. */
export function readPattern(value: string): Match {
  const starred = /^(\*?)([^*?]+)(\*?)$/.exec(value);
  const text = starred?.[2];
  if (!starred || text === undefined) return { mode: "pattern", text: value };
  if (starred[1] && starred[3]) return { mode: "contains", text };
  if (starred[1]) return { mode: "ends", text };
  return { mode: starred[3] ? "starts" : "exact", text };
}

/** `contains 555`, `is 555`, `matches 5*5`. */
export function matchWords({ mode, text }: Match): string {
  return `${mode === "exact" ? "is" : MODE_WORDS[mode]} ${text}`;
}
