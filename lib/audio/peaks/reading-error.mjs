// @ts-check
/** @typedef {"empty" | "truncated" | "unsupported" | "broken"} ReadingErrorKind */

/** Why a file has no peaks. `message` is ours and holds nothing of the file. */
export class ReadingError extends Error {
  /** @param {ReadingErrorKind} kind @param {string} message */
  constructor(kind, message) {
    super(message);
    this.name = "ReadingError";
    this.kind = kind;
  }
}
