import type { RawDocument } from "./api-types";
import { isExtension } from "./numbers";

/** The end of the line at which our own person sits; null = not known. */
export type OwnEnd = "caller" | "callee" | null;

export type Direction = Readonly<{
  callType: "Inbound" | "Outbound" | "Internal" | "Unknown";
  ownEnd: OwnEnd;
}>;

const FIRST_WORD = /^\s*(inbound|outbound)\b/i;
const ONNET = /\bonnet\b/i;
/** The only origins that are made of the vendor's own words; others hold a flow's name or the dialled address (§8.3). */
const OWN_WORDS = /^(?:inbound from|outbound to) (?:onnet|offnet) (?:to|from) (?:account|endpoint)$/;

/**
 * Which way a call went, for people. The first word of `origin` is told from the side of the one who is recorded; it beats
 * `direction`, which is the switch's view, where a phone that dials out is `inbound` (fact sheet §8.1, §8.3). Without
 * such an origin the numbers tell (an extension is ours), and then the switch's view together with whose leg it is:
 * what comes into the switch from an owner's phone goes out for people. `onnet` = between phones of the same switch.
 */
export function directionOf(
  document: Pick<RawDocument, "origin" | "direction" | "ownerId">,
  caller: string | null,
  callee: string | null,
): Direction {
  const origin = document.origin ?? "";
  const told = FIRST_WORD.exec(origin)?.[1]?.toLowerCase();
  if (told !== undefined) {
    const byOrigin = told === "outbound" ? OUTBOUND : INBOUND;
    // A number as long as those outside may be another company's on the same switch.
    const isWithin = ONNET.test(origin) && [caller, callee].every((one) => one === null || isExtension(one));
    return isWithin ? { ...byOrigin, callType: "Internal" } : byOrigin;
  }
  const bySwitch = switchView(document);
  if (isExtension(caller) && isExtension(callee)) return { callType: "Internal", ownEnd: bySwitch.ownEnd };
  if (caller !== null && callee !== null && isExtension(caller) !== isExtension(callee)) {
    return isExtension(caller) ? OUTBOUND : INBOUND;
  }
  return bySwitch;
}

/** The origin, when it holds nothing but the vendor's own words; its `callflow` alone; else null. */
export function originOf({ origin }: Pick<RawDocument, "origin">): string | null {
  const words = origin?.toLowerCase() ?? "";
  if (OWN_WORDS.test(words)) return words;
  return words.startsWith("callflow") ? "callflow" : null;
}

const INBOUND: Direction = { callType: "Inbound", ownEnd: "callee" };
const OUTBOUND: Direction = { callType: "Outbound", ownEnd: "caller" };
const UNKNOWN: Direction = { callType: "Unknown", ownEnd: null };

function switchView({ direction, ownerId }: Pick<RawDocument, "direction" | "ownerId">): Direction {
  const isOwned = ownerId !== null;
  switch (direction?.toLowerCase()) {
    case "inbound":
      return isOwned ? OUTBOUND : INBOUND;
    case "outbound":
      return isOwned ? INBOUND : OUTBOUND;
    default:
      return UNKNOWN;
  }
}
