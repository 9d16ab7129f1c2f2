import type { RecordingId } from "@/lib/domain/ids";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { presentRecording } from "@/lib/privacy/present";
import { noted } from "../audited";
import type { ServiceContext } from "../context";
import { loadViewer } from "../privacy/load-viewer";
import { currentRecording } from "./visible-recording";

/** One recording as the caller may see it, read through to its vendor. */
export async function getRecordingForViewer(
  ctx: ServiceContext,
  id: RecordingId,
  options: Readonly<{ labels: boolean }>,
): Promise<OutgoingRecording> {
  const recording = await currentRecording(ctx, id);
  const viewer = await loadViewer(ctx, [recording.sourceId]);
  await noted(ctx, { action: "recording.open", recordingId: id });
  return presentRecording(recording, viewer, {
    labels: options.labels,
    allowReveal: true,
  });
}
