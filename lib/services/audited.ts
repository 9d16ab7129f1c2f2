import { appendAudit } from "@/lib/catalog/audit";
import { AppError } from "@/lib/domain/errors";
import type { RecordingId } from "@/lib/domain/ids";
import { SourceError } from "@/lib/sources/source";
import type { ServiceContext } from "./context";

export type Act = Readonly<{
  /** `noun.verb`, e.g. `recording.delete`. */
  action: string;
  recordingId?: RecordingId;
  searchId?: string;
  /** Never a value that masking could hide. */
  details?: Readonly<Record<string, unknown>>;
  reason?: string;
}>;

/** Writes the one row of an act that needs no answer (a search, an opened recording), before its data leaves. */
export async function noted(ctx: ServiceContext, act: Act, result = "done"): Promise<void> {
  await appendAudit(ctx.catalog.db, { ...rowOf(ctx, act), phase: "noted", result });
}

/**
 * Runs an act between its two audit rows: "asked" is committed before it begins, "answered" after it. When the first
 * can't be written the act does not happen. `told` = what the answer says beyond "done", for the second row.
 */
export async function audited<T>(
  ctx: ServiceContext,
  act: Act,
  run: () => Promise<T>,
  told: (outcome: T) => Readonly<Record<string, unknown>> = () => ({}),
): Promise<T> {
  const asked = await appendAudit(ctx.catalog.db, { ...rowOf(ctx, act), phase: "asked" });
  try {
    const outcome = await run();
    await appendAudit(ctx.catalog.db, {
      ...rowOf(ctx, { ...act, details: { ...act.details, ...told(outcome) } }),
      phase: "answered",
      answers: asked,
      result: "done",
    });
    return outcome;
  } catch (error) {
    await appendAudit(ctx.catalog.db, {
      ...rowOf(ctx, act),
      phase: "answered",
      answers: asked,
      result: resultOf(error),
    });
    throw error;
  }
}

function resultOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  if (error instanceof SourceError) return error.unclear ? "unclear" : `vendor_${error.kind}`;
  return "internal";
}

function rowOf(ctx: ServiceContext, act: Act) {
  return {
    timeMs: ctx.now(),
    userId: ctx.actor.userId,
    userEmail: ctx.actor.email,
    role: ctx.actor.role,
    address: ctx.request.address,
    action: act.action,
    recordingId: act.recordingId ?? null,
    searchId: act.searchId ?? null,
    details: act.details ?? {},
    reason: act.reason ?? null,
  };
}
