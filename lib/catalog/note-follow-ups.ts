import { isPlaceholder, type Recording } from "@/lib/domain/recording";
import type { SourceRecording } from "@/lib/sources/source";
import { type FollowUpDue, scheduleFollowUps, settleFollowUps } from "./follow-ups";
import type { CatalogDb } from "./schema";

/** A call that has just been told is not asked about again at once, whatever its vendor's adapter says. */
const LEAST_WAIT_MS = 1_000;

const SYSTEM = { kind: "system" } as const;

/**
 * Notes of which calls something is still to come. A row whose files were told says itself when to ask again; one whose
 * files were not is asked about while the catalog has none of them, and again whenever the call has changed.
 */
export async function noteFollowUps(
  db: CatalogDb,
  sourceId: string,
  told: readonly SourceRecording[],
  written: Readonly<{
    /** The living rows as the catalog now has them. */
    whole: ReadonlyMap<string, Recording>;
    changed: ReadonlySet<string>;
    nowMs: number;
  }>,
): Promise<void> {
  const partial = told.filter((row) => row.files !== undefined || row.askAgainMs !== undefined);
  if (partial.length === 0) return;
  const settled: string[] = [];
  const earliest: FollowUpDue[] = [];
  const exactly: FollowUpDue[] = [];
  for (const { recording, files, askAgainMs } of partial) {
    const whole = written.whole.get(recording.id);
    if (!whole) continue;
    const due = {
      recordingId: recording.id,
      sortMs: recording.startMs ?? recording.stopMs ?? written.nowMs,
      dueMs: written.nowMs + (askAgainMs ?? 0),
    };
    if (files === "notAsked") {
      const isOpen = whole.mediaFiles.some(isPlaceholder) || written.changed.has(recording.id);
      if (isOpen) earliest.push(due);
      continue;
    }
    settled.push(recording.id);
    if (typeof askAgainMs === "number") {
      exactly.push({ ...due, dueMs: written.nowMs + Math.max(LEAST_WAIT_MS, askAgainMs) });
    }
  }
  await settleFollowUps(SYSTEM, db, "files", settled);
  await scheduleFollowUps(SYSTEM, db, sourceId, "files", [...earliest, ...exactly]);
}
