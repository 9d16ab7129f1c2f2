import type { OutgoingContact } from "@/lib/privacy/outgoing";

/** How the server writes every masked value (contract §3). */
export const MASKED = "*******";

const CALL_TYPES: Readonly<Record<string, string>> = { Unknown: "Unknown type", Consult: "Consultation" };

/** A call type as people say it. */
export function callTypeWords(callType: string | undefined): string {
  if (callType === undefined) return "Unknown type";
  return CALL_TYPES[callType] ?? callType;
}

export const VENDOR_WORDS = {
  "genesys-engage": "Genesys Engage",
  "genesys-cloud": "Genesys Cloud",
  ringcx: "RingCX",
  kazoo: "Kazoo",
} as const;

const FIELDS: Readonly<Record<string, string>> = {
  callerPhoneNumber: "Caller's number",
  dialedPhoneNumber: "Dialed number",
  phoneNumber: "Phone numbers",
  userName: "User name",
  firstName: "First name",
  lastName: "Last name",
};

/** The name of a maskable field for people; an attached-data key as it is. */
export function fieldWords(field: string): string {
  return FIELDS[field] ?? field;
}

/** A person's name, else their user name, else their number; empty when nothing is known. */
export function contactWords(contact: OutgoingContact): string {
  const names = [contact.firstName, contact.lastName].filter(Boolean);
  if (names.length > 0) return names.every((name) => name === MASKED) ? MASKED : names.join(" ");
  return contact.userName ?? contact.phoneNumber ?? "";
}

/** `1,204` */
export function numberWords(count: number): string {
  return count.toLocaleString("en-US");
}

/** `1,204 calls`, `1 call`, `more than 10,000 calls` */
export function callCountWords(count: number, isLowerBound: boolean): string {
  if (isLowerBound) return `more than ${numberWords(count)} calls`;
  return count === 1 ? "1 call" : `${numberWords(count)} calls`;
}

/** `3.4 MB` */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
