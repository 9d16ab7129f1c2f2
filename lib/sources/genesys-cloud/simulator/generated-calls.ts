/** Generated conversations: call n is built from n alone, so that a million of them take no memory. */
import { FRAME_MS, planDurationMs } from "@/lib/samples/audio-plan";
import { CUSTOMERS_FROM, HOTLINES, NUMBERS } from "@/lib/samples/directory";
import { below, fraction, hash, hex } from "@/lib/samples/random";
import { type CallTimes, startOf } from "./call-times";
import { DIVISIONS, queueAt, USERS, type User, userAt, WRAP_UP_CODES } from "./directory";
import { type Draft, type RecordingFacts, recordingFacts, recordingIdOf } from "./draft";
import { holdAnnotation, onFrames, type Pause, pauseAnnotations, pausedPlan } from "./pauses";
import { type AgentLeg, agentSessionId, type VoiceCall, voiceConversation } from "./voice-call";

/** Sample files without long silences, for the sound of generated calls. */
const VOICES = [
  "billing-dispute.mp3",
  "cross-talk.mp3",
  "transfer-2.mp3",
  "transfer-1.mp3",
  "long-hold.mp3",
] as const;
const DAY_MS = 86_400_000;

/** The id of generated call `index`; it carries the index, so that no table of ids is needed. */
export function generatedId({ seed }: Pick<CallTimes, "seed">, index: number): string {
  const head = hex(seed, index, 60) + hex(seed, index, 61);
  const tail = ((index ^ hash(seed, 0, 62)) >>> 0).toString(16).padStart(8, "0");
  return `${head.slice(0, 8)}-${head.slice(8, 12)}-4${head.slice(13, 16)}-a${hex(seed, index, 63).slice(0, 3)}-${hex(seed, index, 64).slice(0, 4)}${tail}`;
}

/** The index behind an id; null when no generated call has it. */
export function generatedIndex(times: CallTimes, id: string): number | null {
  const tail = /^[0-9a-f-]{28}([0-9a-f]{8})$/.exec(id)?.[1];
  if (tail === undefined) return null;
  const index = (Number.parseInt(tail, 16) ^ hash(times.seed, 0, 62)) >>> 0;
  return index < times.count && generatedId(times, index) === id ? index : null;
}

const KINDS = [
  ["inbound", 0.6],
  ["dialer", 0.12],
  ["manual", 0.07],
  ["blind", 0.05],
  ["consult", 0.04],
  ["internal", 0.04],
  ["conference", 0.02],
  ["callback", 0.03],
  ["voicemail", 0.03],
] as const;
type Kind = (typeof KINDS)[number][0];

function kindOf(share: number): Kind {
  let left = share;
  for (const [kind, weight] of KINDS) {
    if (left < weight) return kind;
    left -= weight;
  }
  return "inbound";
}

/** Addresses as real orgs have them (§4.1, §13): nearly all `tel:+…`; some SIP, some without a plus, some withheld. */
function addressOf(number: string, share: number): string {
  if (number === "anonymous" || share < 0.015)
    return share < 0.008 ? "unavailable" : "sip:anonymous@anonymous.invalid";
  if (share < 0.04) return `sip:${number}@10.12.0.${Math.floor(share * 1000)};user=phone`;
  if (share < 0.06) return `tel:${number.replace("+", "")}`;
  return `tel:${number}`;
}

type Cast = Readonly<{
  kind: Kind;
  first: User;
  second: User;
  startMs: number;
  talkMs: number;
  ivrMs: number;
}>;

function castOf(times: CallTimes, index: number): Cast {
  const { seed, baseMs } = times;
  const startMs = startOf(times, index);
  const kind = kindOf(fraction(seed, index, 2));
  const ivrMs = kind === "manual" || kind === "internal" ? 0 : 4_000 + below(26_000, seed, index, 3);
  const wantedMs =
    25_000 + 150_000 * (-Math.log(1 - fraction(seed, index, 4) * 0.99) + fraction(seed, index, 5));
  // None ends after the base time: calls that are still going on are the live ones.
  const roomMs = Math.max(6_000, baseMs - startMs - ivrMs - 8_000);
  const first = below(USERS.length, seed, index, 6);
  return {
    kind,
    startMs,
    ivrMs: Math.min(ivrMs, Math.max(0, baseMs - startMs - 14_000)),
    talkMs: Math.floor(Math.min(wantedMs, 1_500_000, roomMs) / FRAME_MS) * FRAME_MS,
    first: userAt(first),
    second: userAt(first + 1 + below(USERS.length - 1, seed, index, 7)),
  };
}

/** Pauses of a recording of this length: mostly none, some for a card payment, a few cut out instead of padded. */
function pausesOf(seed: number, index: number, talkMs: number): Pause[] {
  if (talkMs < 60_000 || fraction(seed, index, 20) > 0.16) return [];
  const fill = fraction(seed, index, 21) < 0.2 ? "cut" : "padded";
  const durationMs = 12_000 + below(20_000, seed, index, 22);
  const first = onFrames({ atMs: talkMs * 0.3, durationMs, fill, reason: "SecurePause" });
  if (talkMs < 150_000 || fraction(seed, index, 23) > 0.25) return [first];
  return [first, onFrames({ atMs: talkMs * 0.7, durationMs: 9_000, fill, reason: "SecurePause" })];
}

function agentsOf(cast: Cast, seed: number, index: number): AgentLeg[] {
  const { kind, first, second, startMs, ivrMs, talkMs } = cast;
  const fromMs = startMs + ivrMs + (ivrMs === 0 ? 6_000 : 0);
  const toMs = fromMs + talkMs;
  const wrapUp = WRAP_UP_CODES[below(WRAP_UP_CODES.length, seed, index, 8)];
  const leg = (user: User, from: number, to: number, rest: Partial<AgentLeg> = {}): AgentLeg => ({
    userId: user.id,
    name: user.name,
    extension: user.agent.phoneNumber,
    fromMs: from,
    toMs: to,
    ...(wrapUp === undefined ? {} : { wrapUpCode: wrapUp.id }),
    ...rest,
  });
  const middleMs = fromMs + Math.floor((talkMs * 0.45) / FRAME_MS) * FRAME_MS;
  switch (kind) {
    case "voicemail":
      return [];
    case "internal":
      return [
        leg(first, fromMs, toMs, { purpose: "user", recorded: false }),
        leg(second, fromMs, toMs, { purpose: "user", recorded: false }),
      ];
    case "blind":
      return [leg(first, fromMs, middleMs), leg(second, middleMs + 4_000, toMs + 4_000)];
    case "consult":
      return [
        leg(first, fromMs, middleMs, { holds: [{ fromMs: middleMs - 8_000, toMs: middleMs - 1_000 }] }),
        leg(second, middleMs - 7_000, toMs, { consult: true }),
      ];
    case "conference":
      return [leg(first, fromMs, toMs), leg(second, middleMs, toMs, { conference: true })];
    case "manual":
      return [leg(first, fromMs, toMs, { purpose: "user" })];
    default: {
      const isHeld = talkMs > 90_000 && fraction(seed, index, 9) < 0.1;
      return [
        leg(
          first,
          fromMs,
          toMs,
          isHeld ? { holds: [{ fromMs: fromMs + 40_000, toMs: fromMs + 62_000 }] } : {},
        ),
      ];
    }
  }
}

function soundOf(seed: number, index: number, nth: number, realMs: number, pauses: readonly Pause[]) {
  const voice = VOICES[below(VOICES.length, seed, index, 30 + nth)] ?? VOICES[0];
  return pausedPlan(voice, below(900, seed, index, 40 + nth), realMs, pauses);
}

function recordingsOf(call: VoiceCall, cast: Cast, seed: number, index: number): RecordingFacts[] {
  if (cast.kind === "internal" || cast.kind === "voicemail") return [];
  const { conversationId } = call;
  const keptDays = 365 + below(365, seed, index, 50);
  const recordings = call.agents.map((leg, nth) => {
    const realMs = (leg.toMs ?? leg.fromMs) - leg.fromMs;
    const pauses = nth === 0 ? pausesOf(seed, index, realMs) : [];
    const plan = soundOf(seed, index, nth, realMs, pauses);
    const cutMs = pauses.reduce((sum, pause) => sum + (pause.fill === "cut" ? pause.durationMs : 0), 0);
    const recordingId = recordingIdOf(conversationId, nth);
    return recordingFacts(conversationId, nth, {
      sessionId: agentSessionId(conversationId, leg.consult ? 0 : nth),
      subtype: leg.consult ? "Consult" : "Trunk",
      subject: leg.consult ? (leg.userId ?? null) : "Springfield IL",
      startMs: leg.fromMs,
      endMs: leg.fromMs + planDurationMs(plan) + cutMs,
      plan,
      layout: fraction(seed, index, 51) < 0.35 ? "0,1" : "S",
      userIds: leg.userId === null ? [] : [leg.userId],
      deleteMs: leg.fromMs + keptDays * DAY_MS,
      annotations: [
        ...pauseAnnotations(recordingId, pauses),
        ...(leg.holds ?? []).map((hold) =>
          holdAnnotation(recordingId, hold.fromMs - leg.fromMs, hold.toMs - hold.fromMs),
        ),
      ],
      sensitive: pauses.length > 0,
    });
  });
  const isShown = fraction(seed, index, 52) < 0.08 && recordings[0] !== undefined;
  return isShown ? [...recordings, screenOf(call, recordings.length)] : recordings;
}

/** A screen recording of the first agent: listed, with times even in the metadata, and nothing to hear. */
function screenOf(call: VoiceCall, nth: number): RecordingFacts {
  const [leg] = call.agents;
  return recordingFacts(call.conversationId, nth, {
    media: "screen",
    subtype: "Screen",
    sessionId: agentSessionId(call.conversationId, 0),
    startMs: leg?.fromMs ?? call.startMs,
    endMs: leg?.toMs ?? call.endMs ?? call.startMs,
    plan: null,
    role: null,
    userIds: leg?.userId ? [leg.userId] : [],
  });
}

const SHARED_CUSTOMERS = ["+13125550142", "+442079460136", "+16175550118", "+442079460171"] as const;

function customerOf(seed: number, index: number): string {
  // A few customers call often, and at every vendor of the demo.
  const regular = SHARED_CUSTOMERS[below(SHARED_CUSTOMERS.length, seed, index, 11)];
  if (regular !== undefined && fraction(seed, index, 12) < 0.05) return regular;
  return (
    NUMBERS[CUSTOMERS_FROM + below(NUMBERS.length - CUSTOMERS_FROM, seed, index, 10)] ?? SHARED_CUSTOMERS[0]
  );
}

const openDivision = (user: User): string =>
  user.divisionId === DIVISIONS.hidden.id ? DIVISIONS.home.id : user.divisionId;

/** Builds generated call `index`. */
export function generatedDraft(times: CallTimes, index: number): Draft {
  const { seed } = times;
  const conversationId = generatedId(times, index);
  const cast = castOf(times, index);
  const { kind, startMs, ivrMs, talkMs } = cast;
  const queue = kind === "manual" || kind === "internal" ? null : queueAt(below(8, seed, index, 13));
  const customer = customerOf(seed, index);
  const agents = agentsOf(cast, seed, index);
  const lastMs = Math.max(startMs + ivrMs + talkMs, ...agents.map((leg) => leg.toMs ?? 0));
  const endMs = lastMs + 900;
  const hotline = HOTLINES[below(HOTLINES.length, seed, index, 14)] ?? HOTLINES[0];
  const isOutbound = kind === "dialer" || kind === "manual" || kind === "internal" || kind === "callback";
  const call: VoiceCall = {
    conversationId,
    startMs,
    endMs,
    direction: isOutbound ? "outbound" : "inbound",
    divisionIds: [queue?.divisionId ?? openDivision(cast.first)],
    customer:
      kind === "internal"
        ? null
        : {
            address: addressOf(customer, isOutbound ? 1 : fraction(seed, index, 15)),
            name: fraction(seed, index, 16) < 0.5 ? "Springfield IL" : "Mobile Number, Leeds",
          },
    called: `tel:${hotline}`,
    queue,
    ivrMs,
    agents,
    ...(kind === "dialer" ? { dialer: true } : {}),
    ...(kind === "voicemail"
      ? { voicemail: { fromMs: startMs + ivrMs, toMs: startMs + ivrMs + talkMs } }
      : {}),
    ...(kind === "callback" ? { callback: `tel:${customer}` } : {}),
    attributes: { orderId: `TB-${4_000 + below(5_000, seed, index, 17)}`, language: "en" },
    mos: 4 + fraction(seed, index, 18) * 0.8,
  };
  return {
    conversation: voiceConversation(call),
    startMs,
    endMs,
    // Made when asked for: searches never do.
    get recordings() {
      return recordingsOf(call, cast, seed, index);
    },
  };
}
