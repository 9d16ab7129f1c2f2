import type { SourceId } from "@/lib/domain/ids";
import type { AttachedData, CallEvent, Contact, EpochMs } from "@/lib/domain/recording";
import { originOf } from "./direction";
import type { Person } from "./directory";
import { legKey } from "./leg-key";
import { timesOf } from "./map-media";
import type { Leg, Party } from "./parties";

export type People = ReadonlyMap<string, Person>;

/**
 * Who was on the call: both ends of every leg join at its start and leave at its stop, which is all that Kazoo's documents
 * tell. Several recordings of one leg tell of it once. Untimed events stand last.
 */
export function mapEvents(legs: readonly Leg[], sourceId: SourceId, people: People): CallEvent[] {
  const byLeg = new Map<string, Leg[]>();
  for (const leg of legs) {
    const key = legKey(sourceId, leg.document);
    byLeg.set(key, [...(byLeg.get(key) ?? []), leg]);
  }
  return [...byLeg].flatMap(([callId, same]) => eventsOf(callId, same, people)).sort(byTime);
}

function eventsOf(callId: string, same: readonly Leg[], people: People): CallEvent[] {
  const [leg] = same;
  if (leg === undefined) return [];
  const times = same.map(({ document }) => timesOf(document));
  const startMs = outermost(
    times.map((one) => one.startMs),
    Math.min,
  );
  const stopMs = outermost(
    times.map((one) => one.stopMs),
    Math.max,
  );
  const contacts = contactsOf(leg, people);
  const data = attachedData(same);
  return [
    ...contacts.map((contact) => ({ occurredAtMs: startMs, event: "Joined", callId, contact, data: null })),
    ...(data === null ? [] : [{ occurredAtMs: startMs, event: "Data", callId, contact: null, data }]),
    ...contacts.map((contact) => ({ occurredAtMs: stopMs, event: "Left", callId, contact, data: null })),
  ];
}

/** The caller, then the callee; an end of which nothing at all is known is left out. */
export function contactsOf(leg: Leg, people: People): Contact[] {
  const { direction, caller, callee, document } = leg;
  const owner = document.ownerId === null ? null : (people.get(document.ownerId) ?? null);
  return (["caller", "callee"] as const).flatMap((end) => {
    const party = end === "caller" ? caller : callee;
    const isOwn = direction.ownEnd === end;
    const contact = contactOf(party, isOwn ? owner : null, typeOf(leg, isOwn));
    const isKnown = Object.values({ ...contact, type: null }).some((value) => value !== null);
    return isKnown ? [contact] : [];
  });
}

function typeOf({ direction }: Leg, isOwn: boolean): string {
  if (direction.ownEnd === null) return "Unknown";
  return isOwn || direction.callType === "Internal" ? "User" : "External";
}

/** Our own people have a name in the account's list of users; the caller's display name is only a text that a phone sends. */
function contactOf(party: Party, owner: Person | null, type: string): Contact {
  const person = party.isWithheld ? null : owner;
  const isNamed = person !== null && (person.firstName !== null || person.lastName !== null);
  const name = isNamed ? person : party.name;
  return {
    type,
    phoneNumber: party.number,
    userName: person?.username ?? null,
    firstName: name?.firstName ?? null,
    lastName: name?.lastName ?? null,
  };
}

/** The one field that says something to people and holds nothing of theirs: how the recording began (fact sheet §8.3). */
function attachedData(same: readonly Leg[]): CallEvent["data"] {
  const origins = [...new Set(same.flatMap(({ document }) => originOf(document) ?? []))];
  if (origins.length === 0) return null;
  const added: AttachedData = { origin: origins.join(", ") };
  return { added, updated: {}, deleted: {} };
}

function outermost(times: readonly (EpochMs | null)[], pick: (...times: number[]) => number): EpochMs | null {
  const known = times.filter((one) => one !== null);
  return known.length === 0 ? null : pick(...known);
}

function byTime(a: CallEvent, b: CallEvent): number {
  if (a.occurredAtMs === b.occurredAtMs) return 0;
  if (a.occurredAtMs === null) return 1;
  return b.occurredAtMs === null ? -1 : a.occurredAtMs - b.occurredAtMs;
}
