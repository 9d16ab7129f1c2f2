import type { RecordingId } from "@/lib/domain/ids";
import type { AudioState, EpochMs, MediaFile } from "@/lib/domain/recording";
import { mediaKey } from "../media-key";
import type { RawConversation } from "./api-conversation";
import type { RawRecording } from "./api-recording";
import { talkOf } from "./map-events";
import { mapMasks, playedMs } from "./map-masks";
import { agentIdsOf, numbersOf } from "./map-parties";

export type MediaContext = Readonly<{
  recordingId: RecordingId;
  conversation: RawConversation;
  /** The operator's word on what a pause leaves in the file. */
  pauseFill: "silence" | "cut" | undefined;
  accessGroups: readonly string[];
  accessUnits: readonly string[];
  nowMs: EpochMs;
}>;

/** The audio of a conversation in order of time: one file for each recording that is not deleted. */
export function mapMediaFiles(recordings: readonly RawRecording[], context: MediaContext): MediaFile[] {
  return recordings
    .map((raw) => mapMediaFile(raw, context))
    .sort((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0) || (a.vendorRef < b.vendorRef ? -1 : 1));
}

function mapMediaFile(raw: RawRecording, context: MediaContext): MediaFile {
  const { conversation } = context;
  const times = timesOf(raw, conversation);
  const outputMs = raw.outputDurationMs !== null && raw.outputDurationMs > 0 ? raw.outputDurationMs : null;
  const { masks, maskedSpans, cutMs } = mapMasks(
    raw.annotations,
    { ...times, durationMs: outputMs },
    context.pauseFill,
  );
  const numbers = numbersOf(conversation);
  return {
    mediaKey: mediaKey(context.recordingId, `recording ${raw.id}`),
    vendorRef: raw.id,
    callId: raw.sessionId,
    ...times,
    durationMs: outputMs ?? playedMs({ ...times, durationMs: null }, cutMs),
    // `outputSizeInBytes` is that of another format than the one that is played.
    sizeBytes: null,
    mimeType: "audio/wav",
    extension: "wav",
    channels: null,
    audio: audioOf(raw, context.nowMs),
    masks,
    maskedSpans,
    accessGroups: context.accessGroups,
    accessUnits: context.accessUnits,
    partitions: [],
    parties: {
      ani: numbers.caller,
      dnis: numbers.dialed,
      agentId: raw.users[0]?.id ?? agentIdsOf(conversation)[0] ?? null,
      username: raw.users[0]?.username ?? null,
    },
  };
}

type Times = Readonly<{ startMs: EpochMs | null; stopMs: EpochMs | null }>;

/** The recording's own times, else those of the leg with the same session (fact sheet §5.2), else the conversation's. */
function timesOf(raw: RawRecording, conversation: RawConversation): Times {
  if (raw.startMs !== null) return { startMs: raw.startMs, stopMs: raw.endMs };
  const session = conversation.participants
    .flatMap(({ sessions }) => sessions)
    .find(({ sessionId }) => sessionId !== null && sessionId === raw.sessionId);
  const talk = session === undefined ? null : talkOf(session);
  if (talk !== null) return { startMs: talk.fromMs, stopMs: raw.endMs ?? talk.toMs };
  return { startMs: conversation.startMs, stopMs: raw.endMs ?? conversation.endMs };
}

/**
 * Whether there is sound (§10). An archived file may still call itself AVAILABLE: its media has moved away, and only a
 * restoration brings it back. A state that is new to us is left for playing to find out.
 */
function audioOf(raw: RawRecording, nowMs: EpochMs): AudioState {
  switch (raw.fileState) {
    case "uploading":
    case "restoring":
      return "pending";
    case "archived":
    case "error":
      return "missing";
    case "restored":
      return "ready";
    default:
      return isMovedAway(raw, nowMs) ? "missing" : "ready";
  }
}

function isMovedAway({ archiveDate, archiveMedium }: RawRecording, nowMs: EpochMs): boolean {
  if (archiveMedium === null || archiveDate === null) return false;
  const atMs = Date.parse(archiveDate);
  return Number.isFinite(atMs) && atMs <= nowMs;
}
