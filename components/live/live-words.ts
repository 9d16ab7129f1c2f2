import { clockTimeWithSeconds, readTime } from "@/components/format/time";
import { contactWords, MASKED } from "@/components/format/words";
import type { LiveStatus } from "@/lib/api-client/live";
import type { LiveSource } from "@/lib/domain/answers";
import type { OutgoingLiveCall } from "@/lib/privacy/outgoing";

export const ACT_WORDS: Readonly<
  Record<LiveStatus, Readonly<{ does: string; running: string; noun: string }>>
> = {
  paused: { does: "Pause", running: "pausing…", noun: "Pause" },
  recording: { does: "Resume", running: "resuming…", noun: "Resume" },
  stopped: { does: "Stop", running: "stopping…", noun: "Stop" },
};

export const STATUS_WORDS: Readonly<Record<OutgoingLiveCall["status"], string>> = {
  recording: "Recording",
  paused: "Paused",
  unknown: "Unknown",
};

type Requested = Pick<OutgoingLiveCall, "status" | "requested">;

/**
 * What was asked of a call and never confirmed: `Pause requested 14:02:31 — RingCX can't confirm it`. Null when nothing was,
 * or when the call has since shown to be in that state.
 */
export function requestWords(call: Requested, sourceName: string, zone: string): string | null {
  const { status, requested } = call;
  if (!requested || requested.status === status) return null;
  const ms = readTime(requested.time);
  const when = ms === null ? "" : ` ${clockTimeWithSeconds(ms, zone)}`;
  const doubt = status === "unknown" ? `${sourceName} can't confirm it` : "not confirmed";
  return `${ACT_WORDS[requested.status].noun} requested${when} — ${doubt}`;
}

/** The people on a call, by name. */
export function agentNames(call: Pick<OutgoingLiveCall, "agents">): readonly string[] {
  return [...new Set(call.agents.map((agent) => contactWords({ type: "User", ...agent })))].filter(
    (name) => name !== "",
  );
}

/** `+1 555 010 0142 to Billing`, for a button's name and for what is read out. */
export function callWords(call: Pick<OutgoingLiveCall, "callerPhoneNumber" | "dialedPhoneNumber">): string {
  const said = (number: string | undefined) =>
    number === undefined ? "unknown" : number === MASKED ? "masked" : number;
  return `${said(call.callerPhoneNumber)} to ${said(call.dialedPhoneNumber)}`;
}

/** `2 recording, 1 paused, 10 unknown`: what is there, so that the rest is nothing. */
export function countWords(calls: readonly Pick<OutgoingLiveCall, "status">[]): string {
  return (["recording", "paused", "unknown"] as const)
    .map((status) => [calls.filter((call) => call.status === status).length, status] as const)
    .filter(([count]) => count > 0)
    .map(([count, status]) => `${count} ${STATUS_WORDS[status].toLowerCase()}`)
    .join(", ");
}

const DONE_WORDS: Readonly<Record<LiveStatus, string>> = {
  paused: "Paused",
  recording: "Recording again",
  stopped: "Recording stopped",
};

/** What is read out after an act: `Paused: +1 555 010 0142 to Billing.` */
export function outcomeWords(
  call: OutgoingLiveCall,
  act: LiveStatus,
  outcome: "done" | "requested",
  sourceName: string,
): string {
  return outcome === "done"
    ? `${DONE_WORDS[act]}: ${callWords(call)}.`
    : `${ACT_WORDS[act].noun} requested: ${callWords(call)}. ${sourceName} can't confirm it.`;
}

/** The words of an empty list: as much as is known, and no more. */
export function quietWords(sources: readonly LiveSource[]): string {
  const told = sources.filter((source) => source.state === "ok");
  const silent = sources.filter((source) => source.state === "unreachable");
  if (silent.length === 0 && told.length > 0) return "No call is being recorded right now.";
  if (told.length > 0) {
    return `No call is being recorded right now at ${told.map((source) => source.name).join(", ")}.`;
  }
  return silent.length > 0
    ? "Nobody can tell right now whether calls are being recorded."
    : "None of your recording systems tells its live calls.";
}
