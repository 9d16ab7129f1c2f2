import { scheduleFollowUps } from "@/lib/catalog/follow-ups";
import { setDeleteTime } from "@/lib/catalog/recordings";
import type { StoredRecording } from "@/lib/domain/recording";
import type { Runtime } from "../context";
import { SYSTEM_SCOPE } from "../system-scope";

/** How long after the time it has set a vendor is first asked whether it has purged the recording. */
const PURGED_AFTER_MS = 5_000;

/** The vendor will purge this recording at that time: it shows as going, and the vendor is asked from then on. */
export async function noteScheduled(
  { catalog, now }: Pick<Runtime, "catalog" | "now">,
  recording: StoredRecording,
  deleteTimeMs: number,
): Promise<void> {
  await setDeleteTime(SYSTEM_SCOPE, catalog.db, recording.id, deleteTimeMs);
  await scheduleFollowUps(SYSTEM_SCOPE, catalog.db, recording.sourceId, "purge", [
    {
      recordingId: recording.id,
      sortMs: recording.startMs ?? recording.stopMs ?? now(),
      dueMs: deleteTimeMs + PURGED_AFTER_MS,
    },
  ]);
}
