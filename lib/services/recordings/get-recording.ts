import { findLiveCall } from "@/lib/catalog/live-calls";
import { type RecordingId, vendorLiveIdOf } from "@/lib/domain/ids";
import { withNothingKept } from "@/lib/domain/recording";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { presentRecording } from "@/lib/privacy/present";
import { noted } from "../audited";
import type { ServiceContext } from "../context";
import { loadViewer } from "../privacy/load-viewer";
import { visibleLiveCall } from "./control-recording";
import { realId } from "./real-id";
import { currentRecording } from "./visible-recording";

/** One recording as the caller may see it, read through to its vendor. */
export async function getRecordingForViewer(
  ctx: ServiceContext,
  asked: RecordingId,
  options: Readonly<{ labels: boolean }>,
): Promise<OutgoingRecording> {
  const id = await realId(ctx, asked);
  if (vendorLiveIdOf(id) !== null) return liveRecording(ctx, id);
  const recording = await currentRecording(ctx, id);
  const [viewer, live] = await Promise.all([
    loadViewer(ctx, [recording.sourceId]),
    findLiveCall(ctx.scope, ctx.catalog.db, id),
  ]);
  await noted(ctx, { action: "recording.open", recordingId: id });
  return presentRecording(recording, viewer, {
    labels: options.labels,
    allowReveal: true,
    ...(live !== null && live.endedMs === null ? { live: live.status } : {}),
  });
}

/** A call whose recording has not arrived yet: who, when, and what it is doing now. */
async function liveRecording(ctx: ServiceContext, id: RecordingId): Promise<OutgoingRecording> {
  const call = await visibleLiveCall(ctx, id);
  const viewer = await loadViewer(ctx, [call.recording.sourceId]);
  await noted(ctx, { action: "recording.open", recordingId: id });
  return presentRecording(withNothingKept(call.recording), viewer, {
    labels: false,
    allowReveal: false,
    ...(call.endedMs === null ? { live: call.status } : {}),
  });
}
