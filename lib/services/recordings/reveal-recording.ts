import { grantReveal } from "@/lib/catalog/reveals";
import { AppError } from "@/lib/domain/errors";
import type { RecordingId } from "@/lib/domain/ids";
import { formatDialectTime } from "@/lib/domain/time";
import { audited } from "../audited";
import type { ServiceContext } from "../context";
import { realId } from "./real-id";
import { visibleRecording } from "./visible-recording";

export const REVEAL_MS = 10 * 60_000;
const SHORTEST_REASON = 10;

/** Shows named masked fields of one recording to one person for ten minutes. The audit row stands before the value is sent. */
export async function revealRecording(
  ctx: ServiceContext,
  asked: RecordingId,
  input: Readonly<{ fields: readonly string[]; reason: string }>,
): Promise<{ expiresTime: string }> {
  const id = await realId(ctx, asked);
  const recording = await visibleRecording(ctx, id);
  const reason = input.reason.trim();
  // Marks without a shape of their own are no reason.
  if (reason.replace(/[\p{C}\p{M}]/gu, "").length < SHORTEST_REASON) {
    throw new AppError("invalid_input", `Give a reason of at least ${SHORTEST_REASON} characters.`);
  }
  const untilMs = ctx.now() + REVEAL_MS;
  await audited(
    ctx,
    { action: "recording.reveal", recordingId: recording.id, reason, details: { fields: input.fields } },
    () =>
      grantReveal(ctx.catalog.db, {
        userId: ctx.actor.userId,
        recordingId: recording.id,
        fields: input.fields,
        untilMs,
      }),
  );
  return { expiresTime: formatDialectTime(untilMs) };
}
