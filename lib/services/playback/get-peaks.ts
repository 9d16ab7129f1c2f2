import { AppError, recordingNotFound } from "@/lib/domain/errors";
import type { MediaKey, RecordingId } from "@/lib/domain/ids";
import type { MediaFile, StoredRecording } from "@/lib/domain/recording";
import type { ServiceContext } from "../context";
import { realId } from "../recordings/real-id";
import { mediaFileOf, visibleRecording } from "../recordings/visible-recording";
import { measureIfDue } from "./measure-due-talk";
import type { StoredPeaks } from "./peaks-maker";

/**
 * Long enough for a short call, so that its waveform needs no second request; one that is still arriving by `partMs` is
 * answered with its beginning.
 */
const WAIT = { wholeMs: 1_200, partMs: 250 };

/** `soFar` = the beginning of them in the same format, null while nothing is known. */
export type PeaksInMaking = Readonly<{ state: "making"; soFar: Uint8Array<ArrayBuffer> | null }>;

/** The peaks of one media file in the audiowaveform binary format; `making` = ask again. */
export async function getPeaks(
  ctx: ServiceContext,
  asked: RecordingId,
  mediaKey: MediaKey,
): Promise<StoredPeaks | PeaksInMaking> {
  const id = await realId(ctx, asked);
  const recording = await visibleRecording(ctx, id, { labels: false });
  return peaksOfFile(ctx, recording, mediaFileOf(recording, mediaKey));
}

/** The peaks of a file, or of a part of one, that the caller has been found to have a right to. */
export async function peaksOfFile(
  ctx: ServiceContext,
  recording: StoredRecording,
  file: MediaFile,
): Promise<StoredPeaks | PeaksInMaking> {
  if (file.audio === "missing") throw recordingNotFound();
  const result = await ctx.peaksMaker.get(recording, file, WAIT);
  if (result.state === "ready") {
    // Peaks from before, or whose masks have changed: what they tell is there with them.
    await measureIfDue(ctx, file.mediaKey);
    return result.peaks;
  }
  if (result.state === "making") return result;
  throw new AppError("source_refused", "The audio of this recording can't be read, so it has no waveform.");
}
