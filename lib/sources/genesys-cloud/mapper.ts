import { recordingId, type SourceId } from "@/lib/domain/ids";
import type { EpochMs, Recording } from "@/lib/domain/recording";
import { pendingFile } from "../pending-file";
import type { RecordingSource, SourceRecording } from "../source";
import type { RawConversation } from "./api-conversation";
import { isAudio, isDeleted, isScreen, type RawRecording } from "./api-recording";
import { FOLLOW_UP } from "./config";
import { mapEvents } from "./map-events";
import { mapMediaFiles } from "./map-media";
import { callTypeOf, numbersOf, unitsOf } from "./map-parties";
import type { Names } from "./names";

export type Mapping = Readonly<{
  sourceId: SourceId;
  pauseFill: "silence" | "cut" | undefined;
  unitGroups: RecordingSource["unitGroups"];
  now: () => EpochMs;
}>;

/** What is known of a conversation besides itself. */
export type Told = Readonly<{
  names: Names;
  recordings: readonly RawRecording[];
  region: string | null;
  nonDelete: boolean;
}>;

/** A call as a search tells it: its files are still to be asked for. Null = its id can't be one of ours. */
export function mapFound(
  conversation: RawConversation,
  names: Names,
  mapping: Mapping,
): SourceRecording | null {
  const recording = mapCall(conversation, names, mapping);
  if (recording === null) return null;
  // While the call lasts there are no recordings: asked again when it is likely over.
  const askAgainMs = conversation.endMs === null ? FOLLOW_UP.liveMs : 0;
  return notAsked(recording, conversation, mapping, askAgainMs);
}

/** A call whose recordings are not there yet. */
export function mapPending(
  conversation: RawConversation,
  names: Names,
  mapping: Mapping,
): SourceRecording | null {
  const recording = mapCall(conversation, names, mapping);
  if (recording === null) return null;
  return notAsked(recording, conversation, mapping, nextLookMs(conversation, mapping.now()));
}

function notAsked(
  recording: Recording,
  conversation: RawConversation,
  mapping: Mapping,
  askAgainMs: number | null,
): SourceRecording {
  const { startMs, endMs } = conversation;
  const file = pendingFile(recording.id, { startMs, stopMs: endMs, ...accessOf(conversation, mapping) });
  return {
    recording: { ...recording, mediaFiles: [file] },
    labels: null,
    files: "notAsked",
    askAgainMs,
    liveIds: [conversation.id],
  };
}

/** A call with its files. Null = there is no sound of it left, or its id can't be one of ours. */
export function mapWhole(
  conversation: RawConversation,
  told: Told,
  mapping: Mapping,
): SourceRecording | null {
  const recording = mapCall(conversation, told.names, mapping);
  const nowMs = mapping.now();
  const left = told.recordings.filter((raw) => !isDeleted(raw));
  const sound = left.filter(isAudio);
  if (recording === null || sound.length === 0) return null;
  const mediaFiles = mapMediaFiles(sound, {
    recordingId: recording.id,
    conversation,
    pauseFill: mapping.pauseFill,
    ...accessOf(conversation, mapping),
    nowMs,
  });
  const isOpen = conversation.endMs === null || mediaFiles.some(({ audio }) => audio === "pending");
  return {
    recording: {
      ...recording,
      region: told.region,
      nonDelete: told.nonDelete,
      screenRecording: recording.screenRecording || left.some(isScreen),
      mediaFiles,
    },
    labels: null,
    askAgainMs: isOpen ? nextLookMs(conversation, nowMs) : null,
    liveIds: [conversation.id],
  };
}

/** When to ask again for what is still to come: soon for young calls, ever later for older ones; null = no more. In ms. */
export function nextLookMs({ startMs, endMs }: RawConversation, nowMs: EpochMs): number | null {
  if (endMs === null) {
    const ageMs = startMs === null ? 0 : nowMs - startMs;
    if (ageMs > FOLLOW_UP.giveUpMs) return null;
    return Math.round(Math.min(FOLLOW_UP.mostMs, Math.max(FOLLOW_UP.liveMs, ageMs / 4)));
  }
  const ageMs = nowMs - endMs;
  if (ageMs > FOLLOW_UP.giveUpMs) return null;
  return Math.round(Math.min(FOLLOW_UP.mostMs, Math.max(FOLLOW_UP.leastMs, ageMs / 2)));
}

/** True while recordings may still appear: the call goes on, or has ended a short while ago. */
export function isYoung({ endMs }: RawConversation, nowMs: EpochMs): boolean {
  return endMs === null || nowMs - endMs < FOLLOW_UP.youngMs;
}

function accessOf(conversation: RawConversation, { unitGroups }: Mapping) {
  const accessUnits = unitsOf(conversation);
  return { accessUnits, accessGroups: unitGroups?.groupsOf(accessUnits) ?? [] };
}

/** The call itself, without files. Null = its id can't be one of ours (over 512 bytes). */
export function mapCall(conversation: RawConversation, names: Names, mapping: Mapping): Recording | null {
  const id = publicId(mapping.sourceId, conversation.id);
  if (id === null) return null;
  const numbers = numbersOf(conversation);
  return {
    id,
    sourceId: mapping.sourceId,
    vendor: "genesys-cloud",
    vendorId: conversation.id,
    callerPhoneNumber: numbers.caller,
    dialedPhoneNumber: numbers.dialed,
    startMs: conversation.startMs,
    stopMs: conversation.endMs,
    callType: callTypeOf(conversation),
    region: null,
    screenRecording: conversation.participants.some(({ hasScreenRecording }) => hasScreenRecording),
    nonDelete: false,
    events: mapEvents(conversation, names),
    mediaFiles: [],
  };
}

function publicId(sourceId: SourceId, vendorId: string) {
  try {
    return recordingId(sourceId, vendorId);
  } catch {
    return null;
  }
}
