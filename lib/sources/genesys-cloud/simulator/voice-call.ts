/** A voice conversation as analytics tell it: participants, their sessions, and the segments of those (§4.1, §4.4). */

import type { Queue } from "./directory";
import { idWithin, participantIdOf, sessionIdOf } from "./draft";
import { iso, type WireConversation, type WireParticipant, type WireSegment, type WireSession } from "./wire";

export type Span = Readonly<{ fromMs: number; toMs: number }>;

export type AgentLeg = Readonly<{
  userId: string | null;
  name?: string;
  extension: string;
  /** From answering to hanging up; `toMs` null = still talking. */
  fromMs: number;
  toMs: number | null;
  holds?: readonly Span[];
  wrapUpCode?: string;
  wrapUpNote?: string;
  recorded?: boolean;
  purpose?: "agent" | "user";
  conference?: boolean;
  /** The leg on which one agent asks another before handing over. */
  consult?: boolean;
}>;

export type VoiceCall = Readonly<{
  conversationId: string;
  startMs: number;
  endMs: number | null;
  direction: "inbound" | "outbound";
  divisionIds: readonly string[];
  /** Raw values, as the wire has them: `tel:+…`, `sip:…`, a bare number, `unavailable`. Null = nobody from outside. */
  customer: Readonly<{ address: string; name?: string; purpose?: "customer" | "external" }> | null;
  called: string;
  queue: Queue | null;
  /** How long the caller hears the IVR and waits in the queue before the first agent; 0 = neither. */
  ivrMs: number;
  agents: readonly AgentLeg[];
  dialer?: boolean;
  voicemail?: Span;
  callback?: string;
  attributes?: Readonly<Record<string, string>>;
  mos?: number;
}>;

const ORG_SIP = "tidewell.orgspan.com";

const segment = (
  type: string,
  fromMs: number,
  toMs: number | null,
  rest: Partial<WireSegment> = {},
): WireSegment => ({
  segmentStart: iso(fromMs),
  ...(toMs === null ? {} : { segmentEnd: iso(toMs) }),
  segmentType: type,
  ...rest,
});

/** Positions of participants, and of their sessions, within a conversation. */
export const CUSTOMER_SESSION = 0;
export const IVR_SESSION = 1;
export const ACD_SESSION = 2;
export const AGENT_SESSIONS_FROM = 3;
/** The session of agent `nth`: the leg that is recorded. */
export const agentSessionId = (conversationId: string, nth: number): string =>
  sessionIdOf(conversationId, AGENT_SESSIONS_FROM + nth);

function customerLeg(call: VoiceCall): WireParticipant[] {
  const { customer, conversationId, direction } = call;
  if (customer === null) return [];
  const answeredMs = Math.min(call.startMs + call.ivrMs, call.endMs ?? Number.POSITIVE_INFINITY);
  const session: WireSession = {
    sessionId: sessionIdOf(conversationId, CUSTOMER_SESSION),
    mediaType: "voice",
    direction,
    ani: direction === "inbound" ? customer.address : call.called,
    dnis: direction === "inbound" ? call.called : customer.address,
    sessionDnis: direction === "inbound" ? call.called : customer.address,
    remote: customer.address,
    provider: "Edge",
    edgeId: idWithin(conversationId, 0, 3),
    segments: [
      ...(call.ivrMs > 0 ? [segment("ivr", call.startMs, answeredMs)] : []),
      segment("interact", answeredMs, call.endMs, call.endMs === null ? {} : { disconnectType: "client" }),
    ],
  };
  return [
    {
      participantId: participantIdOf(conversationId, CUSTOMER_SESSION),
      ...(customer.name === undefined ? {} : { participantName: customer.name }),
      purpose: customer.purpose ?? (direction === "inbound" ? "customer" : "external"),
      externalContactId: idWithin(conversationId, 0, 4),
      ...(call.attributes === undefined ? {} : { attributes: { ...call.attributes } }),
      sessions: [session],
    },
  ];
}

function waitingLegs(call: VoiceCall): WireParticipant[] {
  const { conversationId, queue, startMs } = call;
  const untilMs = Math.min(startMs + call.ivrMs, call.endMs ?? Number.POSITIVE_INFINITY);
  const halfMs = Math.floor((startMs + untilMs) / 2);
  const leg = (nth: number, purpose: string, name: string, segments: WireSegment[], waitMs: number) => ({
    participantId: participantIdOf(conversationId, nth),
    participantName: name,
    purpose,
    sessions: [
      {
        sessionId: sessionIdOf(conversationId, nth),
        mediaType: "voice",
        direction: "inbound",
        ani: `sip:${conversationId.slice(0, 8)}@127.0.0.1;user=phone`,
        dnis: `sip:${name.toLowerCase().replace(/\W+/g, "-")}@${ORG_SIP}`,
        metrics: [{ name: purpose === "acd" ? "tAcd" : "tIvr", value: waitMs, emitDate: iso(untilMs) }],
        segments,
      },
    ],
  });
  if (call.dialer) {
    const alerting = segment("dialing", startMs, untilMs, queue === null ? {} : { queueId: queue.id });
    return [leg(IVR_SESSION, "dialer", "Spring campaign", [alerting], untilMs - startMs)];
  }
  if (call.ivrMs <= 0) return [];
  return [
    leg(IVR_SESSION, "ivr", "Main menu", [segment("ivr", startMs, halfMs)], halfMs - startMs),
    ...(queue === null
      ? []
      : [
          leg(
            ACD_SESSION,
            "acd",
            queue.name,
            [segment("interact", halfMs, untilMs, { queueId: queue.id, disconnectType: "transfer" })],
            untilMs - halfMs,
          ),
        ]),
  ];
}

/** Talking, broken by holds; open at its end while the agent is still on the line. */
function talk(leg: AgentLeg, queue: Queue | null): WireSegment[] {
  const common = {
    ...(queue === null ? {} : { queueId: queue.id }),
    ...(leg.conference ? { conference: true } : {}),
  };
  const segments: WireSegment[] = [];
  let atMs = leg.fromMs;
  for (const hold of leg.holds ?? []) {
    segments.push(
      segment("interact", atMs, hold.fromMs, common),
      segment("hold", hold.fromMs, hold.toMs, common),
    );
    atMs = hold.toMs;
  }
  segments.push(
    segment("interact", atMs, leg.toMs, {
      ...common,
      ...(leg.toMs === null ? {} : { disconnectType: "peer" }),
    }),
  );
  return segments;
}

const ALERT_MS = 3_200;
const WRAP_UP_MS = 21_000;

function agentLeg(call: VoiceCall, leg: AgentLeg, nth: number): WireParticipant {
  const { conversationId, queue } = call;
  const position = AGENT_SESSIONS_FROM + nth;
  const heldMs = (leg.holds ?? []).reduce((sum, hold) => sum + hold.toMs - hold.fromMs, 0);
  const talkMs = leg.toMs === null ? null : leg.toMs - leg.fromMs - heldMs;
  const session: WireSession = {
    sessionId: agentSessionId(conversationId, nth),
    mediaType: "voice",
    direction: call.direction,
    ani: `sip:${conversationId.slice(0, 8)}@127.0.0.1;user=phone`,
    dnis: `sip:${leg.extension}@${ORG_SIP}`,
    ...(leg.recorded === false ? {} : { recording: true }),
    ...(talkMs === null
      ? {}
      : {
          metrics: [
            { name: "tTalk", value: talkMs, emitDate: iso(leg.toMs ?? leg.fromMs) },
            {
              name: "tHandle",
              value: talkMs + heldMs + WRAP_UP_MS,
              emitDate: iso((leg.toMs ?? 0) + WRAP_UP_MS),
            },
          ],
        }),
    segments: [
      ...(leg.purpose === "user"
        ? [segment("dialing", call.startMs, leg.fromMs)]
        : [
            segment(
              "alert",
              Math.max(call.startMs, leg.fromMs - ALERT_MS),
              leg.fromMs,
              queue === null ? {} : { queueId: queue.id },
            ),
          ]),
      ...talk(leg, queue),
      ...(leg.toMs === null || leg.wrapUpCode === undefined
        ? []
        : [
            segment("wrapup", leg.toMs, leg.toMs + WRAP_UP_MS, {
              ...(queue === null ? {} : { queueId: queue.id }),
              wrapUpCode: leg.wrapUpCode,
              ...(leg.wrapUpNote === undefined ? {} : { wrapUpNote: leg.wrapUpNote }),
            }),
          ]),
    ],
  };
  return {
    participantId: participantIdOf(conversationId, position),
    ...(leg.name === undefined ? {} : { participantName: leg.name }),
    purpose: leg.purpose ?? "agent",
    ...(leg.userId === null ? {} : { userId: leg.userId }),
    sessions: [session],
  };
}

function voicemailLeg(call: VoiceCall): WireParticipant[] {
  if (call.voicemail === undefined) return [];
  const { fromMs, toMs } = call.voicemail;
  return [
    {
      participantId: participantIdOf(call.conversationId, 2),
      participantName: "Voicemail",
      purpose: "voicemail",
      sessions: [
        {
          sessionId: sessionIdOf(call.conversationId, 2),
          mediaType: "voice",
          direction: "inbound",
          segments: [segment("voicemail", fromMs, toMs)],
        },
      ],
    },
  ];
}

function withCallback(call: VoiceCall, participants: WireParticipant[]): WireParticipant[] {
  const [first, ...others] = participants;
  if (call.callback === undefined || first === undefined) return participants;
  const session: WireSession = {
    sessionId: sessionIdOf(call.conversationId, 20),
    mediaType: "callback",
    direction: "inbound",
    callbackNumbers: [call.callback],
    segments: [segment("callback", call.startMs, call.startMs + call.ivrMs)],
  };
  return [{ ...first, sessions: [session, ...first.sessions] }, ...others];
}

/** The whole document, attributes included: whoever answers a synchronous query leaves those out. */
export function voiceConversation(call: VoiceCall): WireConversation {
  const participants = [
    ...customerLeg(call),
    ...waitingLegs(call),
    ...voicemailLeg(call),
    ...call.agents.map((leg, nth) => agentLeg(call, leg, nth)),
  ];
  return {
    conversationId: call.conversationId,
    conversationStart: iso(call.startMs),
    ...(call.endMs === null ? {} : { conversationEnd: iso(call.endMs) }),
    originatingDirection: call.direction,
    divisionIds: [...call.divisionIds],
    ...(call.mos === undefined ? {} : { mediaStatsMinConversationMos: call.mos }),
    participants: withCallback(call, participants),
  };
}
