import { cutAudio } from "@/lib/audio/clip/clip";
import type { SpoolReader } from "@/lib/audio/spool";
import { AppError, recordingNotFound } from "@/lib/domain/errors";
import { isPlaceholder, type MediaFile, type StoredRecording } from "@/lib/domain/recording";
import { SourceError } from "@/lib/sources/source";
import type { Runtime } from "../context";

export type OpenedAudio = SpoolReader | Readonly<{ state: "pending"; retryAfterSeconds: number }>;

type Parts = Pick<Runtime, "sources" | "spool">;

/**
 * The audio of one file, from the spool or, once for all listeners, from its vendor; of a part of one, cut out of that
 * file once for all who were given it.
 */
export async function openAudio(
  runtime: Parts,
  recording: StoredRecording,
  file: MediaFile,
): Promise<OpenedAudio> {
  const { clip } = file;
  if (clip === undefined) return openFile(runtime, recording, file);
  if (file.audio === "missing") throw recordingNotFound();
  return runtime.spool.open({ recordingId: recording.id, mediaKey: file.mediaKey }, async (signal) => {
    const whole = await openFile(runtime, recording, { ...file, mediaKey: clip.mediaKey });
    return "state" in whole ? whole : cutAudio(whole, clip, signal);
  });
}

async function openFile(runtime: Parts, recording: StoredRecording, file: MediaFile): Promise<OpenedAudio> {
  const source = runtime.sources.of(recording.id);
  if (!source || file.audio === "missing") throw recordingNotFound();
  // Its vendor has not been asked about its files yet; there is nothing to ask for by name.
  if (isPlaceholder(file)) return { state: "pending", retryAfterSeconds: 3 };
  return runtime.spool.open({ recordingId: recording.id, mediaKey: file.mediaKey }, (signal) =>
    source
      .openAudio({ vendorId: recording.vendorId, vendorRef: file.vendorRef }, signal)
      .catch(asFailedAudio),
  );
}

/** A vendor that answers without sound is the vendor's failure (502), not ours: nothing here was to be changed. */
function asFailedAudio(error: unknown): never {
  if (!(error instanceof SourceError) || error.kind !== "internal") throw error;
  throw new AppError("source_refused", "The recording system did not send this audio.", { cause: error });
}
