import type { Contact } from "@/lib/domain/recording";
import type { RawConversation, RawParticipant, RawSession } from "./api-conversation";
import type { Names } from "./names";

/** What stands for an agent whose name the vendor does not tell: deleted, or in another division (fact sheet §13.11). */
export const UNKNOWN_AGENT = "unknown agent";

const OUTSIDE = new Set(["customer", "external"]);
const OURS = new Set(["agent", "user"]);
/** Legs of machines: nobody joins or leaves there, and their numbers are addresses of the platform's. */
const MACHINES = new Set([
  "acd",
  "api",
  "botflow",
  "campaign",
  "dialer",
  "fax",
  "group",
  "ivr",
  "voicemail",
  "voicesurveyflow",
  "workflow",
]);

export type Role = "outside" | "ours" | "machine" | "unknown";

export function roleOf({ purpose, userId }: RawParticipant): Role {
  if (OUTSIDE.has(purpose)) return "outside";
  if (OURS.has(purpose) || userId !== null) return "ours";
  return MACHINES.has(purpose) ? "machine" : "unknown";
}

/** A number or address as people know it: without scheme, host and parameters (fact sheet §4.4). Null when it tells nothing. */
export function shownNumber(raw: string | null): string | null {
  const bare = (raw ?? "")
    .trim()
    .replace(/^(tel|sips?):/i, "")
    .replace(/[@;].*$/s, "")
    .trim();
  const says = bare !== "" && !/^(unavailable|anonymous|unknown|restricted|private)$/i.test(bare);
  return says ? bare : null;
}

export type Numbers = Readonly<{ caller: string | null; dialed: string | null }>;

/**
 * Who called whom, from the customer's voice leg alone: agents' and queues' legs carry SIP addresses in both fields
 * (§4.4). In both directions `ani` is the calling and `dnis` the called end of that leg [§4.4, outbound: chosen]. A call
 * between colleagues has no such leg: then the first leg of a person of ours.
 */
export function numbersOf(conversation: RawConversation): Numbers {
  const voiceOf = (role: Role) =>
    conversation.participants
      .filter((participant) => roleOf(participant) === role)
      .flatMap(({ sessions }) => sessions.filter(({ isVoice }) => isVoice));
  const outside = voiceOf("outside");
  const leg = outside[0] ?? (isInternal(conversation) ? voiceOf("ours")[0] : undefined);
  return { caller: shownNumber(leg?.ani ?? null), dialed: shownNumber(leg?.dnis ?? null) };
}

function isInternal(conversation: RawConversation): boolean {
  const roles = conversation.participants.map(roleOf);
  return !roles.includes("outside") && roles.filter((role) => role === "ours").length > 1;
}

/** `Inbound`, `Outbound` or `Internal`, the words of our dialect; null when nothing tells. */
export function callTypeOf(conversation: RawConversation): string | null {
  if (isInternal(conversation)) return "Internal";
  const outside = conversation.participants.find((participant) => roleOf(participant) === "outside");
  const told = conversation.direction ?? outside?.sessions.find(({ isVoice }) => isVoice)?.direction ?? null;
  if (told === "inbound") return "Inbound";
  return told === "outbound" ? "Outbound" : null;
}

/** The person on a leg. `participantName` is the agent's name on agents' legs, the caller's or a place on customers'. */
export function contactOf(participant: RawParticipant, session: RawSession, names: Names): Contact {
  const role = roleOf(participant);
  if (role === "ours") {
    const named = participant.userId === null ? undefined : names.users.get(participant.userId);
    const name = splitName(named?.name ?? participant.name);
    return {
      type: "User",
      phoneNumber: null,
      userName: named?.userName ?? (name.lastName === null ? UNKNOWN_AGENT : null),
      ...name,
    };
  }
  return {
    type: role === "outside" ? "External" : "Unknown",
    phoneNumber: shownNumber(outsideNumber(session)),
    userName: null,
    firstName: null,
    lastName: null,
  };
}

/** The number at the customer's end of the customer's leg. */
function outsideNumber(session: RawSession): string | null {
  return session.direction === "outbound" ? session.dnis : session.ani;
}

/** The single name of Genesys Cloud: the last word is the last name, the rest the first (model.md "People"). */
export function splitName(
  name: string | null,
): Readonly<{ firstName: string | null; lastName: string | null }> {
  const words = (name ?? "").trim().split(/\s+/).filter(Boolean);
  const lastName = words.pop() ?? null;
  return { firstName: words.length === 0 ? null : words.join(" "), lastName };
}

/** The ids of our people on the call, in order of appearance. */
export function agentIdsOf(conversation: RawConversation): string[] {
  const ids = conversation.participants
    .filter((participant) => roleOf(participant) === "ours")
    .flatMap(({ userId }) => userId ?? []);
  return [...new Set(ids)];
}

/** The units that `accessGroups` of the settings may turn into groups: divisions and queues (model.md "People"). */
export function unitsOf(conversation: RawConversation): string[] {
  const queues = conversation.participants.flatMap(({ sessions }) =>
    sessions.flatMap(({ segments }) => segments.flatMap(({ queueId }) => queueId ?? [])),
  );
  return [...new Set([...conversation.divisionIds, ...queues])].sort();
}
