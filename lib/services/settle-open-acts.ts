import { appendAudit, openAskedRows } from "@/lib/catalog/audit";
import { tombstoneRecording } from "@/lib/catalog/recordings";
import { RecordingIdSchema, splitRecordingId } from "@/lib/domain/ids";
import type { Runtime } from "./context";
import { SYSTEM_SCOPE } from "./system-scope";

/**
 * Answers, after a restart, what a killed server had asked and not answered, by reading the vendor again: the audit
 * log tells the truth about every deletion, and the catalog follows it.
 */
export async function settleOpenActs(runtime: Runtime): Promise<void> {
  // Anything younger may still be under way on another app server.
  for (const row of await openAskedRows(runtime.catalog.db, runtime.now() - 120_000)) {
    const id = RecordingIdSchema.safeParse(row.recordingId);
    const isGone = id.success ? await isGoneAtVendor(runtime, id.data) : "unknown";
    if (id.success && row.action === "recording.delete" && isGone === true) {
      await tombstoneRecording(SYSTEM_SCOPE, runtime.catalog.db, id.data, {
        by: row.userId,
        reason: row.reason,
        answer: "not found after a restart",
        nowMs: runtime.now(),
      });
      await runtime.spool.drop(id.data);
    }
    if (isGone === "unknown" && row.action === "recording.delete") continue;
    await appendAudit(runtime.catalog.db, {
      ...row,
      timeMs: runtime.now(),
      phase: "answered",
      answers: row.id,
      result: row.action === "recording.delete" ? (isGone === true ? "done" : "not done") : "unclear",
      details: { ...row.details, settled: "after a restart" },
    });
  }
}

async function isGoneAtVendor(
  runtime: Runtime,
  id: ReturnType<typeof RecordingIdSchema.parse>,
): Promise<boolean | "unknown"> {
  const source = runtime.sources.of(id);
  if (!source?.readById.supported) return "unknown";
  try {
    return (await source.readById.read(splitRecordingId(id).vendorId, AbortSignal.timeout(10_000))) === null;
  } catch {
    return "unknown";
  }
}
