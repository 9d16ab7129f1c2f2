/** How an awkward case is written down, and what becomes of it. */
import { CUSTOMERS_FROM, NUMBERS } from "@/lib/samples/directory";
import { pick } from "@/lib/samples/random";
import { spansBetween, speechPlan } from "./generated-calls";
import { interactionId, voiceDialogId, voiceSegmentId } from "./ids";
import type { Addresses, Dialog, Segment } from "./model";
import { agentIdsAt, queueAt, reportNumber, voiceAddresses } from "./people";

/** One segment; what is left out is an ordinary agent's segment of 90 s, recorded from end to end. */
export type SegmentDraft = Partial<Omit<Segment, "segmentId" | "startMs" | "endMs" | "spans" | "plan">> &
  Readonly<{
    seconds?: number;
    /** Since the segment before; negative = both are on at once. */
    gapSeconds?: number;
    /** Starts and stops of the recording in turn, ms from the segment's start; [] = not recorded. */
    edges?: readonly number[];
  }>;

export type Draft = Partial<Addresses> &
  Readonly<{ interactionId?: string | null; segments?: readonly SegmentDraft[] }>;

export type AwkwardCase = Readonly<{
  /** Of fact sheet §11. */
  number: number;
  what: string;
  draft: Draft;
  /** Start of the dialog; absent = some day of the last four weeks. */
  startMs?: (baseMs: number) => number;
}>;

/** Creation time in the ids of all awkward dialogs: they must not hang on the clock, so that tests can name them. */
const IDS_MS = Date.UTC(2024, 6, 22, 23, 28, 17, 808);

const digitsOf = (number: number, nth: number): string =>
  `aa${String(number).padStart(2, "0")}${String(nth).padStart(2, "0")}`.padEnd(32, "0");

/** The dialog's id, by the number of the case and its place among those of this number. */
export const awkwardId = (number: number, nth: number): string =>
  voiceDialogId(digitsOf(number, nth), IDS_MS);

const AGENT: Omit<Segment, "segmentId" | "startMs" | "endMs" | "spans" | "plan" | "channels"> = {
  segmentType: "AGENT",
  agentId: null,
  rcUserId: null,
  agentGroupId: null,
  riffSize: "right",
  systemDisposition: "ANSWER",
  agentDisposition: "Success",
  hasTranscript: false,
};

/** A call of queue and customer that follow from the case's number. */
export function awkwardDialog(
  { number, draft }: AwkwardCase,
  nth: number,
  startMs: number,
  seed: number,
): Dialog {
  const queue = queueAt(number);
  const e164 = pick(["+12125550101", ...NUMBERS.slice(CUSTOMERS_FROM)], number * 131 + nth * 17);
  const { segments: drafts = [{}], interactionId: interaction, ...addresses } = draft;
  const segments: Segment[] = [];
  let atMs = startMs;
  for (const [position, segmentDraft] of drafts.entries()) {
    const { seconds = 90, gapSeconds = 3, edges, ...rest } = segmentDraft;
    const beginMs = position === 0 ? atMs : atMs + gapSeconds * 1000;
    const endMs = beginMs + seconds * 1000;
    const spans = (edges ?? [0, seconds * 1000]).map((ms) => beginMs + ms);
    segments.push({
      ...AGENT,
      ...agentIdsAt((number + position * 5) % 40),
      channels: queue.channels,
      ...rest,
      segmentId: voiceSegmentId(digitsOf(number, nth), IDS_MS, IDS_MS, position),
      startMs: beginMs,
      endMs,
      spans: spansBetween(spans, beginMs),
      plan: speechPlan(seed, number * 100 + nth, position, endMs - beginMs),
    });
    atMs = endMs;
  }
  return {
    ...voiceAddresses(queue, reportNumber(e164)),
    ...addresses,
    dialogId: awkwardId(number, nth),
    interactionId: interaction === undefined ? interactionId(startMs, number, nth) : interaction,
    startMs,
    endMs: Math.max(...segments.map((segment) => segment.endMs)),
    segments,
  };
}
