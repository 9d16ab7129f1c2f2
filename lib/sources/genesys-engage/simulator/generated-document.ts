/** The documents of generated calls, built on demand from the compact store. */
import { type AudioPlan, FRAME_MS, silentFrames, spokenPlan } from "@/lib/samples/audio-plan";
import {
  AGENTS,
  type Agent,
  LANGUAGES,
  NUMBERS,
  PARTITIONS,
  QUEUES,
  REASONS,
  TIERS,
} from "@/lib/samples/directory";
import { below, fraction, hash, hashText, uuid } from "@/lib/samples/random";
import {
  eventHistory,
  externalContact,
  fileStem,
  mediaFile,
  type Presence,
  userContact,
} from "./document-parts";
import {
  CALL_TYPES,
  type GeneratedCalls,
  generatedId,
  LABEL_BITS,
  NO_AGENT,
  readTraits,
  secondCallUuid,
  splitTransfer,
  type Traits,
} from "./generated-calls";
import { vendorTime, type WireDataChange, type WireLabel, type WireRecording } from "./wire";

/** Sample files a generated call borrows its speech from: calls between two people, without pauses of their own. */
const VOICES = ["billing-dispute.mp3", "cross-talk.mp3", "transfer-1.mp3"] as const;
const VOICE_FRAMES = 1000;

type Pause = Readonly<{ startMs: number; endMs: number }>;

/** Pauses in milliseconds of the first file, on frame boundaries. */
export function generatedPauses(calls: GeneratedCalls, index: number, traits: Traits): Pause[] {
  const frames = firstFileFrames(calls, index, traits);
  if (frames < 600) return [];
  return [0.35, 0.7].slice(0, traits.pauses).map((share, nth) => {
    const start = Math.floor(frames * (share + 0.1 * fraction(calls.seed, index, 50 + nth)));
    const length = Math.min(110 + below(360, calls.seed, index, 52 + nth), Math.floor(frames * 0.18));
    return { startMs: start * FRAME_MS, endMs: (start + length) * FRAME_MS };
  });
}

function firstFileFrames(calls: GeneratedCalls, index: number, traits: Traits): number {
  const frames = calls.frames[index] ?? 0;
  return traits.transfer ? splitTransfer(frames).first : frames;
}

/** What each file of a generated call sounds like. */
export function generatedPlans(calls: GeneratedCalls, index: number): AudioPlan[] {
  const traits = readTraits(calls.traits[index] ?? 0);
  const frames = calls.frames[index] ?? 0;
  const voice = VOICES[hash(calls.seed, index, 60) % VOICES.length] ?? VOICES[0];
  const from = below(VOICE_FRAMES, calls.seed, index, 61);
  const silent = generatedPauses(calls, index, traits).map((pause) =>
    silentFrames(pause.startMs, pause.endMs),
  );
  const first = firstFileFrames(calls, index, traits);
  const plans = [spokenPlan(voice, from, first, silent)];
  if (traits.transfer) plans.push(spokenPlan(voice, from + first, frames - first));
  return plans;
}

export const orderId = (index: number): string => `TB-${(100_000 + index).toString()}`;
export const COFID = "location=SIP_Switch;cofid=287";

function attachedData(index: number, traits: Traits): Record<string, string> {
  const partitions = PARTITIONS[traits.partition] ?? "";
  return {
    OrderId: orderId(index),
    Queue: QUEUES[traits.queue] ?? "",
    CustomerTier: TIERS[traits.tier] ?? "",
    Reason: REASONS[traits.reason] ?? "",
    Language: LANGUAGES[traits.language] ?? "",
    BusinessCall: "1",
    RVQDBID: "",
    ...(partitions === "" ? {} : { GRECORD_PARTITIONS: partitions }),
  };
}

function dataChanges(
  calls: GeneratedCalls,
  index: number,
  traits: Traits,
  id: string,
  startMs: number,
  stopMs: number,
) {
  const changes: { atMs: number; change: WireDataChange; calluuid?: string }[] = [
    {
      atMs: startMs + 440,
      change: {
        added: { GSIP_RECORD: "ON", GSIP_REC_FN: fileStem(id, startMs), ...attachedData(index, traits) },
      },
    },
  ];
  for (const pause of generatedPauses(calls, index, traits)) {
    changes.push({ atMs: startMs + pause.startMs, change: { updated: { GSIP_RECORD: "PAUSED" } } });
    changes.push({ atMs: startMs + pause.endMs, change: { updated: { GSIP_RECORD: "ON" } } });
  }
  if (traits.transfer) {
    const secondStartMs = startMs + splitTransfer(calls.frames[index] ?? 0).secondStartS * 1000;
    const calluuid = secondCallUuid(calls, index);
    changes.push({
      atMs: secondStartMs + 120,
      calluuid,
      change: {
        added: { "sip-iscc-cofid": COFID },
        updated: { GSIP_REC_FN: fileStem(calluuid, secondStartMs) },
      },
    });
  }
  changes.push({ atMs: stopMs + 820, change: { deleted: { GSIP_RECORD: "ON" } } });
  return changes;
}

function presences(
  calls: GeneratedCalls,
  index: number,
  traits: Traits,
  startMs: number,
  stopMs: number,
): Presence[] {
  const first = AGENTS[calls.agent[index] ?? 0];
  const second = AGENTS[calls.secondAgent[index] ?? NO_AGENT];
  const isBetweenAgents = traits.callType === 2 || traits.callType === 3;
  const handOverMs = traits.transfer
    ? startMs + splitTransfer(calls.frames[index] ?? 0).secondStartS * 1000
    : stopMs;
  const list: Presence[] = [];
  if (first !== undefined) list.push({ contact: userContact(first), joinMs: startMs, leaveMs: handOverMs });
  if (second !== undefined) {
    list.push({
      contact: userContact(second),
      joinMs: traits.transfer ? handOverMs : startMs,
      leaveMs: stopMs,
    });
  }
  if (!isBetweenAgents) {
    const position = traits.callType === 1 ? calls.dialed[index] : calls.caller[index];
    // The vendor's own sample has the caller join a second before the recording starts.
    const early = traits.callType === 1 ? 0 : 1000;
    const contact = externalContact(NUMBERS[position ?? 0] ?? "");
    list.push({ contact, joinMs: startMs - early, leaveMs: stopMs });
  }
  return list;
}

/** The recording without labels. */
export function generatedDocument(
  calls: GeneratedCalls,
  index: number,
  region: string,
  audioKbps: number,
): WireRecording {
  const traits = readTraits(calls.traits[index] ?? 0);
  const id = generatedId(calls, index);
  const startMs = (calls.startS[index] ?? 0) * 1000;
  const stopMs = startMs + (calls.lengthS[index] ?? 0) * 1000;
  const caller = NUMBERS[calls.caller[index] ?? 0] ?? "";
  const dialed = NUMBERS[calls.dialed[index] ?? 0] ?? "";
  const agents: (Agent | undefined)[] = [
    AGENTS[calls.agent[index] ?? 0],
    AGENTS[calls.secondAgent[index] ?? NO_AGENT],
  ];
  const partitions = (PARTITIONS[traits.partition] ?? "").split(",").filter((name) => name !== "");
  const mediaFiles = generatedPlans(calls, index).map((plan, position) => {
    const fileStartMs =
      position === 0 ? startMs : startMs + splitTransfer(calls.frames[index] ?? 0).secondStartS * 1000;
    const pauses = position === 0 ? generatedPauses(calls, index, traits) : [];
    return mediaFile({
      recordingId: id,
      position,
      callUuid: position === 0 ? id : secondCallUuid(calls, index),
      startMs: fileStartMs,
      plan,
      audioKbps,
      ani: caller,
      dnis: dialed,
      agent: agents[position] ?? null,
      encrypted: traits.encrypted,
      pauses: pauses.map((pause) => ({
        startMs: fileStartMs + pause.startMs,
        endMs: fileStartMs + pause.endMs,
      })),
      partitions,
    });
  });
  return {
    id,
    callerPhoneNumber: caller,
    dialedPhoneNumber: dialed,
    startTime: vendorTime(startMs),
    stopTime: vendorTime(stopMs),
    mediaFiles,
    eventHistory: eventHistory(
      id,
      dataChanges(calls, index, traits, id, startMs, stopMs),
      presences(calls, index, traits, startMs, stopMs),
    ),
    callType: CALL_TYPES[traits.callType] ?? "Unknown",
    screenRecording: traits.screen,
    ...(traits.nonDelete ? { nonDelete: true } : {}),
    region,
  };
}

const COMMENTS = [
  "This is an awesome comment!",
  "Customer was promised a call back by Friday.",
  "Good handling of a difficult caller.",
  "Identity check is missing here.",
] as const;

/** The labels a generated call was seeded with. */
export function generatedLabels(calls: GeneratedCalls, index: number): WireLabel[] {
  const bits = calls.labels[index] ?? 0;
  const id = generatedId(calls, index);
  const startMs = (calls.startS[index] ?? 0) * 1000;
  const stopMs = startMs + (calls.lengthS[index] ?? 0) * 1000;
  const agent = AGENTS[calls.agent[index] ?? 0];
  return LABEL_BITS.flatMap((name, bit) => {
    if ((bits & (1 << bit)) === 0) return [];
    const labelId = uuid(calls.seed ^ hashText(name), index, 8);
    const isReserved = name.startsWith("__");
    const atMs = Math.floor(startMs + (stopMs - startMs) * fraction(calls.seed, index, 70 + bit));
    return [
      {
        path: `/recordings/${id}/labels/${labelId}`,
        name,
        id: labelId,
        ...(name === "comment" ? {} : { type: isReserved ? "reserved" : "custom" }),
        createTime: vendorTime(isReserved ? stopMs : stopMs + 2000 * (1 + bit)),
        createUser: isReserved
          ? "system"
          : name === "comment"
            ? "supervisor"
            : (agent?.userName ?? "supervisor"),
        ...(name === "comment"
          ? { content: { time: vendorTime(atMs), text: COMMENTS[index % COMMENTS.length] } }
          : {}),
      },
    ];
  });
}
