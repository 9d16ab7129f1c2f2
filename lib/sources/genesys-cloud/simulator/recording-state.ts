/** The state machine of a stored file (§10), worked out from data, changes and the clock. */
import type { Changes } from "./changes";
import type { FileState, RecordingFacts } from "./draft";
import type { CloudSwitches } from "./switches";

export type RecordingNow = Readonly<{
  /** Gone for good, and answered with 404. */
  isMissing: boolean;
  fileState: FileState;
  isPlayable: boolean;
  archiveMs: number | null;
  deleteMs: number | null;
  exportMs: number | null;
  restoredUntilMs: number | null;
}>;

type Asked = Readonly<{
  facts: RecordingFacts;
  changes: Changes;
  switches: CloudSwitches;
  nowMs: number;
  /** When the upload after a live call ends; null = uploaded long ago. */
  uploadedMs: number | null;
}>;

export function recordingNow({ facts, changes, switches, nowMs, uploadedMs }: Asked): RecordingNow {
  const own = changes.ofRecording(facts.id);
  const deleteMs = own.deleteMs === undefined ? facts.deleteMs : own.deleteMs;
  const archiveMs = own.archiveMs === undefined ? facts.archiveMs : own.archiveMs;
  const isPurged = own.purged === true;
  const restoredUntilMs = own.restoreUntilMs ?? facts.restoredUntilMs;
  const fileState = isPurged ? "DELETED" : stateOf();
  return {
    isMissing: isPurged && switches.purgedAs === "missing",
    fileState,
    isPlayable: (fileState === "AVAILABLE" || fileState === "RESTORED") && facts.plan !== null,
    archiveMs,
    deleteMs,
    exportMs: own.exportMs ?? null,
    restoredUntilMs: fileState === "RESTORED" || fileState === "RESTORING" ? restoredUntilMs : null,
  };

  function stateOf(): FileState {
    if (facts.state === "DELETED" || facts.state === "ERROR" || facts.state === "UPLOADING")
      return facts.state;
    if (uploadedMs !== null && nowMs < uploadedMs) return "UPLOADING";
    if (restoredUntilMs !== null) {
      if (nowMs >= restoredUntilMs) return "ARCHIVED";
      const readyMs = own.restoreAskedMs === undefined ? null : own.restoreAskedMs + switches.restoreMs;
      if (readyMs === null) return facts.state;
      return nowMs < readyMs ? "RESTORING" : "RESTORED";
    }
    if (facts.state === "AVAILABLE" && archiveMs !== null && nowMs >= archiveMs && facts.plan !== null) {
      return "ARCHIVED";
    }
    return facts.state;
  }
}

/** The purge: recordings whose delete date has passed long enough, unless their conversation is under legal hold (§6). */
export function sweep(changes: Changes, switches: CloudSwitches, nowMs: number): void {
  for (const own of changes.recordings.values()) {
    if (own.purged === true || own.deleteMs === undefined || own.deleteMs === null) continue;
    if (changes.protectedIds.has(own.conversationId)) continue;
    if (own.deleteMs + switches.purgeDelayMs <= nowMs) own.purged = true;
  }
}
