import type { AttachedData, CallEvent, Contact } from "@/lib/domain/recording";
import type { FlatTexts, RawEvent } from "./api-types";
import { isMaskedByVendor, known } from "./known";

/** The event history by time, the vendor's order kept for ties: its times are whole seconds (fact sheet §3.3). Untimed ones last. */
export function mapEvents(raw: readonly RawEvent[]): CallEvent[] {
  return raw.map(mapEvent).sort((a, b) => compareTimes(a.occurredAtMs, b.occurredAtMs));
}

function compareTimes(a: number | null, b: number | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  return b === null ? -1 : a - b;
}

function mapEvent(raw: RawEvent): CallEvent {
  return {
    occurredAtMs: raw.occurredAt,
    event: known(raw.event) ?? "Unknown",
    callId: known(raw.calluuid),
    contact: raw.contact === null ? null : mapContact(raw.contact),
    data:
      raw.data === null
        ? null
        : {
            added: withoutMasked(raw.data.added),
            updated: withoutMasked(raw.data.updated),
            deleted: withoutMasked(raw.data.deleted),
          },
  };
}

function mapContact(raw: NonNullable<RawEvent["contact"]>): Contact {
  return {
    type: known(raw.type) ?? "Unknown",
    phoneNumber: known(raw.phoneNumber),
    userName: known(raw.userName),
    firstName: known(raw.firstName),
    lastName: known(raw.lastName),
  };
}

/** Values the vendor has masked are unknown: their keys go. An empty text is a value. */
function withoutMasked(map: FlatTexts): AttachedData {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => !isMaskedByVendor(value)));
}
