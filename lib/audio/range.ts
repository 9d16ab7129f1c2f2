/** Byte ranges of RFC 9110 §14, and what to answer while a file is still arriving (model.md "Keys and cache"). Pure. */

export type ByteRange =
  /** No Range, a malformed one, another unit, or several ranges at once: all of these may be answered whole. */
  | Readonly<{ kind: "whole" }>
  /** `last` is inclusive; null = to the end. */
  | Readonly<{ kind: "from"; first: number; last: number | null }>
  /** The last `length` bytes. */
  | Readonly<{ kind: "suffix"; length: number }>;

export type RangeAnswer =
  | Readonly<{ kind: "whole" }>
  /** `last` is inclusive; `total` null is written `*`. */
  | Readonly<{ kind: "partial"; first: number; last: number; total: number | null }>
  | Readonly<{ kind: "unsatisfiable"; total: number }>
  /** Not decidable before byte `until` has arrived; "end" = before the whole length is known. */
  | Readonly<{ kind: "wait"; until: number | "end" }>;

const WHOLE: ByteRange = { kind: "whole" };
const UNIT = /^\s*bytes\s*=/i;
const SPEC = /^(\d*)-(\d*)$/;

/** Digits as a number; beyond what a double counts exactly it is "very far", which any file is shorter than. */
function position(digits: string): number {
  return Math.min(Number(digits), Number.MAX_SAFE_INTEGER);
}

/** Reads a Range header. Total: whatever is not exactly one byte range is `whole` (RFC 9110 §14.2 allows ignoring it). */
export function parseRange(header: string | null): ByteRange {
  const unit = header === null ? null : UNIT.exec(header);
  if (header === null || unit === null) return WHOLE;
  const specs = header
    .slice(unit[0].length)
    .split(",")
    .map((spec) => spec.trim())
    .filter((spec) => spec !== "");
  const match = specs.length === 1 ? SPEC.exec(specs[0] ?? "") : null;
  if (match === null) return WHOLE;
  const [, first = "", last = ""] = match;
  if (first === "") return last === "" ? WHOLE : { kind: "suffix", length: position(last) };
  const from = position(first);
  if (last === "") return { kind: "from", first: from, last: null };
  const to = position(last);
  return to < from ? WHOLE : { kind: "from", first: from, last: to };
}

/** `totalBytes` null = the length is not known yet; `availableBytes` have arrived, from the first on. */
export function decideRange(
  range: ByteRange,
  totalBytes: number | null,
  availableBytes: number,
): RangeAnswer {
  if (range.kind === "whole") return { kind: "whole" };
  if (totalBytes !== null) return decideKnown(range, totalBytes);
  if (range.kind === "suffix") return { kind: "wait", until: "end" };
  if (range.first === 0 && range.last === null) return { kind: "whole" };
  if (range.first >= availableBytes) return { kind: "wait", until: range.first };
  const last = Math.min(range.last ?? Number.MAX_SAFE_INTEGER, availableBytes - 1);
  return { kind: "partial", first: range.first, last, total: null };
}

function decideKnown(range: Exclude<ByteRange, { kind: "whole" }>, total: number): RangeAnswer {
  if (range.kind === "suffix") {
    if (range.length === 0 || total === 0) return { kind: "unsatisfiable", total };
    return { kind: "partial", first: Math.max(0, total - range.length), last: total - 1, total };
  }
  if (range.first >= total) return { kind: "unsatisfiable", total };
  const last = Math.min(range.last ?? total - 1, total - 1);
  return { kind: "partial", first: range.first, last, total };
}
