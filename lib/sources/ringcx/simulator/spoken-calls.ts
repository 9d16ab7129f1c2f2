/** The spoken sample calls as this vendor would have recorded them: pauses cut out, one file per segment. */
import { FRAME_MS, planDurationMs, spokenPlan } from "@/lib/samples/audio-plan";
import type { SampleCall } from "@/lib/samples/samples";
import { interactionId, voiceDialogId, voiceSegmentId } from "./ids";
import type { Dialog, RecordedSpan, Segment } from "./model";
import { agentIdsOf, type Queue, queueNamed, reportNumber, voiceAddresses } from "./people";

const MINUTE_MS = 60_000;

type SampleFile = SampleCall["files"][number];
type Pause = Readonly<{ startMs: number; pausedMs: number }>;
type Seed = Readonly<{
  key: string;
  /** Minutes before the base time at which the call ended. */
  endedMinutes: number;
  queue: Parameters<typeof queueNamed>[0];
  /** Another customer than in the other vendors' copies of this call; absent = the same one. */
  customer?: string;
  /** Pauses beside the sample's own, between two sentences, by ms of the file. */
  pauses?: readonly Pause[];
  disposition: string;
}>;

/**
 * The first ones are ready at the base time; the last three come to light while the clock goes on. Helen Marsh and the
 * caller of the voicemail ring up other vendors too, under the same numbers.
 */
const SEEDS: readonly Seed[] = [
  {
    key: "card-payment-cut",
    endedMinutes: 23,
    queue: "Payments",
    pauses: [{ startMs: 115_800, pausedMs: 6_250 }],
    disposition: "Paid",
  },
  { key: "transfer", endedMinutes: 38, queue: "Moves", customer: "+16175550131", disposition: "Move booked" },
  {
    key: "long-hold",
    endedMinutes: 71,
    queue: "Technical",
    customer: "+442079460118",
    disposition: "Visit booked",
  },
  { key: "voicemail", endedMinutes: 112, queue: "Callback", disposition: "Voicemail" },
  {
    key: "cross-talk",
    endedMinutes: 9,
    queue: "Retention",
    customer: "+17185550126",
    disposition: "Cancelled",
  },
  {
    key: "billing-dispute",
    endedMinutes: 2,
    queue: "Billing",
    customer: "+13125550187",
    disposition: "Refund agreed",
  },
  {
    key: "card-payment-padded",
    endedMinutes: -4,
    queue: "Payments",
    customer: "+441134960212",
    disposition: "Paid",
  },
];

/** Builds the spoken calls; `baseMs` is the time the newest of them lie around. */
export function spokenCalls(samples: readonly SampleCall[], baseMs: number): Dialog[] {
  return SEEDS.flatMap((seed, nth) => {
    const sample = samples.find((call) => call.key === seed.key);
    return sample === undefined ? [] : [spokenDialog(sample, seed, nth, baseMs)];
  });
}

/** The recorded spans of a file that has its pauses cut out, or padded and here cut out: places in the file's own time. */
function fileSpans(file: SampleFile, extra: readonly Pause[], startMs: number): RecordedSpan[] {
  const stops = [
    ...file.masks.map((mask) => ({ ...mask, skipMs: mask.fill === "cut" ? 0 : mask.pausedMs })),
    ...extra.map((pause) => ({ ...pause, skipMs: 0 })),
  ].sort((a, b) => a.startMs - b.startMs);
  const spans: RecordedSpan[] = [];
  let fileMs = 0;
  let wallMs = startMs;
  for (const { startMs: stopMs, pausedMs, skipMs } of stops) {
    spans.push({ startMs: wallMs, endMs: wallMs + stopMs - fileMs, fromMs: fileMs });
    wallMs += stopMs - fileMs + pausedMs;
    fileMs = stopMs + skipMs;
  }
  return [...spans, { startMs: wallMs, endMs: wallMs + file.durationMs - fileMs, fromMs: fileMs }];
}

function spokenDialog(sample: SampleCall, seed: Seed, nth: number, baseMs: number): Dialog {
  const queue = queueNamed(seed.queue);
  const hexDigits = `5a${String(nth + 1).padStart(30, "0")}`;
  const extraMs = (seed.pauses ?? []).reduce((sum, pause) => sum + pause.pausedMs, 0);
  const startMs = baseMs - seed.endedMinutes * MINUTE_MS - sample.durationMs - extraMs;
  const segments = sample.files.map((file, position) =>
    spokenSegment(sample, seed, file, position, { queue, hexDigits, dialogStartMs: startMs }),
  );
  const isOutbound = sample.direction === "Outbound";
  const customer = reportNumber(seed.customer ?? (isOutbound ? sample.dialedNumber : sample.callerNumber));
  return {
    dialogId: voiceDialogId(hexDigits, startMs),
    interactionId: interactionId(startMs, 500, nth + 1),
    ...voiceAddresses(queue, customer, isOutbound ? "OUTBOUND" : "INBOUND"),
    startMs,
    endMs: segments.at(-1)?.endMs ?? startMs,
    segments,
  };
}

function spokenSegment(
  sample: SampleCall,
  seed: Seed,
  file: SampleFile,
  position: number,
  { queue, hexDigits, dialogStartMs }: Readonly<{ queue: Queue; hexDigits: string; dialogStartMs: number }>,
): Segment {
  const startMs = dialogStartMs + file.startOffsetMs;
  const spans = fileSpans(file, position === 0 ? (seed.pauses ?? []) : [], startMs);
  const plan = spokenPlan(file.file, 0, Math.round(file.durationMs / FRAME_MS));
  const agent = sample.agents[Math.min(position, sample.agents.length - 1)];
  const person =
    agent === undefined ? { agentId: null, rcUserId: null, agentGroupId: null } : agentIdsOf(agent.userName);
  return {
    segmentId: voiceSegmentId(hexDigits, dialogStartMs, startMs, position),
    segmentType: agent === undefined ? "IVR" : "AGENT",
    ...person,
    startMs,
    endMs: spans.at(-1)?.endMs ?? startMs + planDurationMs(plan),
    spans,
    plan,
    channels: queue.channels,
    riffSize: position === 0 ? "right" : "max",
    systemDisposition: "ANSWER",
    agentDisposition: seed.disposition,
    hasTranscript: true,
  };
}
