/** The pieces every seeded recording is built from, spelled as the vendor spells them. */
import { type AudioPlan, planBytes, planDurationMs } from "@/lib/samples/audio-plan";
import type { Agent } from "@/lib/samples/directory";
import { hash, hashText, hex, uuid } from "@/lib/samples/random";
import { CANARIES } from "./canaries";
import {
  eventId,
  fileTime,
  maskTime,
  secondTime,
  vendorTime,
  type WireContact,
  type WireDataChange,
  type WireEvent,
  type WireMask,
  type WireMediaFile,
} from "./wire";

export type MediaParts = Readonly<{
  recordingId: string;
  /** Position of the file in its recording; with the id it gives the file's UUID. */
  position: number;
  callUuid: string;
  startMs: number;
  plan: AudioPlan;
  audioKbps: number;
  ani: string;
  dnis: string;
  agent: Agent | null;
  encrypted?: boolean;
  /** Wall-clock pauses. */
  pauses?: readonly Readonly<{ startMs: number; endMs: number }>[];
  partitions?: readonly string[];
  accessgroups?: readonly string[];
}>;

/** Files of the recordings printed on the vendor's page, so that its play paths can be typed in too. */
const VENDOR_PAGE_UUIDS: Readonly<Record<string, string>> = {
  "011AP643CSAPR4FKQGQE31TAES00029V": "4f82ee48-4fe4-40e1-961d-309ba6e38698",
  "011AP643CSAPR4FKQGQE31TAES0002A0": "45bb2966-9911-45fd-8167-a6581d04af98",
};

/** The UUID in the play path of a recording's file. */
export const mediaUuid = (recordingId: string, position: number): string =>
  VENDOR_PAGE_UUIDS[recordingId] ?? uuid(hashText(recordingId), position, 7);

/** `GSIP_REC_FN`, `parameters.id`, and the beginning of `mediaId`. */
export const fileStem = (callUuid: string, startMs: number): string => `${callUuid}_${fileTime(startMs)}`;

/** One entry of `mediaFiles`, with the credential and the internal addresses the vendor leaves in. */
export function mediaFile(parts: MediaParts): WireMediaFile {
  const { recordingId, position, callUuid, startMs, agent, plan } = parts;
  const verb = parts.encrypted ? "decrypt" : "play";
  const path = `/recordings/${recordingId}/${verb}/${mediaUuid(recordingId, position)}.mp3`;
  const salt = hash(hashText(callUuid), position, 1);
  const durationMs = planDurationMs(plan);
  const recordDn = agent?.phoneNumber ?? parts.dnis;
  return {
    mediaUri: `http://htcc${1 + (salt % 3)}.${CANARIES.mediaHost}/api/v2${path}`,
    mediaPath: path,
    playPath: path,
    startTime: vendorTime(startMs),
    stopTime: vendorTime(startMs + durationMs),
    callUUID: callUuid,
    mediaId: `${fileStem(callUuid, startMs)}-${hex(salt, 1, 1).toUpperCase()}-1000427D-${String(position + 1).padStart(8, "0")}.mp3`,
    type: "audio/mp3",
    duration: String(durationMs),
    tenant: "Environment",
    ivrprofile: "CallRecProfile",
    size: String(planBytes(plan, parts.audioKbps)),
    parameters: {
      dnis: parts.dnis,
      connId: `006a${hex(salt, 2, 1)}${hex(salt, 3, 1).slice(0, 4)}`,
      ani: parts.ani,
      dateTime: secondTime(startMs),
      "rp.speechminer_uri": `http://${CANARIES.speechminerHost}/interactionreceiver`,
      recordDN: recordDn,
      agentId: recordDn,
      "rp.speechminer_auth": CANARIES.speechminerAuth,
      sipsAppName: "SIP_Server",
      id: fileStem(callUuid, startMs),
      username: agent?.userName ?? "",
      callUuid,
    },
    ...(parts.pauses !== undefined && parts.pauses.length > 0 ? { masks: masks(parts.pauses) } : {}),
    partitions: [...(parts.partitions ?? [])],
    accessgroups: [...(parts.accessgroups ?? (agent === null ? [] : [agent.group]))],
    ...(parts.encrypted
      ? { pkcs7: `${CANARIES.pkcs7}${hex(salt, 4, 1)}`, certAlias: [CANARIES.certAlias] }
      : {}),
  };
}

/** Mask pairs as the vendor writes them: `paused` and `resume`. */
export function masks(pauses: readonly Readonly<{ startMs: number; endMs: number }>[]): WireMask[] {
  return pauses.flatMap((pause) => [
    { time: maskTime(pause.startMs), type: "paused" },
    { time: maskTime(pause.endMs), type: "resume" },
  ]);
}

export const userContact = (agent: Agent): WireContact => ({
  type: "User",
  phoneNumber: agent.phoneNumber,
  userName: agent.userName,
  firstName: agent.firstName,
  lastName: agent.lastName,
});

export const externalContact = (phoneNumber: string): WireContact => ({ type: "External", phoneNumber });

/** A `Joined` or `Left` event. */
export const contactEvent = (
  event: "Joined" | "Left",
  atMs: number,
  calluuid: string,
  contact: WireContact,
): WireEvent => ({ occurredAt: vendorTime(atMs), calluuid, contact, event });

/** A `Data` event. */
export const dataEvent = (atMs: number, calluuid: string, data: WireDataChange): WireEvent => ({
  occurredAt: vendorTime(atMs),
  calluuid,
  eventId: eventId(atMs, calluuid),
  event: "Data",
  data,
});

export type Presence = Readonly<{ contact: WireContact; joinMs: number; leaveMs: number }>;

/** Events in the vendor's order: Data, then Joined, then Left, whatever the time. */
export function eventHistory(
  calluuid: string,
  data: readonly Readonly<{ atMs: number; change: WireDataChange; calluuid?: string }>[],
  presences: readonly Presence[],
): WireEvent[] {
  return [
    ...data.map(({ atMs, change, calluuid: own }) => dataEvent(atMs, own ?? calluuid, change)),
    ...presences.map(({ contact, joinMs }) => contactEvent("Joined", joinMs, calluuid, contact)),
    ...presences.map(({ contact, leaveMs }) => contactEvent("Left", leaveMs, calluuid, contact)),
  ];
}
