import { type DeletionOutcome, SourceError } from "../source";
import type { RawRecording } from "./api-types";
import type { EngageClient } from "./client";
import { EngageError } from "./envelope";

const REREAD_TIMEOUT_MS = 20_000;
const DONE: DeletionOutcome = { deleted: "done", deleteTimeMs: null, remaining: [] };

/**
 * Deletes a call with all its files and screen recordings, and tells the truth about it. The vendor's failures leave open
 * what has happened (fact sheet §10): then the recording is read again. Gone = done; whole = internal, nothing was
 * changed; less than before = internal and `unclear`, repeating is safe. Throws notFound when it was gone before,
 * forbidden when it is protected, readOnly when the vendor takes no changes.
 */
export async function deleteTruthfully(
  client: EngageClient,
  vendorId: string,
  signal: AbortSignal,
): Promise<DeletionOutcome> {
  const before = await client.recording(vendorId, signal);
  if (before === null) throw new EngageError("notFound", "Genesys Engage has no such recording.");
  if (before.nonDelete) {
    throw new EngageError("forbidden", "Genesys Engage does not allow a protected recording to be deleted.");
  }
  try {
    await client.deleteRecording(vendorId, signal);
    return DONE;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    if (!leavesOpen(error)) throw error;
    return whatHappened(client, before, error);
  }
}

/** A failure inside the vendor, or an answer that never came or was not its own. The others are said before anything is done. */
function leavesOpen(error: SourceError): boolean {
  return error.unclear || error.kind === "internal" || error.kind === "unreachable";
}

async function whatHappened(
  client: EngageClient,
  before: RawRecording,
  failure: SourceError,
): Promise<DeletionOutcome> {
  let after: RawRecording | null;
  try {
    // The caller's time may be up; what was begun is seen through.
    after = await client.recording(before.id, AbortSignal.timeout(REREAD_TIMEOUT_MS));
  } catch {
    throw new SourceError("internal", "Whether Genesys Engage has deleted the recording is not known.", {
      unclear: true,
      cause: failure,
    });
  }
  if (after === null) return DONE;
  if (isLess(after, before)) {
    throw new SourceError("internal", "Genesys Engage has deleted only a part of the recording.", {
      unclear: true,
      cause: failure,
    });
  }
  throw new SourceError("internal", "Genesys Engage failed to delete the recording. Nothing was deleted.", {
    cause: failure,
  });
}

function isLess(after: RawRecording, before: RawRecording): boolean {
  const isScreenGone = before.screenRecording && !after.screenRecording;
  return isScreenGone || after.mediaFiles.length < before.mediaFiles.length;
}
