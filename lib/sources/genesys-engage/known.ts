/** A value the vendor has masked: asterisks alone, of any length (fact sheet §5.3). */
const ASTERISKS = /^\*+$/;

/** True for a value that says nothing: the vendor's asterisks. */
export function isMaskedByVendor(text: string): boolean {
  return ASTERISKS.test(text.trim());
}

/** The text, or null when there is none: absent, blank, or masked by the vendor. Never asterisks as if they were a value. */
export function known(text: string | null): string | null {
  return text === null || text.trim() === "" || isMaskedByVendor(text) ? null : text;
}
