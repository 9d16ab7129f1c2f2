import { recordingNow } from "@/lib/catalog/recording-now";
import { getRecording, type ReadOptions } from "@/lib/catalog/recordings";
import { AppError, recordingNotFound } from "@/lib/domain/errors";
import type { MediaKey, RecordingId } from "@/lib/domain/ids";
import type { MediaFile, StoredRecording } from "@/lib/domain/recording";
import type { RecordingSource } from "@/lib/sources/source";
import type { ServiceContext } from "../context";
import { removeGoneRecording } from "./remove-gone-recording";

/** The catalog's copy, within the caller's scope. Throws not_found for what does not exist and for what is not theirs. */
export async function visibleRecording(
  ctx: ServiceContext,
  id: RecordingId,
  options: ReadOptions = {},
): Promise<StoredRecording> {
  const recording = await getRecording(ctx.scope, ctx.catalog.db, id, options);
  if (!recording) throw recordingNotFound();
  return recording;
}

/** The same for its sound, without labels and what was measured: many times a second, for many at once. */
export async function playableRecording(ctx: ServiceContext, id: RecordingId): Promise<StoredRecording> {
  const recording = await recordingNow(ctx.scope, ctx.catalog.db, id);
  if (!recording) throw recordingNotFound();
  return recording;
}

/**
 * The recording as the vendor has it now, within the caller's scope; the catalog's copy with `stale: true` when the
 * vendor can't be asked. One that the vendor no longer has is removed and not found.
 */
export async function currentRecording(ctx: ServiceContext, id: RecordingId): Promise<StoredRecording> {
  const freshness = await ctx.readThrough.refresh(id);
  if (freshness === "gone") {
    await removeGoneRecording(ctx, id);
    throw recordingNotFound();
  }
  const recording = await visibleRecording(ctx, id);
  return freshness === "stale" ? { ...recording, stale: true } : recording;
}

/** The configured source of a recording; source_unavailable when it was taken out of the configuration. */
export function sourceOf(ctx: ServiceContext, recording: StoredRecording): RecordingSource {
  const source = ctx.sources.of(recording.id);
  if (!source)
    throw new AppError("source_unavailable", "The source of this recording is no longer configured.");
  return source;
}

/** One media file of a recording already within the caller's scope; not_found for any other key. */
export function mediaFileOf(recording: StoredRecording, mediaKey: MediaKey): MediaFile {
  const file = recording.mediaFiles.find((candidate) => candidate.mediaKey === mediaKey);
  if (!file) throw recordingNotFound();
  return file;
}
