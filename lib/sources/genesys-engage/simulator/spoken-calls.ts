/** The spoken sample calls as this vendor would have recorded them, among the newest calls. */

import { type AudioPlan, type AudioRun, FRAME_MS, silentFrames, spokenPlan } from "@/lib/samples/audio-plan";
import { type Agent, agentNamed } from "@/lib/samples/directory";
import { uuid } from "@/lib/samples/random";
import type { SampleCall } from "@/lib/samples/samples";
import { eventHistory, externalContact, fileStem, mediaFile, mediaUuid, userContact } from "./document-parts";
import { type SpecialCall, specialCall } from "./special-call";
import { vendorTime, type WireDataChange, type WireLabel } from "./wire";

type SampleFile = SampleCall["files"][number];
type WallPause = Readonly<{ startMs: number; endMs: number }>;

const MINUTE_MS = 60_000;
/** How long before the base time each sample ended, in minutes; further ones follow every three hours. */
const ENDED_MINUTES_AGO = [6, 19, 41, 64, 92, 127, 185, 260, 390];

/** File name whose frames a sample's file takes: its own, or that of the call it repeats. */
function sourceFile(samples: readonly SampleCall[], file: SampleFile): string | null {
  if (file.file !== null) return file.file;
  return samples.find((call) => call.key === file.repeatOf)?.files[0]?.file ?? null;
}

/**
 * The sound of a sample's file at this vendor, which always pads a pause with silence: where a sample has the
 * pause cut out, the pause is put back as silent frames. Pauses come back in milliseconds of the padded file.
 */
function padded(source: string | null, file: SampleFile): { plan: AudioPlan; pauses: WallPause[] } {
  const frames = Math.round(file.durationMs / FRAME_MS);
  const pauses: WallPause[] = [];
  const runs: AudioRun[] = [];
  let at = 0;
  let addedMs = 0;
  for (const mask of [...file.masks].sort((a, b) => a.startMs - b.startMs)) {
    const startMs = mask.startMs + addedMs;
    pauses.push({ startMs, endMs: startMs + mask.pausedMs });
    if (mask.fill === "silence") continue;
    const around = silentFrames(mask.startMs, mask.startMs);
    const inserted = Math.ceil(mask.pausedMs / FRAME_MS);
    runs.push(...spokenPlan(source, at, around.from - at).runs);
    runs.push({ file: null, fromFrame: 0, frames: around.to - around.from + inserted });
    at = around.to;
    addedMs += inserted * FRAME_MS;
  }
  runs.push(...spokenPlan(source, at, frames - at).runs);
  return { plan: { format: "sample", runs }, pauses };
}

function toAgent(person: SampleCall["agents"][number], fallback: () => Agent): Agent {
  const { userName, firstName, lastName, phoneNumber } = person;
  return { ...fallback(), userName, firstName, lastName, phoneNumber };
}

function knownAgent(userName: string): Agent {
  try {
    return agentNamed(userName);
  } catch {
    return agentNamed("rjones");
  }
}

/** Builds every sample call; `baseMs` is the time the newest of them lies just before. */
export function spokenCalls(
  samples: readonly SampleCall[],
  options: Readonly<{ baseMs: number; region: string; audioKbps: number }>,
): SpecialCall[] {
  return samples.map((sample, nth) => {
    const minutesAgo = ENDED_MINUTES_AGO[nth] ?? 390 + 180 * (nth - ENDED_MINUTES_AGO.length + 1);
    const endMs = options.baseMs - minutesAgo * MINUTE_MS;
    const startMs = Math.floor((endMs - sample.durationMs) / 1000) * 1000;
    return spokenCall(samples, sample, nth, startMs, options);
  });
}

function spokenCall(
  samples: readonly SampleCall[],
  sample: SampleCall,
  nth: number,
  startMs: number,
  { region, audioKbps }: Readonly<{ region: string; audioKbps: number }>,
): SpecialCall {
  const id = `011AP643CSAPR4FKQGQE31TAES0SP${String(nth + 1).padStart(3, "0")}`;
  const agents = sample.agents.map((person) => toAgent(person, () => knownAgent(person.userName)));
  const callUuids = sample.files.map((_, position) =>
    position === 0 ? id : `00MT035FS4APRCEK4SL131TAES0SP${String(nth + 1).padStart(2, "0")}${position}`,
  );
  const changes: { atMs: number; change: WireDataChange; calluuid?: string }[] = [
    {
      atMs: startMs + 440,
      change: { added: { GSIP_RECORD: "ON", GSIP_REC_FN: fileStem(id, startMs), ...sample.attachedData } },
    },
  ];
  const plans: [string, AudioPlan][] = [];
  const mediaFiles = sample.files.map((file, position) => {
    // The vendor stamps whole seconds; a later file is taken to begin on one, so that its masks fit its sound.
    const fileStartMs = startMs + Math.floor(file.startOffsetMs / 1000) * 1000;
    const callUuid = callUuids[position] ?? id;
    const { plan, pauses } = padded(sourceFile(samples, file), file);
    plans.push([mediaUuid(id, position), plan]);
    for (const pause of pauses) {
      changes.push({
        atMs: fileStartMs + pause.startMs,
        calluuid: callUuid,
        change: { updated: { GSIP_RECORD: "PAUSED" } },
      });
      changes.push({
        atMs: fileStartMs + pause.endMs,
        calluuid: callUuid,
        change: { updated: { GSIP_RECORD: "ON" } },
      });
    }
    return mediaFile({
      recordingId: id,
      position,
      callUuid,
      startMs: fileStartMs,
      plan,
      audioKbps,
      ani: sample.callerNumber,
      dnis: sample.dialedNumber,
      agent: agents[Math.min(position, agents.length - 1)] ?? null,
      pauses: pauses.map((pause) => ({
        startMs: fileStartMs + pause.startMs,
        endMs: fileStartMs + pause.endMs,
      })),
      partitions: [],
    });
  });
  const stopMs = startMs + Math.floor(sample.durationMs / 1000) * 1000;
  changes.push({ atMs: stopMs + 820, change: { deleted: { GSIP_RECORD: "ON" } } });
  const people = [
    ...agents.map((agent, position) => ({ contact: userContact(agent), span: sample.agents[position] })),
    ...(sample.customer === null
      ? []
      : [{ contact: externalContact(sample.customer.phoneNumber), span: sample.customer }]),
  ];
  const hasScreen = nth % 3 === 0;
  return specialCall({
    recording: {
      id,
      callerPhoneNumber: sample.callerNumber,
      dialedPhoneNumber: sample.dialedNumber,
      startTime: vendorTime(startMs),
      stopTime: vendorTime(stopMs),
      mediaFiles,
      eventHistory: eventHistory(
        id,
        changes,
        people.map(({ contact, span }) => ({
          contact,
          joinMs: startMs + (span?.joinMs ?? 0),
          leaveMs: startMs + (span?.leaveMs ?? sample.durationMs),
        })),
      ),
      callType: sample.direction,
      screenRecording: hasScreen,
      region,
    },
    labels: spokenLabels(id, nth, startMs, stopMs, hasScreen),
    plans,
  });
}

/** A few labels to find: a complaint, a comment placed by its time, a VIP, a review. */
function spokenLabels(
  id: string,
  nth: number,
  startMs: number,
  stopMs: number,
  hasScreen: boolean,
): WireLabel[] {
  const label = (position: number, name: string, rest: Partial<WireLabel>): WireLabel => {
    const labelId = uuid(0x5a, nth, position);
    const path = `/recordings/${id}/labels/${labelId}`;
    return {
      path,
      name,
      id: labelId,
      createTime: vendorTime(stopMs + 2000),
      createUser: "supervisor",
      ...rest,
    };
  };
  const content = { time: vendorTime(startMs + 20_000), text: "Good opening, worth a listen." };
  return [
    ...(nth === 0 ? [label(1, "complaint", { type: "custom" }), label(2, "comment", { content })] : []),
    ...(nth === 3 ? [label(3, "review", { type: "custom" })] : []),
    ...(nth === 4 ? [label(4, "vip", { type: "custom" })] : []),
    ...(hasScreen ? [label(5, "__screenRecording", { type: "reserved", createUser: "system" })] : []),
  ];
}
