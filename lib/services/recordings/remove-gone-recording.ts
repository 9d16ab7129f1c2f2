import { appendAudit } from "@/lib/catalog/audit";
import { getRecording, removeUnrecorded, tombstoneRecording } from "@/lib/catalog/recordings";
import { type RecordingId, splitRecordingId } from "@/lib/domain/ids";
import { isPlaceholder } from "@/lib/domain/recording";
import type { Runtime } from "../context";
import { SYSTEM_SCOPE } from "../system-scope";

/**
 * The vendor says that it has no such recording. Asked once more, because a tombstone is for ever; then the copy, its
 * audio and its personal fields go, and the audit log says so. A call whose files the vendor had never told was not
 * recorded: its row goes without a trace, and comes back if a recording does.
 */
export async function removeGoneRecording(runtime: Runtime, id: RecordingId): Promise<boolean> {
  const source = runtime.sources.of(id);
  if (!source?.readById.supported) return false;
  const known = await getRecording(SYSTEM_SCOPE, runtime.catalog.db, id);
  if (!known) return false;
  const { vendorId } = splitRecordingId(id);
  const again = await source.readById
    .read(vendorId, AbortSignal.timeout(10_000))
    .catch(() => "unknown" as const);
  if (again !== null) return false;
  const nowMs = runtime.now();
  if (known.mediaFiles.length > 0 && known.mediaFiles.every(isPlaceholder)) {
    await removeUnrecorded(SYSTEM_SCOPE, runtime.catalog.db, known, nowMs);
    return true;
  }
  const isPurged = known.deleteTimeMs !== null;
  await tombstoneRecording(SYSTEM_SCOPE, runtime.catalog.db, id, {
    by: null,
    reason: isPurged ? "purged by the vendor after its deletion" : "gone at the vendor",
    answer: "not found",
    nowMs,
  });
  await runtime.spool.drop(id);
  await appendAudit(runtime.catalog.db, {
    timeMs: nowMs,
    userId: null,
    userEmail: null,
    role: null,
    address: "",
    action: "recording.gone",
    phase: "noted",
    recordingId: id,
    searchId: null,
    details: {},
    reason: isPurged ? "purged by the vendor after its deletion" : "gone at the vendor",
    result: "done",
  });
  return true;
}
