/** The spoken sample calls as this org would have recorded them, among the newest calls. */
import { FRAME_MS, spokenPlan } from "@/lib/samples/audio-plan";
import { uuid } from "@/lib/samples/random";
import type { SampleCall } from "@/lib/samples/samples";
import { queueNamed, userOfAgent, WRAP_UP_CODES } from "./directory";
import { type Draft, recordingFacts, recordingIdOf } from "./draft";
import { holdAnnotation, type Pause, pauseAnnotations } from "./pauses";
import { type AgentLeg, agentSessionId, voiceConversation } from "./voice-call";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const IVR_MS = 14_000;

/** Which samples were recorded here, how long before the base time each ended, and who called: other people than elsewhere. */
const SPOKEN = [
  { key: "billing-dispute", minutesAgo: 11, customer: "+13125550142", layout: "S" },
  { key: "card-payment-padded", minutesAgo: 34, customer: "+447700900214", layout: "S" },
  { key: "transfer", minutesAgo: 58, customer: "+12125550187", layout: "0,1" },
  { key: "cross-talk", minutesAgo: 87, customer: "+13055550164", layout: "0,1" },
  { key: "card-payment-cut", minutesAgo: 151, customer: "+447700900215", layout: "S" },
  { key: "long-hold", minutesAgo: 214, customer: "+14155550173", layout: "S" },
] as const;

export type SpokenKey = (typeof SPOKEN)[number]["key"];

/** The conversation id of a spoken call. */
export const spokenId = (key: SpokenKey): string =>
  uuid(
    0x5b0c,
    SPOKEN.findIndex((one) => one.key === key),
    1,
  );

/** Builds the spoken calls; `baseMs` is the time the newest of them lies just before. */
export function spokenCalls(samples: readonly SampleCall[], baseMs: number): Draft[] {
  return SPOKEN.flatMap((spoken) => {
    const sample = samples.find((one) => one.key === spoken.key);
    return sample === undefined ? [] : [spokenCall(sample, spoken, baseMs)];
  });
}

function spokenCall(sample: SampleCall, spoken: (typeof SPOKEN)[number], baseMs: number): Draft {
  const conversationId = spokenId(spoken.key);
  const isOutbound = sample.direction === "Outbound";
  const talkMs = baseMs - spoken.minutesAgo * MINUTE_MS - sample.durationMs;
  const startMs = talkMs - IVR_MS;
  const queue = queueNamed(sample.attachedData.Queue ?? "");
  const agents: AgentLeg[] = sample.agents.map((person, nth) => {
    const user = userOfAgent(person.userName);
    return {
      userId: user.id,
      name: user.name,
      extension: person.phoneNumber,
      fromMs: talkMs + person.joinMs,
      toMs: talkMs + person.leaveMs,
      holds: sample.holds
        .filter((hold) => hold.startMs >= person.joinMs && hold.endMs <= person.leaveMs)
        .map((hold) => ({ fromMs: talkMs + hold.startMs, toMs: talkMs + hold.endMs })),
      wrapUpCode: WRAP_UP_CODES[(nth + 1) % WRAP_UP_CODES.length]?.id ?? "",
      ...(nth === 0 ? { wrapUpNote: `Order ${sample.attachedData.OrderId ?? "unknown"}` } : {}),
    };
  });
  const conversation = voiceConversation({
    conversationId,
    startMs,
    endMs: talkMs + sample.durationMs + 700,
    direction: isOutbound ? "outbound" : "inbound",
    divisionIds: [queue.divisionId],
    customer: { address: `tel:${spoken.customer}`, name: "Springfield IL" },
    called: `tel:${isOutbound ? sample.callerNumber : sample.dialedNumber}`,
    queue,
    ivrMs: IVR_MS,
    ...(isOutbound ? { dialer: true } : {}),
    agents,
    attributes: { ...sample.attachedData },
    mos: 4.6,
  });
  const recordings = sample.files.map((file, nth) => {
    const pauses = file.masks.map((mask, at, masks): Pause => {
      const cutBefore = masks
        .slice(0, at)
        .reduce((sum, one) => sum + (one.fill === "cut" ? one.pausedMs : 0), 0);
      return {
        atMs: mask.startMs + cutBefore,
        durationMs: mask.pausedMs,
        fill: mask.fill === "cut" ? "cut" : "padded",
        reason: "SecurePause",
      };
    });
    const cutMs = pauses.reduce((sum, pause) => sum + (pause.fill === "cut" ? pause.durationMs : 0), 0);
    const recordingStartMs = talkMs + file.startOffsetMs;
    const agent = agents[Math.min(nth, agents.length - 1)];
    return recordingFacts(conversationId, nth, {
      sessionId: agentSessionId(conversationId, Math.min(nth, Math.max(0, agents.length - 1))),
      subject: "Springfield IL",
      startMs: recordingStartMs,
      endMs: recordingStartMs + file.durationMs + cutMs,
      plan: spokenPlan(file.file, 0, Math.round(file.durationMs / FRAME_MS)),
      layout: spoken.layout,
      userIds: agent?.userId ? [agent.userId] : [],
      deleteMs: recordingStartMs + 730 * DAY_MS,
      annotations: [
        ...pauseAnnotations(recordingIdOf(conversationId, nth), pauses),
        ...(agent?.holds ?? []).map((hold) =>
          holdAnnotation(
            recordingIdOf(conversationId, nth),
            hold.fromMs - recordingStartMs,
            hold.toMs - hold.fromMs,
          ),
        ),
      ],
      sensitive: pauses.length > 0,
    });
  });
  return { conversation, startMs, endMs: talkMs + sample.durationMs + 700, recordings };
}
