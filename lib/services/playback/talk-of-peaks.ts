import { setImmediate } from "node:timers/promises";
import type { MeasuredFile } from "@/lib/catalog/talk";
import { decodeAudiowaveform, type Waveform } from "@/lib/domain/audiowaveform";
import { heardSpans, maskEvidence } from "@/lib/domain/mask-evidence";
import type { MediaFile, Recording } from "@/lib/domain/recording";
import { holdSpans } from "@/lib/domain/talk-holds";
import { fileTalk, talkBasis } from "@/lib/domain/talk-numbers";

type Measurable = Pick<Recording, "id" | "vendor" | "events" | "mediaFiles">;
type Peaks = Readonly<{ data: Uint8Array; durationMs: number }>;

/**
 * What the peaks of a file tell: who speaks when, and where its masks really lie. Peaks are 150 kB at most, however long the
 * call; between its steps, some 20 ms each, requests are answered.
 */
export async function measureFile(
  recording: Measurable,
  file: MediaFile,
  peaks: Peaks,
): Promise<MeasuredFile> {
  const about = {
    mediaKey: file.mediaKey,
    recordingId: recording.id,
    basis: talkBasis(recording, file),
  };
  // A part of a file is measured with its file: counted once more it would stand twice in what search reads of the call.
  const waveform = file.clip ? null : waveformOrNull(peaks.data);
  if (!waveform) return { ...about, talk: null, maskEvidence: [] };
  const { durationMs } = peaks;
  await setImmediate();
  const evidence = maskEvidence({ maskedSpans: file.maskedSpans, waveform, durationMs });
  await setImmediate();
  const talk = fileTalk(waveform, {
    vendor: recording.vendor,
    durationMs,
    maskedSpans: heardSpans(file.maskedSpans, evidence),
    holds: holdSpans(recording, file),
  });
  return { ...about, talk, maskEvidence: evidence };
}

function waveformOrNull(data: Uint8Array): Waveform | null {
  try {
    return decodeAudiowaveform(data);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
