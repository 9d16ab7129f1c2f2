import type { RawDocument } from "./api-types";
import { type Direction, directionOf } from "./direction";
import { isNobody, isSameNumber, nameOf, numberOf, type PersonName } from "./numbers";

export type Party = Readonly<{ number: string | null; name: PersonName | null; isWithheld: boolean }>;

/** Who spoke on the leg of one document. `isWithheld` = the name of this end is nobody's business, our own lists included. */
export type Leg = Readonly<{ document: RawDocument; direction: Direction; caller: Party; callee: Party }>;

/**
 * The ends of each document, with what the caller asked to be hidden taken out: for every role, and wherever else in the
 * interaction the same number or name stands (fact sheet §8.4). A wish on one leg is a wish for the call.
 */
export function legsOf(documents: readonly RawDocument[]): Leg[] {
  const open = documents.map(openLeg);
  const numbers = open.flatMap(({ document, caller }) =>
    document.hidesNumber ? [caller.number, numberOf(document.from)].filter((one) => one !== null) : [],
  );
  const names = open.flatMap(({ document, caller }) =>
    document.hidesName && caller.name !== null ? [nameKey(caller.name)] : [],
  );
  const without = (party: Party, isAsking: boolean, document: RawDocument): Party => {
    const isNumberHidden =
      (isAsking && document.hidesNumber) ||
      numbers.some((hidden) => party.number !== null && isSameNumber(hidden, party.number));
    const isNameHidden =
      (isAsking && document.hidesName) || (party.name !== null && names.includes(nameKey(party.name)));
    return {
      number: isNumberHidden ? null : party.number,
      name: isNameHidden ? null : party.name,
      isWithheld: isNameHidden,
    };
  };
  return open.map(({ document, direction, caller, callee }) => ({
    document,
    direction,
    caller: without(caller, true, document),
    callee: without(callee, false, document),
  }));
}

function openLeg(document: RawDocument): Leg {
  const caller = { number: endOf(document.callerNumber, document.from), name: nameOf(document.callerName) };
  const callee = { number: endOf(document.calleeNumber, document.to), name: nameOf(document.calleeName) };
  return {
    document,
    direction: directionOf(document, caller.number, callee.number),
    caller: { ...caller, isWithheld: false },
    callee: { ...callee, isWithheld: false },
  };
}

/** The number shown to people, else the one in the address; a withheld one stays so, whatever the address tells. */
function endOf(shown: string | null, address: string | null): string | null {
  if (shown !== null && isNobody(shown)) return null;
  return numberOf(shown) ?? numberOf(address);
}

function nameKey({ firstName, lastName }: PersonName): string {
  return `${firstName ?? ""} ${lastName ?? ""}`.trim().toLowerCase();
}
