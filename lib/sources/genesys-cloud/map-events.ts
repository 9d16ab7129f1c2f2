import type { AttachedData, CallEvent, Contact } from "@/lib/domain/recording";
import type { RawConversation, RawParticipant, RawSegment, RawSession } from "./api-conversation";
import { contactOf, roleOf } from "./map-parties";
import type { Names } from "./names";

/** Before anybody speaks on a leg, and after. What is left is being on the call. */
const NOT_YET = new Set(["alert", "callback", "contacting", "converting", "dialing", "scheduled"]);
const AFTERWARDS = new Set(["wrapup", "uploading", "unknown"]);

/**
 * Who joined, was put on hold and left, from the voice legs of people; queue, wrap-up and disposition as attached data,
 * and so the attributes where the answer has them (only a job's has, fact sheet §4.1). By time, untimed ones last.
 */
export function mapEvents(conversation: RawConversation, names: Names): CallEvent[] {
  const events = [
    ...callData(conversation),
    ...conversation.participants.flatMap((participant) => [
      ...attributeEvents(conversation, participant),
      ...participant.sessions
        .filter(({ isVoice }) => isVoice)
        .flatMap((session) => sessionEvents(conversation, participant, session, names)),
    ]),
  ];
  return events.sort((a, b) => compareTimes(a.occurredAtMs, b.occurredAtMs));
}

function compareTimes(a: number | null, b: number | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  return b === null ? -1 : a - b;
}

function sessionEvents(
  conversation: RawConversation,
  participant: RawParticipant,
  session: RawSession,
  names: Names,
): CallEvent[] {
  const data = dataEvents(participant, session, names);
  if (roleOf(participant) === "machine") return data;
  const contact = contactOf(participant, session, names);
  return [...presence(session, contact), ...holds(conversation, participant, session, contact), ...data];
}

/** The time on the call: an agent whose phone only rang was never there. */
export function talkOf({ segments }: RawSession): Readonly<{ fromMs: number; toMs: number | null }> | null {
  const there = segments.filter(({ type }) => !NOT_YET.has(type) && !AFTERWARDS.has(type));
  const starts = there.flatMap(({ startMs }) => startMs ?? []);
  if (starts.length === 0) return null;
  const ends = there.flatMap(({ endMs }) => endMs ?? []);
  const isOver = there.every(({ endMs }) => endMs !== null);
  return { fromMs: Math.min(...starts), toMs: isOver ? Math.max(...ends) : null };
}

function presence(session: RawSession, contact: Contact): CallEvent[] {
  const talk = talkOf(session);
  if (talk === null) return [];
  const joined = { ...bare(talk.fromMs, "Joined", session.sessionId), contact };
  if (talk.toMs === null) return [joined];
  return [joined, { ...bare(talk.toMs, "Left", session.sessionId), contact }];
}

/** Hold is an event, not a mask (model.md). It is told on the leg of whoever holds, and perhaps on the customer's as well. */
function holds(
  conversation: RawConversation,
  participant: RawParticipant,
  session: RawSession,
  contact: Contact,
): CallEvent[] {
  if (roleOf(participant) === "outside" && conversation.participants.some(isHolding)) return [];
  return session.segments.filter(isHold).flatMap(({ startMs, endMs }) => {
    if (startMs === null) return [];
    const held = { ...bare(startMs, "Hold", session.sessionId), contact };
    return endMs === null ? [held] : [held, { ...bare(endMs, "Retrieved", session.sessionId), contact }];
  });
}

function isHolding(participant: RawParticipant): boolean {
  return roleOf(participant) === "ours" && participant.sessions.some(({ segments }) => segments.some(isHold));
}

function isHold({ type }: RawSegment): boolean {
  return type === "hold";
}

/** Queue, wrap-up and disposition. A queue is told on its own leg and on the agent's: the machine's speaks for it first. */
function dataEvents(participant: RawParticipant, session: RawSession, names: Names): CallEvent[] {
  const events: CallEvent[] = [];
  let queueId: string | null = null;
  for (const segment of session.segments) {
    if (segment.queueId !== null && segment.queueId !== queueId && roleOf(participant) !== "outside") {
      queueId = segment.queueId;
      const queue = names.queues.get(queueId)?.name ?? queueId;
      events.push(added(segment.startMs, session.sessionId, { queue }));
    }
    const { wrapUpCode, wrapUpNote } = segment;
    if (wrapUpCode === null && wrapUpNote === null) continue;
    events.push(
      added(segment.startMs, session.sessionId, {
        ...(wrapUpCode === null ? {} : { wrapUpCode: names.wrapUpCodes.get(wrapUpCode)?.name ?? wrapUpCode }),
        ...(wrapUpNote === null ? {} : { wrapUpNote }),
      }),
    );
  }
  const { disposition } = session;
  if (disposition !== null) {
    events.push(added(session.segments[0]?.startMs ?? null, session.sessionId, { disposition }));
  }
  return events;
}

function attributeEvents(conversation: RawConversation, { attributes }: RawParticipant): CallEvent[] {
  return Object.keys(attributes).length === 0 ? [] : [added(conversation.startMs, null, attributes)];
}

function callData({ externalTag, startMs }: RawConversation): CallEvent[] {
  return externalTag === null ? [] : [added(startMs, null, { externalTag })];
}

function added(occurredAtMs: number | null, callId: string | null, data: AttachedData): CallEvent {
  return { ...bare(occurredAtMs, "Data", callId), data: { added: data, updated: {}, deleted: {} } };
}

function bare(occurredAtMs: number | null, event: string, callId: string | null): CallEvent {
  return { occurredAtMs, event, callId, contact: null, data: null };
}
