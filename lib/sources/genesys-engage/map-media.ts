import type { RecordingId } from "@/lib/domain/ids";
import type { CallEvent, EpochMs, MediaFile } from "@/lib/domain/recording";
import { mediaKey } from "../media-key";
import type { RawMediaFile, RawRecording } from "./api-types";
import { known } from "./known";
import { mapMasks } from "./map-masks";
import { audioTypeOf } from "./mime";
import { type PlayPath, readPlayPath } from "./play-path";

export type MediaContext = Readonly<{
  recordingId: RecordingId;
  events: readonly CallEvent[];
  fill: "silence" | "cut";
}>;

/** The media files in the vendor's order, each with a key that does not depend on that order if it has any id at all. */
export function mapMediaFiles(raw: RawRecording, context: MediaContext): MediaFile[] {
  const taken = new Set<string>();
  return raw.mediaFiles.map((file, index) => {
    const path = readPlayPath(file.playPath, raw.id);
    const identity = unused(identityOf(file, path, index), taken);
    return mapMediaFile(raw, file, path, mediaKey(context.recordingId, identity), context);
  });
}

function identityOf(file: RawMediaFile, path: PlayPath | null, index: number): string {
  if (path !== null) return `uuid ${path.mediaUuid}`;
  const mediaId = known(file.mediaId);
  return mediaId === null ? `index ${index}` : `mediaId ${mediaId}`;
}

/** Two files under one id would be one to us: the later ones are numbered. */
function unused(identity: string, taken: Set<string>): string {
  let name = identity;
  for (let count = 2; taken.has(name); count += 1) name = `${identity} ${count}`;
  taken.add(name);
  return name;
}

function mapMediaFile(
  recording: RawRecording,
  raw: RawMediaFile,
  path: PlayPath | null,
  key: MediaFile["mediaKey"],
  context: MediaContext,
): MediaFile {
  const isOnlyFile = recording.mediaFiles.length === 1;
  const callId = known(raw.callUUID);
  const durationMs = raw.duration === 0 && raw.size !== 0 ? null : raw.duration;
  // The stored size of an encrypted file says nothing of what is played (fact sheet §3.2).
  const isEncrypted = raw.isEncrypted || path?.encrypted === true;
  const { masks, maskedSpans } = mapMasks(
    raw.masks,
    { startMs: anchorOf(recording, raw, isOnlyFile), stopMs: raw.stopTime, durationMs, callId },
    context.events,
    { fill: context.fill, isOnlyFile },
  );
  return {
    mediaKey: key,
    vendorRef: path?.path ?? "",
    callId,
    startMs: raw.startTime,
    stopMs: raw.stopTime,
    durationMs,
    sizeBytes: isEncrypted ? null : raw.size,
    mimeType: audioTypeOf(raw.type, path?.extension ?? null),
    extension: path?.extension ?? "mp3",
    channels: null,
    audio: path === null ? "missing" : "ready",
    masks,
    maskedSpans,
    accessGroups: raw.accessgroups,
    partitions: raw.partitions,
    parties: {
      ani: known(raw.parameters?.ani ?? null),
      dnis: known(raw.parameters?.dnis ?? null),
      agentId: known(raw.parameters?.agentId ?? null),
      username: known(raw.parameters?.username ?? null),
    },
  };
}

/** Where the file begins on the wall clock; a lone file without a start begins with its recording. */
function anchorOf(recording: RawRecording, file: RawMediaFile, isOnlyFile: boolean): EpochMs | null {
  return file.startTime ?? (isOnlyFile ? recording.startTime : null);
}
