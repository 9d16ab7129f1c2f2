import type { RecordingId } from "@/lib/domain/ids";
import type { EpochMs, MediaFile } from "@/lib/domain/recording";
import { mediaKey } from "./media-key";

/**
 * What stands in for the files of a call whose vendor has not been asked about them yet (`SourceRecording.files` =
 * `notAsked`): one file without audio, so that the call can be found, shown, and kept within its access groups.
 */
export function pendingFile(
  recordingId: RecordingId,
  known: Readonly<{
    startMs: EpochMs | null;
    stopMs: EpochMs | null;
    accessGroups: readonly string[];
    accessUnits: readonly string[];
  }>,
): MediaFile {
  return {
    mediaKey: mediaKey(recordingId, "not asked"),
    vendorRef: "",
    callId: null,
    startMs: known.startMs,
    stopMs: known.stopMs,
    durationMs: null,
    sizeBytes: null,
    mimeType: "audio/wav",
    extension: "wav",
    channels: null,
    audio: "pending",
    masks: [],
    maskedSpans: [],
    accessGroups: known.accessGroups,
    accessUnits: known.accessUnits,
    partitions: [],
    parties: { ani: null, dnis: null, agentId: null, username: null },
  };
}
