import type { RawSegment } from "./api-types";
import type { RingcxChoices } from "./config";

/** From whom to whom, as far as it can be told. */
export type Parties = Readonly<{ caller: string | null; dialed: string | null }>;

type Addresses = Pick<RawSegment, "channelAddress" | "contactAddress" | "channelId" | "direction">;

/**
 * Whose number is whose (fact sheet §4.3): the vendor's texts contradict each other. `auto` takes the address equal to
 * `channelId` for the company's; when neither or both are, `channelEndpointAddress` is who called. Numbers stay as they are,
 * bare national digits. A wrong guess unmasks nobody: for this vendor any masked number masks both ends (model.md).
 */
export function partiesOf(row: Addresses, model: RingcxChoices["addressModel"]): Parties {
  const { channelAddress, contactAddress } = row;
  const ours = companySide(row, model);
  if (ours === null) return { caller: channelAddress, dialed: contactAddress };
  const [company, customer] =
    ours === "channel" ? [channelAddress, contactAddress] : [contactAddress, channelAddress];
  return row.direction === "OUTBOUND"
    ? { caller: company, dialed: customer }
    : { caller: customer, dialed: company };
}

/** Null = not told: the addresses are then caller and callee. */
function companySide(row: Addresses, model: RingcxChoices["addressModel"]): "channel" | "contact" | null {
  if (model === "calling-called") return null;
  if (model === "company-contact") return "channel";
  const isChannel = isSameNumber(row.channelAddress, row.channelId);
  const isContact = isSameNumber(row.contactAddress, row.channelId);
  if (isChannel === isContact) return null;
  return isChannel ? "channel" : "contact";
}

/** So many last digits make two spellings of a number one: with and without `+` and country. */
const LEAST_DIGITS = 7;

function isSameNumber(a: string | null, b: string | null): boolean {
  const [left, right] = [digitsOf(a), digitsOf(b)];
  if (left === "" || right === "") return false;
  if (left === right) return true;
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  return short.length >= LEAST_DIGITS && long.endsWith(short);
}

function digitsOf(address: string | null): string {
  return (address ?? "").replace(/\D/g, "");
}
