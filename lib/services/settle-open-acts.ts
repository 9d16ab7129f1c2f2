import { appendAudit, openAskedRows } from "@/lib/catalog/audit";
import { getRecording, tombstoneRecording } from "@/lib/catalog/recordings";
import { type RecordingId, RecordingIdSchema, splitRecordingId } from "@/lib/domain/ids";
import { formatDialectTime } from "@/lib/domain/time";
import type { Runtime } from "./context";
import { noteScheduled } from "./recordings/note-scheduled";
import { SYSTEM_SCOPE } from "./system-scope";

/** A deletion gives up well before: a row that is older belongs to a server that is no more. */
const DELETION_OVER_MS = 120_000;
/** Whatever else is audited in two rows may run longer. */
const ANYTHING_OVER_MS = 3_600_000;
/** A date at the vendor is that of the deletion asked for when it is no later than this after it; else a policy's. */
const DATE_OF_DELETION_MS = 600_000;

/** What the vendor says of a recording now. */
type Found = "gone" | "there" | "unknown" | Readonly<{ deleteTimeMs: number }>;

/**
 * Answers what a killed server had asked and not answered, by reading the vendor again: the audit log tells the truth
 * about every deletion, and the catalog follows it. At start and ever again, since what was asked just before cannot be
 * told at first from what another app server is doing.
 */
export async function settleOpenActs(runtime: Runtime): Promise<void> {
  const nowMs = runtime.now();
  for (const row of await openAskedRows(runtime.catalog.db, nowMs - DELETION_OVER_MS)) {
    const isDeletion = row.action === "recording.delete";
    if (!isDeletion && row.timeMs > nowMs - ANYTHING_OVER_MS) continue;
    const id = RecordingIdSchema.safeParse(row.recordingId);
    const found =
      isDeletion && id.success
        ? await foundAtVendor(runtime, id.data, row.timeMs + DATE_OF_DELETION_MS)
        : "unknown";
    if (isDeletion && found === "unknown") continue;
    const deleteTimeMs = typeof found === "object" ? found.deleteTimeMs : null;
    if (id.success && found === "gone") {
      await tombstoneRecording(SYSTEM_SCOPE, runtime.catalog.db, id.data, {
        by: row.userId,
        reason: row.reason,
        answer: "not found after a restart",
        nowMs: runtime.now(),
      });
      await runtime.spool.drop(id.data);
    }
    if (id.success && deleteTimeMs !== null) {
      const recording = await getRecording(SYSTEM_SCOPE, runtime.catalog.db, id.data);
      if (recording) await noteScheduled(runtime, recording, deleteTimeMs);
    }
    await appendAudit(runtime.catalog.db, {
      ...row,
      timeMs: runtime.now(),
      phase: "answered",
      answers: row.id,
      result: isDeletion ? (found === "there" ? "not done" : "done") : "unclear",
      details: {
        ...row.details,
        ...(deleteTimeMs === null
          ? {}
          : { deleted: "scheduled", deleteTime: formatDialectTime(deleteTimeMs) }),
        settled: "after a restart",
      },
    });
  }
}

async function foundAtVendor(runtime: Runtime, id: RecordingId, latestDateMs: number): Promise<Found> {
  const source = runtime.sources.of(id);
  if (!source?.readById.supported) return "unknown";
  const { vendorId } = splitRecordingId(id);
  const signal = AbortSignal.timeout(20_000);
  try {
    if ((await source.readById.read(vendorId, signal)) === null) return "gone";
    const dateMs = source.deletion.supported ? await source.deletion.dateOf?.(vendorId, signal) : null;
    return typeof dateMs === "number" && dateMs <= latestDateMs ? { deleteTimeMs: dateMs } : "there";
  } catch {
    return "unknown";
  }
}
