import { stripPhone } from "@/lib/domain/phone-pattern";
import type { Recording } from "@/lib/domain/recording";
import { foldText } from "@/lib/domain/text-pattern";

/** The maskable fields whose values may turn up again in attached data or in a user's name. */
export const SECRET_FIELDS = [
  "callerPhoneNumber",
  "dialedPhoneNumber",
  "phoneNumber",
  "userName",
  "firstName",
  "lastName",
] as const;
export type SecretField = (typeof SECRET_FIELDS)[number];

/** One bit per field, as `recording_term.secrets` holds them. */
export function secretBits(fields: readonly SecretField[]): number {
  return fields.reduce((bits, field) => bits | (1 << SECRET_FIELDS.indexOf(field)), 0);
}

/** A run of this many digits of a masked number gives it away (contract §3). */
const RUN = 6;

type Numbers = Readonly<{ bit: number; runs: ReadonlySet<string>; short: ReadonlySet<string> }>;
type Names = Readonly<{ bit: number; names: ReadonlySet<string> }>;

/** Tells which of a recording's maskable values a text repeats, as bits of `SECRET_FIELDS`. */
export function secretsIn(recording: Recording): (value: string, kind: "user" | "data") => number {
  const contacts = recording.events.flatMap((event) => (event.contact ? [event.contact] : []));
  const parties = recording.mediaFiles.map((file) => file.parties);
  const numbers = [
    numbersOf("callerPhoneNumber", [recording.callerPhoneNumber, ...parties.map((party) => party.ani)]),
    numbersOf("dialedPhoneNumber", [recording.dialedPhoneNumber, ...parties.map((party) => party.dnis)]),
    numbersOf(
      "phoneNumber",
      contacts.map((contact) => contact.phoneNumber),
    ),
  ];
  const names = [
    namesOf("userName", [
      ...contacts.map((contact) => contact.userName),
      ...parties.flatMap((party) => [party.username, party.agentId]),
    ]),
    namesOf(
      "firstName",
      contacts.map((contact) => contact.firstName),
    ),
    namesOf(
      "lastName",
      contacts.map((contact) => contact.lastName),
    ),
  ];
  return (value, kind) => {
    let bits = 0;
    const digits = value.replace(/\D/g, "");
    const stripped = stripPhone(value);
    for (const secret of numbers) if (repeatsNumber(secret, digits, stripped)) bits |= secret.bit;
    // Names are matched by `userName` alone, which is refused as a whole where a name is masked.
    if (kind === "user") return bits;
    const folded = foldText(value);
    for (const secret of names) if (repeatsName(secret, folded)) bits |= secret.bit;
    return bits;
  };
}

function numbersOf(field: SecretField, values: readonly (string | null)[]): Numbers {
  const runs = new Set<string>();
  const short = new Set<string>();
  for (const value of values) {
    if (value === null) continue;
    const digits = value.replace(/\D/g, "");
    for (let at = 0; at + RUN <= digits.length && at < 64; at += 1) runs.add(digits.slice(at, at + RUN));
    const stripped = stripPhone(value);
    if (stripped !== "") short.add(stripped);
  }
  return { bit: secretBits([field]), runs, short };
}

function repeatsNumber(secret: Numbers, digits: string, stripped: string): boolean {
  if (secret.short.has(stripped)) return true;
  if (secret.runs.size === 0) return false;
  for (let at = 0; at + RUN <= digits.length; at += 1) {
    if (secret.runs.has(digits.slice(at, at + RUN))) return true;
  }
  return false;
}

function namesOf(field: SecretField, values: readonly (string | null)[]): Names {
  const names = new Set(values.flatMap((value) => (value === null ? [] : [foldText(value.trim())])));
  names.delete("");
  return { bit: secretBits([field]), names };
}

function repeatsName(secret: Names, folded: string): boolean {
  for (const name of secret.names) {
    for (let at = folded.indexOf(name); at >= 0; at = folded.indexOf(name, at + 1)) {
      if (!isWordChar(folded[at - 1]) && !isWordChar(folded[at + name.length])) return true;
    }
  }
  return false;
}

function isWordChar(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}]/u.test(char);
}
