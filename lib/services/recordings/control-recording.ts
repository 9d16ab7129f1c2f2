import { AppError } from "@/lib/domain/errors";
import type { RecordingId } from "@/lib/domain/ids";
import { noted } from "../audited";
import type { ServiceContext } from "../context";
import { sourceOf, visibleRecording } from "./visible-recording";

export const LIVE_STATUSES = ["paused", "recording", "stopped"] as const;

/**
 * Pause, resume or stop of a call being recorded. Known recordings that have ended, and vendors without live control,
 * answer cannot_update; unknown ones not_found.
 */
export async function controlRecording(
  ctx: ServiceContext,
  id: RecordingId,
  status: (typeof LIVE_STATUSES)[number],
): Promise<never> {
  const recording = await visibleRecording(ctx, id);
  const source = sourceOf(ctx, recording);
  await noted(ctx, { action: "recording.control", recordingId: id, details: { status } }, "cannot_update");
  throw new AppError(
    "cannot_update",
    source.live.supported
      ? "This call has ended; its recording can't be changed any more."
      : source.live.reason,
  );
}
