import type { SpoolReader } from "@/lib/audio/spool";
import { recordingNotFound } from "@/lib/domain/errors";
import type { MediaFile, StoredRecording } from "@/lib/domain/recording";
import type { Runtime } from "../context";

export type OpenedAudio = SpoolReader | Readonly<{ state: "pending"; retryAfterSeconds: number }>;

/** The audio of one file, from the spool or, once for all listeners, from its vendor. */
export async function openAudio(
  runtime: Pick<Runtime, "sources" | "spool">,
  recording: StoredRecording,
  file: MediaFile,
): Promise<OpenedAudio> {
  const source = runtime.sources.of(recording.id);
  if (!source || file.audio === "missing") throw recordingNotFound();
  if (file.audio === "pending") return { state: "pending", retryAfterSeconds: 5 };
  return runtime.spool.open({ recordingId: recording.id, mediaKey: file.mediaKey }, (signal) =>
    source.openAudio({ vendorId: recording.vendorId, vendorRef: file.vendorRef }, signal),
  );
}
