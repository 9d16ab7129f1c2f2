import { type EpochMs, type Recording, withNothingKept } from "@/lib/domain/recording";
import { formatDialectTime } from "@/lib/domain/time";
import type { OutgoingContact, OutgoingLiveCall } from "./outgoing";
import { presentRecording } from "./present";
import type { Viewer } from "./viewer";

/** A live call as the catalog keeps it. */
export type LiveCallToPresent = Readonly<{
  recording: Recording;
  status: "recording" | "paused" | "unknown";
  can: readonly ("paused" | "recording" | "stopped")[];
  lastAct: Readonly<{
    status: "paused" | "recording" | "stopped";
    atMs: EpochMs;
    state: "asked" | "requested" | "done";
  }> | null;
}>;

/** One live call, already within the viewer's scope, masked as a recording of it would be. */
export function presentLiveCall(call: LiveCallToPresent, viewer: Viewer): OutgoingLiveCall {
  const shown = presentRecording(withNothingKept(call.recording), viewer, {
    labels: false,
    allowReveal: false,
    live: call.status,
  });
  const left = new Set(
    shown.eventHistory.filter(({ event }) => event === "Left").map(({ contact }) => keyOf(contact)),
  );
  const agents = new Map(
    shown.eventHistory
      .filter(({ event, contact }) => event === "Joined" && contact?.type === "User")
      .map(({ contact }) => [keyOf(contact), contact] as const)
      .filter(([key]) => !left.has(key)),
  );
  const isOpen = call.lastAct !== null && call.lastAct.state !== "done";
  return {
    id: shown.id,
    source: shown.source,
    vendor: shown.vendor,
    status: call.status,
    ...(shown.startTime === undefined ? {} : { startTime: shown.startTime }),
    ...(shown.callerPhoneNumber === undefined ? {} : { callerPhoneNumber: shown.callerPhoneNumber }),
    ...(shown.dialedPhoneNumber === undefined ? {} : { dialedPhoneNumber: shown.dialedPhoneNumber }),
    agents: [...agents.values()].flatMap((contact) => (contact ? [namesOf(contact)] : [])),
    can: [...call.can],
    ...(isOpen && call.lastAct
      ? { requested: { status: call.lastAct.status, time: formatDialectTime(call.lastAct.atMs) } }
      : {}),
  };
}

function namesOf({ userName, firstName, lastName }: OutgoingContact): OutgoingLiveCall["agents"][number] {
  return {
    ...(userName === undefined ? {} : { userName }),
    ...(firstName === undefined ? {} : { firstName }),
    ...(lastName === undefined ? {} : { lastName }),
  };
}

function keyOf(contact: OutgoingContact | undefined): string {
  return JSON.stringify([contact?.userName, contact?.firstName, contact?.lastName, contact?.phoneNumber]);
}
