/** A live or just ended call as a conversation, with the recordings it leaves: pauses made live become annotations. */
import { FRAME_MS } from "@/lib/samples/audio-plan";
import { userAt } from "./directory";
import { type Draft, type RecordingFacts, recordingFacts, recordingIdOf } from "./draft";
import { type LiveAct, type LiveSpec, liveQueue, RING_MS } from "./live-calls";
import { holdAnnotation, onFrames, type Pause, pauseAnnotations, pausedPlan } from "./pauses";
import { type AgentLeg, agentSessionId, type Span, voiceConversation } from "./voice-call";

const VOICES = ["billing-dispute.mp3", "cross-talk.mp3", "transfer-2.mp3"] as const;

/** Spans between an "on" and the next "off", in epoch ms; what is on at the end lasts until `untilMs`. */
function spans(marks: readonly Readonly<{ atMs: number; on: boolean }>[], untilMs: number): Span[] {
  const found: Span[] = [];
  let fromMs: number | null = null;
  for (const { atMs, on } of [...marks, { atMs: untilMs, on: false }]) {
    if (on && fromMs === null && atMs < untilMs) fromMs = atMs;
    if (!on && fromMs !== null) {
      found.push({ fromMs, toMs: Math.min(atMs, untilMs) });
      fromMs = null;
    }
  }
  return found.filter((span) => span.toMs > span.fromMs);
}

type Leg = Readonly<{ userNth: number; fromMs: number; toMs: number | null }>;

function legsOf(spec: LiveSpec, acts: readonly LiveAct[], endMs: number | null): Leg[] {
  const legs: Leg[] = [];
  let current: Leg = { userNth: spec.userNth, fromMs: spec.startMs + RING_MS, toMs: endMs };
  for (const act of acts) {
    if (act.kind !== "transfer" || (endMs !== null && act.atMs >= endMs)) continue;
    legs.push({ ...current, toMs: act.atMs });
    current = { userNth: act.userNth, fromMs: act.atMs, toMs: endMs };
  }
  return [...legs, current];
}

/** `endMs` null = the call goes on as far as anybody has heard. */
export function liveDraft(
  spec: LiveSpec,
  acts: readonly LiveAct[],
  endMs: number | null,
  nowMs: number,
): Draft {
  const past = acts.filter((act) => act.atMs <= nowMs);
  const untilMs = endMs ?? nowMs;
  const holds = spans(
    past.flatMap((act) => (act.kind === "hold" ? [{ atMs: act.atMs, on: act.on }] : [])),
    untilMs,
  );
  const legs = legsOf(spec, past, endMs);
  const queue = liveQueue(spec);
  const agents = legs.map(({ userNth, fromMs, toMs }): AgentLeg => {
    const user = userAt(userNth);
    return {
      userId: user.id,
      name: user.name,
      extension: user.agent.phoneNumber,
      fromMs,
      toMs,
      recorded: spec.recorded,
      holds: holds.filter((hold) => hold.fromMs >= fromMs && hold.toMs <= (toMs ?? untilMs)),
    };
  });
  const conversation = voiceConversation({
    conversationId: spec.id,
    startMs: spec.startMs,
    endMs,
    direction: spec.direction,
    divisionIds: [queue.divisionId],
    customer: { address: spec.customer, name: "Springfield IL" },
    called: spec.called,
    queue,
    ivrMs: RING_MS,
    agents,
  });
  const recordings =
    endMs === null || !spec.recorded ? [] : legs.map((leg, nth) => recordingOf(spec, past, leg, nth, endMs));
  return { conversation, startMs: spec.startMs, endMs, recordings, uploadsAfterMs: endMs ?? nowMs };
}

function pausesWithin(acts: readonly LiveAct[], leg: Leg, endMs: number): Pause[] {
  const secure = spans(
    acts.flatMap((act) => (act.kind === "state" ? [{ atMs: act.atMs, on: act.paused }] : [])),
    endMs,
  );
  const toMs = leg.toMs ?? endMs;
  return secure.flatMap((span) => {
    const fromMs = Math.max(span.fromMs, leg.fromMs);
    const durationMs = Math.min(span.toMs, toMs) - fromMs;
    return durationMs < FRAME_MS
      ? []
      : [onFrames({ atMs: fromMs - leg.fromMs, durationMs, fill: "padded", reason: "SecurePause" })];
  });
}

function recordingOf(
  spec: LiveSpec,
  acts: readonly LiveAct[],
  leg: Leg,
  nth: number,
  endMs: number,
): RecordingFacts {
  const realMs = Math.max(FRAME_MS, (leg.toMs ?? endMs) - leg.fromMs);
  const pauses = pausesWithin(acts, leg, endMs);
  const holds = spans(
    acts.flatMap((act) => (act.kind === "hold" ? [{ atMs: act.atMs, on: act.on }] : [])),
    endMs,
  ).filter((hold) => hold.fromMs >= leg.fromMs && hold.toMs <= (leg.toMs ?? endMs));
  const id = recordingIdOf(spec.id, nth);
  const voice = VOICES[spec.voice % VOICES.length] ?? VOICES[0];
  const frames = Math.max(1, Math.floor(realMs / FRAME_MS));
  return recordingFacts(spec.id, nth, {
    sessionId: agentSessionId(spec.id, nth),
    subject: "Springfield IL",
    startMs: leg.fromMs,
    endMs: leg.fromMs + frames * FRAME_MS,
    plan: pausedPlan(voice, (spec.voice * 37) % 800, realMs, pauses),
    userIds: [userAt(leg.userNth).id],
    annotations: [
      ...pauseAnnotations(id, pauses),
      ...holds.map((hold) => holdAnnotation(id, hold.fromMs - leg.fromMs, hold.toMs - hold.fromMs)),
    ],
    sensitive: pauses.length > 0,
  });
}
