/** One call that is going on: who is on it, what was asked of its recording, and what that comes to. */
import { spansBetween, speechPlan } from "./generated-calls";
import { interactionId, voiceDialogId, voiceSegmentId } from "./ids";
import type { Dialog, RecordedSpan, Segment } from "./model";
import { agentIdsAt, type Queue, VOICE_QUEUES, voiceAddresses } from "./people";

export type Toggle = { atMs: number; record: boolean };
export type Leg = { agentNumber: number; fromMs: number };

/** As kept in a snapshot. */
export type LiveCall = {
  uii: string;
  hexDigits: string;
  /** Names the speech that will have been recorded. */
  number: number;
  startMs: number;
  /** When it ends by itself, or has been ended; null = it goes on until somebody ends it. */
  endMs: number | null;
  customer: string;
  origination: "INBOUND" | "OUTBOUND";
  queueId: number;
  callState: string;
  archive: boolean;
  /** One after another, the first from the start on; none = the caller still waits. */
  legs: Leg[];
  toggles: Toggle[];
};

export const queueOf = (call: LiveCall): Queue => {
  const queue = VOICE_QUEUES.find((one) => one.queueId === call.queueId) ?? VOICE_QUEUES[0];
  if (queue === undefined) throw new Error("The directory names no queues.");
  return queue;
};

export const isOver = (call: LiveCall, nowMs: number): boolean => call.endMs !== null && call.endMs <= nowMs;

/** Whether the queue's settings let anybody stop and start the recording. */
export const mayToggle = (queue: Queue): boolean => queue.recordingSettings !== "RECORD_FULL_CALL";

/** When the recording of a leg starts and stops, in turn, up to `untilMs`: by its queue's default, by what was asked, and by pauses that end by themselves. */
function recordingEdges(call: LiveCall, leg: Leg, untilMs: number): number[] {
  const queue = queueOf(call);
  const pauseMs = queue.pauseRecordingSec > 0 ? queue.pauseRecordingSec * 1000 : Number.POSITIVE_INFINITY;
  const edges = queue.recordingSettings === "AGENT_FULL_CONTROL_DEFAULT_OFF" ? [] : [leg.fromMs];
  let resumeMs = Number.POSITIVE_INFINITY;
  const isOn = () => edges.length % 2 === 1;
  const resume = (atMs: number) => {
    if (!isOn() && resumeMs <= atMs) edges.push(resumeMs);
  };
  for (const { atMs, record } of call.toggles) {
    if (atMs < leg.fromMs || atMs > untilMs) continue;
    resume(atMs);
    if (isOn() === record) continue;
    edges.push(atMs);
    resumeMs = record ? Number.POSITIVE_INFINITY : atMs + pauseMs;
  }
  resume(untilMs);
  return edges;
}

/** What is recorded of a leg that ended at `endMs`. */
function legSpans(call: LiveCall, leg: Leg, endMs: number): RecordedSpan[] {
  return spansBetween([...recordingEdges(call, leg, endMs), endMs], leg.fromMs);
}

/** Whether the call is being recorded at this moment; nothing of the API tells it. */
export function isRecording(call: LiveCall, nowMs: number): boolean {
  const leg = call.legs.at(-1);
  return leg !== undefined && recordingEdges(call, leg, nowMs).length % 2 === 1;
}

/** The call as the report will tell it: its finished legs, and itself once it is over. */
export function dialogOf(call: LiveCall, seed: number, nowMs: number): Dialog {
  const queue = queueOf(call);
  const overMs = isOver(call, nowMs) ? call.endMs : null;
  const segments = call.legs.flatMap((leg, nth): Segment[] => {
    const endMs = call.legs[nth + 1]?.fromMs ?? overMs;
    if (endMs === null || endMs === undefined) return [];
    return [
      {
        segmentId: voiceSegmentId(call.hexDigits, call.startMs, leg.fromMs, nth),
        segmentType: "AGENT",
        ...agentIdsAt(leg.agentNumber),
        startMs: leg.fromMs,
        endMs,
        spans: legSpans(call, leg, endMs),
        plan: speechPlan(seed, call.number, nth, endMs - leg.fromMs),
        channels: queue.channels,
        riffSize: "right",
        systemDisposition: "ANSWER",
        agentDisposition: "Success",
        hasTranscript: false,
      },
    ];
  });
  return {
    dialogId: voiceDialogId(call.hexDigits, call.startMs),
    interactionId: call.uii,
    ...voiceAddresses(queue, call.customer, call.origination),
    startMs: call.startMs,
    endMs: overMs,
    segments,
  };
}

export const liveUii = (startMs: number, number: number): string => interactionId(startMs, 900, number);
