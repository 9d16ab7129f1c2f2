/** What lies between the recorded calls: digital dialogs with their nulls, and callers who gave up in the menu. */
import { below, hash, pick } from "@/lib/samples/random";
import { type Generation, ivrSegment } from "./generated-calls";
import { digitalId, hex32, interactionId, voiceDialogId, voiceSegmentId } from "./ids";
import type { Dialog, Segment } from "./model";
import { AGENT_COUNT, agentIdsAt, customerAt, queueAt, reportNumber, voiceAddresses } from "./people";

const DIGITAL_TYPES = ["EMAIL", "SMS", "MESSENGER", "ENGAGE_MESSAGING", "TWITTER"] as const;

export const hasDigital = (index: number): boolean => index % 11 === 3;
export const hasAbandoned = (index: number): boolean => index % 13 === 5;

/** The digital dialog beside call `index`. */
export function digitalDialog({ seed, times }: Generation, index: number): Dialog {
  const startMs = times.startMs(index) + 41_000;
  const endMs = startMs + 60_000 + below(600_000, seed, index, 101);
  const channelType = pick(DIGITAL_TYPES, hash(seed, index, 102));
  const hexDigits = hex32(seed, "digital", index);
  const isMail = channelType === "EMAIL";
  const segment: Segment = {
    ...ivrSegment(digitalId(hexDigits, "-1"), startMs, endMs),
    segmentType: "AGENT",
    ...agentIdsAt(below(AGENT_COUNT, seed, index, 103)),
    systemDisposition: null,
    agentDisposition: "Answered",
    patch: (row) => ({ ...row, segmentEvents: null }),
  };
  return {
    dialogId: digitalId(hexDigits),
    interactionId: null,
    channelId: `5f${hash(seed, index, 104).toString(16).padStart(8, "0")}ac34b1c2`,
    channelType,
    channelClass: "DIGITAL",
    from: isMail ? "customer@example.com" : channelType === "SMS" ? customerAt(seed, index, 108) : null,
    to: isMail ? "help@tidewell.example" : null,
    origination: "INBOUND",
    startMs,
    endMs,
    segments: [segment],
  };
}

/** The caller beside call `index` who gave up: a voice dialog without any recording. */
export function abandonedDialog({ seed, times }: Generation, index: number): Dialog {
  const startMs = times.startMs(index) + 17_000;
  const endMs = startMs + 9_000 + below(40_000, seed, index, 105);
  const queue = queueAt(below(8, seed, index, 106));
  const hexDigits = hex32(seed, "abandoned", index);
  return {
    dialogId: voiceDialogId(hexDigits, startMs),
    interactionId: interactionId(startMs, 1, index),
    ...voiceAddresses(queue, reportNumber(customerAt(seed, index, 108))),
    startMs,
    endMs,
    segments: [
      {
        ...ivrSegment(voiceSegmentId(hexDigits, startMs, startMs, 0), startMs, endMs),
        systemDisposition: "ABANDON",
      },
    ],
  };
}
