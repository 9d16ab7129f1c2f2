import { getRecording, tombstoneRecording } from "@/lib/catalog/recordings";
import { REFUSALS, refuseDeletion } from "@/lib/domain/deletion";
import { AppError, recordingNotFound } from "@/lib/domain/errors";
import type { RecordingId } from "@/lib/domain/ids";
import type { StoredRecording } from "@/lib/domain/recording";
import { formatDialectTime } from "@/lib/domain/time";
import { type DeletionOutcome, type RecordingSource, SourceError } from "@/lib/sources/source";
import { audited } from "../audited";
import type { ServiceContext } from "../context";
import { SYSTEM_SCOPE } from "../system-scope";
import { noteScheduled } from "./note-scheduled";
import { realId } from "./real-id";
import { currentRecording, sourceOf } from "./visible-recording";

export type DeletionAnswer = Readonly<{
  deleted: "done" | "scheduled";
  deleteTime?: string;
  /** Copies that the vendor keeps, in words. */
  remaining: readonly string[];
}>;

/**
 * Deletes at the vendor, then here; answers only what the vendor has confirmed. Throws forbidden (protected),
 * cannot_delete (the vendor has no deletion), source_unavailable (read-only), internal (partly gone or refused), each
 * with what is left still shown, so that repeating is safe.
 */
export async function deleteRecording(
  ctx: ServiceContext,
  asked: RecordingId,
  input: Readonly<{ reason?: string | undefined; erase?: boolean | undefined }>,
): Promise<DeletionAnswer> {
  const id = await realId(ctx, asked);
  ctx.readThrough.forget(id);
  const recording = await currentRecording(ctx, id);
  const refusal = refuseDeletion(recording);
  if (refusal) throw new AppError("forbidden", REFUSALS[refusal]);
  await refusePartlyVisible(ctx, recording);
  const source = sourceOf(ctx, recording);
  if (!source.deletion.supported) throw new AppError("cannot_delete", source.deletion.reason);

  const act = {
    action: "recording.delete",
    recordingId: id,
    ...(input.reason ? { reason: input.reason } : {}),
    ...(input.erase ? { details: { erase: true } } : {}),
  };
  const erase = (input.erase ?? false) && source.deletion.erases;
  // Also after a failure: part of it may be gone, and the next to open it must see what is left.
  const outcome = await audited(
    ctx,
    act,
    () => deleteAtVendor(source, recording.vendorId, erase),
    ({ deleted, deleteTimeMs }) => ({
      deleted,
      ...(deleteTimeMs === null ? {} : { deleteTime: formatDialectTime(deleteTimeMs) }),
    }),
  ).finally(() => ctx.readThrough.forget(id));
  if (outcome.deleted === "scheduled") {
    await noteScheduled(ctx, recording, outcome.deleteTimeMs ?? ctx.now());
    return {
      deleted: "scheduled",
      ...(outcome.deleteTimeMs === null ? {} : { deleteTime: formatDialectTime(outcome.deleteTimeMs) }),
      remaining: outcome.remaining,
    };
  }
  await tombstoneRecording(SYSTEM_SCOPE, ctx.catalog.db, id, {
    by: ctx.actor.userId,
    reason: input.reason ?? null,
    answer: "deleted",
    nowMs: ctx.now(),
  });
  await ctx.spool.drop(id);
  return { deleted: "done", remaining: outcome.remaining };
}

/** A vendor deletes a call whole; somebody who may see only some of its files may not end the others. */
export async function refusePartlyVisible(ctx: ServiceContext, visible: StoredRecording): Promise<void> {
  const whole = await getRecording(SYSTEM_SCOPE, ctx.catalog.db, visible.id);
  if (whole && whole.mediaFiles.length > visible.mediaFiles.length) {
    throw new AppError(
      "forbidden",
      "Part of this recording is outside your access groups, so it can't be deleted by you.",
    );
  }
}

/** Not tied to the request: once asked, a deletion is seen through even when the browser has left. */
async function deleteAtVendor(
  source: RecordingSource,
  vendorId: string,
  erase: boolean,
): Promise<DeletionOutcome> {
  if (!source.deletion.supported) throw recordingNotFound();
  try {
    return await source.deletion.delete(vendorId, AbortSignal.timeout(60_000), { erase });
  } catch (error) {
    // Gone already, by somebody else or by an earlier try whose answer was lost: what was asked for is true.
    if (error instanceof SourceError && error.kind === "notFound") {
      return { deleted: "done", deleteTimeMs: null, remaining: [] };
    }
    if (error instanceof SourceError && error.kind === "conflict" && !error.unclear) {
      throw new AppError(
        "cannot_delete",
        "The recording system does not let this recording be deleted now. Nothing was changed.",
        { cause: error },
      );
    }
    throw error;
  }
}
