/**
 * True when `text` matches `glob` as a whole: `*` any run, `?` one character. Takes time in the product of both
 * lengths at worst, so that no pattern of a stranger's can hang the server as a regular expression would.
 */
export function matchesGlob(glob: string, text: string): boolean {
  const pattern = Array.from(glob);
  const chars = Array.from(text);
  let at = 0;
  let star = -1;
  let retryAt = 0;
  let index = 0;
  while (index < chars.length) {
    // The star first: the text may hold a star of its own.
    if (pattern[at] === "*") {
      star = at;
      retryAt = index;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === chars[index])) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      at = star + 1;
      retryAt += 1;
      index = retryAt;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
}

/** The glob as an SQL LIKE pattern with `\` as its escape character. */
export function likeOfGlob(glob: string): string {
  return glob
    .replace(/[\\%_]/g, (char) => `\\${char}`)
    .replaceAll("*", "%")
    .replaceAll("?", "_");
}

/** True when the text asks for more than equality. */
export function hasWildcard(text: string): boolean {
  return text.includes("*") || text.includes("?");
}
