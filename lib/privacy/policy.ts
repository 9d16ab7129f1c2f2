import type { MaskableParameter } from "@/lib/domain/recording-filter";
import type { VendorName } from "@/lib/domain/vendors";
import { fold } from "./fold";
import { TELLING_DIGITS } from "./scrub";

/** The two settings of contract §3, as lists of names. They always count together. */
export type PrivacyLists = Readonly<{
  agentFields: readonly string[];
  customerFields: readonly string[];
}>;

/** Which fields one kind of viewer sees as `*******` in the recordings of one source. */
export type MaskSet = Readonly<{
  /** The source's own lists could not be read: every number, name and attached-data value is masked. */
  all: boolean;
  /** True when the field or attached-data key of this name is masked. Case-sensitive. */
  has(field: string): boolean;
  /** The listed names with everything that falls with them. */
  names: ReadonlySet<string>;
}>;

const NUMBER_FIELDS = ["callerPhoneNumber", "ani", "dialedPhoneNumber", "dnis", "phoneNumber"] as const;
/** Names of one and the same person: they mask each other. */
const USER_FIELDS = ["userName", "username", "agentId"] as const;
const NAME_FIELDS = [...USER_FIELDS, "firstName", "lastName"] as const;
const CALLER = ["callerPhoneNumber", "ani"] as const;
const DIALED = ["dialedPhoneNumber", "dnis"] as const;

/**
 * Attached data that no role is sent and nobody but administrators may match (model.md "Privacy, exactly"): file stems
 * that embed numbers, partitions, SIP headers, and whatever of the vendor's internals may turn up as a key. Lower case; `*` ends a prefix.
 */
const NEVER_SENT_KEYS: readonly string[] = [
  "gsip_rec_fn",
  "grecord_partitions",
  "sip-*",
  "rp.*",
  "mediauri",
  "mediapath",
  "playpath",
  "parameters",
  "pkcs7",
  "certalias",
  "nexturi",
  "prevuri",
];

/** For viewers who see everything in clear. */
export const NOTHING_MASKED: MaskSet = { all: false, has: () => false, names: new Set() };

const ALL_MASKED: MaskSet = {
  all: true,
  has: () => true,
  names: new Set([...NUMBER_FIELDS, ...NAME_FIELDS]),
};

/** The names of a comma-separated setting, blanks around commas ignored, each once. */
export function parseFieldList(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ""))];
}

/**
 * What is masked for a role that does not see masked fields: our lists and the source's own, both halves together, and
 * what falls with them (contract §3). A source whose lists can't be read is masked whole (fail closed).
 */
export function maskSet(
  own: PrivacyLists,
  source: PrivacyLists | "unreadable" | "none",
  vendor: VendorName,
): MaskSet {
  if (source === "unreadable") return ALL_MASKED;
  const lists = source === "none" ? [own] : [own, source];
  const listed = lists.flatMap((list) => [...list.agentFields, ...list.customerFields]);
  const names = closureOf(listed.map((name) => name.trim()).filter((name) => name !== ""));
  if (NAME_FIELDS.some((name) => names.has(name))) addAll(names, USER_FIELDS);
  // Which end is ours is a guess at RingCX, so a wrong guess must not show the customer.
  if (vendor === "ringcx" && NUMBER_FIELDS.some((name) => names.has(name)))
    addAll(names, [...CALLER, ...DIALED]);
  return names.size === 0 ? NOTHING_MASKED : { all: false, has: (field) => names.has(field), names };
}

/** The fields that a reveal of these opens: the same number or person under its other names. */
export function revealedFields(fields: Iterable<string>): ReadonlySet<string> {
  const names = closureOf([...fields].map((name) => name.trim()));
  if (USER_FIELDS.some((name) => names.has(name))) addAll(names, USER_FIELDS);
  return names;
}

/**
 * The search parameters that would confirm a masked value (contract §3). `phoneNumber` masks the caller or the dialed
 * number wherever a contact carries it, so it blocks those two as well. Listing `userData` blocks that parameter alone.
 */
export function blockedParameters(set: MaskSet): ReadonlySet<MaskableParameter> {
  const blocked = new Set<MaskableParameter>();
  const anyNumber = set.has("phoneNumber");
  if (anyNumber || set.has("callerPhoneNumber")) blocked.add("callerPhoneNumber").add("phoneNumber");
  if (anyNumber || set.has("dialedPhoneNumber")) blocked.add("dialedPhoneNumber").add("phoneNumber");
  if (set.has("userName")) blocked.add("userName");
  if (set.has("userData")) blocked.add("userData");
  return blocked;
}

/** True when any number is masked. */
export function masksNumbers(set: MaskSet): boolean {
  return set.all || NUMBER_FIELDS.some((field) => set.has(field));
}

/** True for a text with six digits or more in it, whatever but letters stands between them: it may be anybody's number. */
export function tellsNumber(text: string): boolean {
  return fold(text)
    .split(/\p{L}+/u)
    .some((part) => part.replace(/[^0-9]/g, "").length >= TELLING_DIGITS);
}

/** True when an attached-data key is sent to nobody. */
export function neverSentKey(key: string): boolean {
  const lower = key.trim().toLowerCase();
  return NEVER_SENT_KEYS.some((name) =>
    name.endsWith("*") ? lower.startsWith(name.slice(0, -1)) : lower === name,
  );
}

/** True when the value under this attached-data key is not shown: never sent, or masked. Null = a viewer who sees all. */
export function hiddenDataKey(key: string, set: MaskSet | null): boolean {
  return neverSentKey(key) || (set?.has(key.trim()) ?? false);
}

/**
 * Attached-data keys whose values a search may not match, for viewers who do not see masked fields. Lower case; a final
 * `*` stands for any ending, `*` alone for every key.
 */
export function hiddenDataKeys(set: MaskSet): readonly string[] {
  if (set.all) return ["*"];
  return [...new Set([...NEVER_SENT_KEYS, ...[...set.names].map((name) => name.toLowerCase())])];
}

function closureOf(fields: readonly string[]): Set<string> {
  const names = new Set(fields);
  for (const pair of [CALLER, DIALED]) {
    if (pair.some((name) => names.has(name))) addAll(names, pair);
  }
  return names;
}

function addAll(names: Set<string>, more: readonly string[]): void {
  for (const name of more) names.add(name);
}
