import type { RecordingId } from "@/lib/domain/ids";
import type { AttachedData, AudioState, CallEvent, Contact, MediaFile } from "@/lib/domain/recording";
import { mediaKey } from "../media-key";
import type { Agent, AgentNames } from "./agents";
import type { RawSegment } from "./api-types";
import { LAG_MS, LATE_MS } from "./config";
import { recordedStretch } from "./map-masks";
import { writeMediaRef } from "./media-ref";

export type SegmentContext = Readonly<{
  recordingId: RecordingId;
  names: AgentNames;
  fill: "silence" | "cut";
  groupsOf: (units: readonly string[]) => readonly string[];
  nowMs: number;
}>;

/**
 * The state of fact sheet §9, null = no file. An agent's segment without a recording may still get one for an hour; then it
 * is said to be missing, so that a file which was told as pending does not stay so. IVRs and bots count only when recorded.
 */
export function audioStateOf(segment: RawSegment, nowMs: number): AudioState | null {
  const endMs = segment.endMs ?? segment.dialogEndMs;
  if (segment.hasRecording) {
    // The older report has no dialogs, and recordings are fetched by dialog.
    if (!segment.hasDialog) return "missing";
    return endMs !== null && nowMs - endMs < LAG_MS ? "pending" : "ready";
  }
  if (segment.segmentType !== "AGENT") return null;
  return endMs !== null && nowMs - endMs < LATE_MS ? "pending" : "missing";
}

/** The file of one segment; its key is made of the segment's id. */
export function mapFile(
  segment: RawSegment,
  audio: AudioState,
  numbers: Readonly<{ ani: string | null; dnis: string | null }>,
  context: SegmentContext,
): MediaFile {
  const stretch = recordedStretch(segment, context.fill);
  const units = unitsOf(segment, context.names);
  const agent = agentOf(segment, context.names);
  return {
    mediaKey: mediaKey(context.recordingId, `segment ${segment.segmentId}`),
    vendorRef: writeMediaRef({ segmentId: segment.segmentId, endMs: segment.endMs ?? segment.dialogEndMs }),
    callId: segment.segmentId,
    startMs: stretch.startMs,
    stopMs: stretch.stopMs,
    durationMs: audio === "missing" ? null : stretch.durationMs,
    sizeBytes: null,
    // What is asked for; what comes is said by its own bytes (§5).
    mimeType: "audio/wav",
    extension: "wav",
    channels: null,
    audio,
    masks: stretch.masks,
    maskedSpans: stretch.maskedSpans,
    accessGroups: context.groupsOf(units),
    accessUnits: units,
    partitions: [],
    parties: {
      ...numbers,
      agentId: segment.participantId,
      username: agent?.userName ?? null,
    },
  };
}

/** The group of agents under its id and its name: a map of access groups may use either. */
function unitsOf({ agentGroupId }: RawSegment, names: AgentNames): string[] {
  if (agentGroupId === null) return [];
  const name = names.groupName(agentGroupId);
  return name === null || name === agentGroupId ? [agentGroupId] : [agentGroupId, name];
}

function agentOf({ participantId, extensionId }: RawSegment, names: AgentNames): Agent | null {
  return names.agentOf(participantId, extensionId);
}

/** Who was on the call in this segment, and what was noted about it. */
export function mapEvents(segment: RawSegment, names: AgentNames): CallEvent[] {
  const contact = contactOf(segment, names);
  const data = dataOf(segment);
  const event = (occurredAtMs: number | null, name: string): CallEvent => ({
    occurredAtMs,
    event: name,
    callId: segment.segmentId,
    contact,
    data: null,
  });
  return [
    ...(segment.startMs === null ? [] : [event(segment.startMs, "Joined")]),
    ...(segment.endMs === null ? [] : [event(segment.endMs, "Left")]),
    {
      ...event(segment.endMs ?? segment.startMs, "Data"),
      contact: null,
      data: { added: data, updated: {}, deleted: {} },
    },
  ];
}

function contactOf(segment: RawSegment, names: AgentNames): Contact {
  const nobody = { phoneNumber: null, userName: null, firstName: null, lastName: null };
  // A word of the vendor's: IVR, BOT, or one that is new.
  if (segment.segmentType !== "AGENT") return { ...nobody, type: segment.segmentType };
  const agent = agentOf(segment, names);
  if (agent !== null)
    return { ...nobody, type: "User", ...agent, userName: agent.userName ?? numbered(segment) };
  return { ...nobody, type: "User", userName: numbered(segment) };
}

/** Someone in none of the lists (fact sheet §4.5). */
function numbered({ participantId, extensionId }: RawSegment): string {
  const number = participantId ?? extensionId;
  return number === null ? "unknown agent" : `agent ${number}`;
}

function dataOf(segment: RawSegment): AttachedData {
  const { segmentType, interactionId, systemDisposition, agentDisposition, agentNotes } = segment;
  const entries = Object.entries({
    segmentType,
    interactionId,
    systemDisposition,
    agentDisposition,
    agentNotes,
  }).flatMap(([key, value]): [string, string][] => (value === null ? [] : [[key, value]]));
  return Object.fromEntries(entries);
}
