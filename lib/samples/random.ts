/** Numbers that look random and depend on their arguments alone, so that call n can be built without call n - 1. */

/** A 32-bit hash of three integers (MurmurHash3's mixing steps). */
export function hash(seed: number, index: number, salt: number): number {
  let h = seed | 0;
  for (const value of [index, salt]) {
    let k = Math.imul(value | 0, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    h ^= Math.imul(k, 0x1b873593);
    h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64;
  }
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A number in [0, 1). */
export function fraction(seed: number, index: number, salt: number): number {
  return hash(seed, index, salt) / 0x1_0000_0000;
}

/** An integer in [0, below). */
export function below(limit: number, seed: number, index: number, salt: number): number {
  return Math.floor(fraction(seed, index, salt) * limit);
}

/** An 8-digit lower-case hexadecimal word. */
export function hex(seed: number, index: number, salt: number): string {
  return hash(seed, index, salt).toString(16).padStart(8, "0");
}

/** A version 4 shaped UUID that belongs to these numbers. */
export function uuid(seed: number, index: number, salt: number): string {
  const digits = [0, 1, 2, 3].map((part) => hex(seed ^ 0x5bd1e995, index, salt * 4 + part)).join("");
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}

/** A 32-bit number for a text (FNV-1a), to hang the functions above on a name. */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
  return h >>> 0;
}

/** The element of a non-empty list at an index, wrapped around its end. */
export function pick<T>(list: readonly [T, ...T[]], index: number): T {
  return list[index % list.length] ?? list[0];
}
