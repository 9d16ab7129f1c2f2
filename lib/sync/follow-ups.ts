import { dueFollowUps, type FollowUp, postponeFollowUp, settleFollowUps } from "@/lib/catalog/follow-ups";
import { getRecording, setDeleteTime, upsertRecordings } from "@/lib/catalog/recordings";
import type { Scope } from "@/lib/domain/access";
import { splitRecordingId } from "@/lib/domain/ids";
import { type RecordingSource, SourceError, type SourceRecording } from "@/lib/sources/source";
import type { SyncParts } from "./sync-source";

const SYSTEM: Scope = { kind: "system" };
/** Asked for at once, so that a full backlog still leaves room for new calls and history in between. */
const AT_ONCE = 12;
const PARALLEL = 3;
const FIRST_WAIT_MS = 30_000;
const LEAST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 3_600_000;
/** A purge that is overdue by this much was taken back at the vendor. */
const PURGE_OVERDUE_MS = 48 * 3_600_000;

/**
 * Asks a source by id for what was still to come, newest calls first. True when something was due. Throws `rateLimited`
 * when the budget for this is used up; other trouble with one call is tried again later, ever more rarely.
 */
export async function stepFollowUps(
  parts: SyncParts,
  source: RecordingSource,
  signal: AbortSignal,
): Promise<boolean> {
  if (!source.readById.supported) return false;
  const due = await dueFollowUps(SYSTEM, parts.catalog.db, source.id, AT_ONCE, parts.now());
  const waiting = [...due];
  let stopped: unknown = null;
  const work = async () => {
    for (let next = waiting.shift(); next && stopped === null; next = waiting.shift()) {
      signal.throwIfAborted();
      await ask(parts, source, next, signal).catch((error: unknown) => {
        stopped ??= error;
      });
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  if (stopped !== null) throw stopped;
  return due.length > 0;
}

async function ask(
  parts: SyncParts,
  source: RecordingSource,
  followUp: FollowUp,
  signal: AbortSignal,
): Promise<void> {
  if (!source.readById.supported) return;
  const { db } = parts.catalog;
  const { vendorId } = splitRecordingId(followUp.recordingId);
  let found: SourceRecording | null;
  try {
    found = await source.readById.read(vendorId, signal, "followUp");
  } catch (error) {
    const isOfThisCall =
      error instanceof SourceError && !["unreachable", "refused", "rateLimited"].includes(error.kind);
    if (!isOfThisCall) throw error;
    await postponeFollowUp(SYSTEM, db, followUp, parts.now() + waitMs(followUp.tries));
    return;
  }
  if (found === null) {
    // Removes it, and with it what was to be asked; what could not be confirmed is asked again.
    await postponeFollowUp(SYSTEM, db, followUp, parts.now() + waitMs(followUp.tries));
    await parts.confirmGone(followUp.recordingId);
    return;
  }
  await upsertRecordings(SYSTEM, db, source, [found], parts.now());
  // Asked, and still not told: what is open stays due by itself, and would be asked for again at once.
  if (followUp.reason === "files" && found.files === "notAsked") {
    const againMs = found.askAgainMs ?? waitMs(followUp.tries);
    await postponeFollowUp(SYSTEM, db, followUp, parts.now() + Math.max(LEAST_WAIT_MS, againMs));
  }
  if (followUp.reason === "purge") await stillThere(parts, followUp);
}

/** The vendor has not purged it yet: looks again, or takes the mark off when nobody will. */
async function stillThere(parts: SyncParts, followUp: FollowUp): Promise<void> {
  const { db } = parts.catalog;
  const { recordingId } = followUp;
  const deleteTimeMs = (await getRecording(SYSTEM, db, recordingId))?.deleteTimeMs ?? null;
  if (deleteTimeMs === null) return settleFollowUps(SYSTEM, db, "purge", [recordingId]);
  if (parts.now() > deleteTimeMs + PURGE_OVERDUE_MS) {
    await setDeleteTime(SYSTEM, db, recordingId, null);
    return settleFollowUps(SYSTEM, db, "purge", [recordingId]);
  }
  await postponeFollowUp(SYSTEM, db, followUp, Math.max(deleteTimeMs, parts.now()) + waitMs(followUp.tries));
}

function waitMs(tries: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
}
