import { setProtection } from "@/lib/catalog/protections";
import { AppError } from "@/lib/domain/errors";
import type { RecordingId } from "@/lib/domain/ids";
import { may } from "@/lib/domain/permissions";
import { audited } from "../audited";
import type { ServiceContext } from "../context";
import { SYSTEM_SCOPE } from "../system-scope";
import { realId } from "./real-id";
import { currentRecording, sourceOf } from "./visible-recording";

export type ProtectionOperation = "applyNonDelete" | "unapplyNonDelete";

/**
 * Protects a recording from deletion, or lifts that: at the vendor where it can, kept here otherwise. Idempotent.
 * Lifting is for administrators (forbidden_role).
 */
export async function protectRecording(
  ctx: ServiceContext,
  asked: RecordingId,
  operation: ProtectionOperation,
): Promise<void> {
  const id = await realId(ctx, asked);
  const on = operation === "applyNonDelete";
  if (!on && !may(ctx.actor.role, "recording.unprotect")) {
    throw new AppError("forbidden_role", "Only administrators may lift the protection of a recording.");
  }
  const recording = await currentRecording(ctx, id);
  const source = sourceOf(ctx, recording);
  const { protection } = source;
  await audited(
    ctx,
    { action: on ? "recording.protect" : "recording.unprotect", recordingId: id },
    async () => {
      if (protection.supported) await protection.set(recording.vendorId, on, AbortSignal.timeout(30_000));
      await setProtection(SYSTEM_SCOPE, ctx.catalog.db, id, {
        on,
        atVendor: protection.supported,
        nowMs: ctx.now(),
      });
    },
  ).finally(() => ctx.readThrough.forget(id));
}
