/** Any number of dialogs without keeping any: everything about call n follows from the seed and n. */
import { FRAME_MS, spokenPlan } from "@/lib/samples/audio-plan";
import { below, fraction, hash, pick } from "@/lib/samples/random";
import type { CallTimes } from "./call-times";
import { hex32, interactionId, voiceDialogId, voiceSegmentId } from "./ids";
import type { Dialog, RecordedSpan, Segment } from "./model";
import {
  AGENT_COUNT,
  type AgentIds,
  agentIdsAt,
  customerAt,
  type Queue,
  queueAt,
  reportNumber,
  voiceAddresses,
} from "./people";

export type Generation = Readonly<{ count: number; seed: number; times: CallTimes }>;

/** No generated dialog lasts longer. */
export const LONGEST_DIALOG_MS = 45 * 60_000;

const SOUNDS = [
  "billing-dispute.mp3",
  "cross-talk.mp3",
  "long-hold.mp3",
  "transfer-1.mp3",
  "transfer-2.mp3",
  "card-payment-cut.mp3",
  "card-payment-padded.mp3",
] as const;
const OUTCOMES = ["Success", "Callback", "Escalated", "Refund agreed", "No answer needed", "Sale"] as const;
const NOTES = [
  "requeue to others",
  "customer will call again",
  "sent the form by e-mail",
  "visit booked",
] as const;

/** Speech of a segment of this length, of one of the sample files, looped. */
export function speechPlan(seed: number, index: number, nth: number, lengthMs: number) {
  const file = pick(SOUNDS, hash(seed, index, 60 + nth));
  return spokenPlan(file, below(400, seed, index, 70 + nth), Math.ceil(lengthMs / FRAME_MS) + 1);
}

type Numbers = (salt: number) => number;

/** What is recorded of a segment: from its beginning, or late where the agent starts it, with pauses in long ones. */
function recordedSpans(startMs: number, endMs: number, queue: Queue, chance: Numbers): RecordedSpan[] {
  const lengthMs = endMs - startMs;
  const late = queue.recordingSettings === "AGENT_FULL_CONTROL_DEFAULT_OFF";
  const beginMs = startMs + (late && lengthMs > 40_000 ? 4_000 + Math.floor(chance(20) * 15_000) : 0);
  const pauses = lengthMs < 60_000 ? 0 : Number(chance(21) < 0.16) + Number(chance(22) < 0.05);
  const cuts = Array.from({ length: pauses }, (_, nth) => {
    const room = (endMs - beginMs) / (pauses + 1);
    const atMs = beginMs + Math.floor(room * (nth + 0.4 + 0.3 * chance(23 + nth)));
    return {
      startMs: atMs,
      endMs: atMs + 6_000 + Math.floor(chance(26 + nth) * Math.min(20_000, room * 0.2)),
    };
  });
  const edges = [beginMs, ...cuts.flatMap((cut) => [cut.startMs, cut.endMs]), endMs];
  return spansBetween(edges, startMs);
}

/** Spans from alternating starts and stops, their sound lying where they lie in the segment. */
export function spansBetween(edges: readonly number[], segmentStartMs: number): RecordedSpan[] {
  return edges.flatMap((startMs, nth) => {
    const endMs = edges[nth + 1];
    return nth % 2 === 1 || endMs === undefined || endMs <= startMs
      ? []
      : [{ startMs, endMs, fromMs: startMs - segmentStartMs }];
  });
}

/** A customer's number by chance, as the report writes it; a few come with a plus. */
function customerNumber(seed: number, index: number): string {
  const e164 = customerAt(seed, index, 8);
  return fraction(seed, index, 9) < 0.05 ? e164 : reportNumber(e164);
}

/** The recorded voice dialog of call `index`: perhaps a menu, then one to four agents. */
export function generatedDialog(generation: Generation, index: number): Dialog {
  const { seed, times } = generation;
  const chance: Numbers = (salt) => fraction(seed, index, salt);
  const startMs = times.startMs(index);
  const queue = queueAt(below(8, seed, index, 4));
  const isOutbound = chance(5) < 0.26;
  const customer = customerNumber(seed, index);
  const hexDigits = hex32(seed, "generated", index);
  const segments: Segment[] = [];
  let atMs = startMs;
  if (!isOutbound && chance(6) < 0.3) {
    const endMs = atMs + 8_000 + Math.floor(chance(7) * 30_000);
    segments.push(ivrSegment(voiceSegmentId(hexDigits, startMs, atMs, 0), atMs, endMs));
    atMs = endMs + 700;
  }
  const legs = chance(10) < 0.1 ? 2 + below(3, seed, index, 11) : 1;
  for (let leg = 0; leg < legs; leg += 1) {
    const wantedMs = 18_000 + 130_000 * (-Math.log(1 - chance(30 + leg) * 0.999) + chance(40 + leg));
    const endMs = atMs + Math.floor(Math.min(wantedMs, 1_500_000 / legs));
    segments.push({
      ...agentSegment(seed, index, leg, chance),
      segmentId: voiceSegmentId(hexDigits, startMs, atMs, segments.length),
      startMs: atMs,
      endMs,
      spans: recordedSpans(atMs, endMs, queue, (salt) => chance(salt + 100 * leg)),
      plan: speechPlan(seed, index, leg, endMs - atMs),
      channels: queue.channels,
    });
    atMs = endMs + 2_500 + below(4_000, seed, index, 50 + leg);
  }
  return {
    dialogId: voiceDialogId(hexDigits, startMs),
    interactionId: chance(12) < 0.02 ? null : interactionId(startMs, queue.queueId % 1000, index),
    ...voiceAddresses(queue, customer, isOutbound ? "OUTBOUND" : "INBOUND"),
    startMs,
    endMs: segments.at(-1)?.endMs ?? startMs,
    segments,
  };
}

/** A segment of the vendor's answering menu: nothing of it is recorded. */
export function ivrSegment(segmentId: string, startMs: number, endMs: number): Segment {
  return {
    segmentId,
    segmentType: "IVR",
    agentId: null,
    rcUserId: null,
    agentGroupId: null,
    startMs,
    endMs,
    spans: [],
    plan: null,
    channels: 1,
    riffSize: "right",
    systemDisposition: "ANSWER",
    hasTranscript: false,
  };
}

type AgentSegment = Omit<Segment, "segmentId" | "startMs" | "endMs" | "spans" | "plan" | "channels">;

function agentSegment(seed: number, index: number, leg: number, chance: Numbers): AgentSegment {
  const salt = 80 + 5 * leg;
  const person: AgentIds = agentIdsAt(below(AGENT_COUNT + 1, seed, index, salt));
  const riff = chance(salt + 1);
  return {
    segmentType: "AGENT",
    ...person,
    riffSize: riff < 0.1 ? "zero" : riff < 0.2 ? "max" : "right",
    systemDisposition: "ANSWER",
    agentDisposition: pick(OUTCOMES, hash(seed, index, salt + 2)),
    ...(chance(salt + 3) < 0.2 ? { agentNotes: pick(NOTES, hash(seed, index, salt + 4)) } : {}),
    hasTranscript: chance(salt + 4) < 0.6,
  };
}
