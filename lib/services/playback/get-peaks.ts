import { AppError, recordingNotFound } from "@/lib/domain/errors";
import type { MediaKey, RecordingId } from "@/lib/domain/ids";
import type { ServiceContext } from "../context";
import { realId } from "../recordings/real-id";
import { mediaFileOf, visibleRecording } from "../recordings/visible-recording";
import type { StoredPeaks } from "./peaks-maker";

/** Long enough for a short call, so that its waveform needs no second request. */
const WAIT_MS = 1_200;

/** The peaks of one media file in the audiowaveform binary format; `making` = ask again. */
export async function getPeaks(
  ctx: ServiceContext,
  asked: RecordingId,
  mediaKey: MediaKey,
): Promise<StoredPeaks | "making"> {
  const id = await realId(ctx, asked);
  const recording = await visibleRecording(ctx, id);
  const file = mediaFileOf(recording, mediaKey);
  if (file.audio === "missing") throw recordingNotFound();
  const result = await ctx.peaksMaker.get(recording, file, WAIT_MS);
  if (result.state === "ready") return result.peaks;
  if (result.state === "making") return "making";
  throw new AppError("source_refused", "The audio of this recording can't be read, so it has no waveform.");
}
