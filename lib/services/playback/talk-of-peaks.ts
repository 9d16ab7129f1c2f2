import type { MeasuredFile } from "@/lib/catalog/talk";
import { decodeAudiowaveform } from "@/lib/domain/audiowaveform";
import type { MediaFile, Recording } from "@/lib/domain/recording";
import { type FileTalk, fileTalk, talkBasis } from "@/lib/domain/talk-numbers";

/** What the peaks of a file tell of who speaks when. */
export function measureFile(
  recording: Pick<Recording, "id" | "vendor">,
  file: MediaFile,
  peaks: Readonly<{ data: Uint8Array; durationMs: number }>,
): MeasuredFile {
  return {
    mediaKey: file.mediaKey,
    recordingId: recording.id,
    talk: talkOrNull(recording, file, peaks),
    basis: talkBasis(file),
  };
}

function talkOrNull(
  { vendor }: Pick<Recording, "vendor">,
  { maskedSpans }: MediaFile,
  { data, durationMs }: Readonly<{ data: Uint8Array; durationMs: number }>,
): FileTalk | null {
  try {
    return fileTalk(decodeAudiowaveform(data), { vendor, maskedSpans, durationMs });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
