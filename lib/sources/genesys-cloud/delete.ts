import { parseVendorTime } from "@/lib/domain/time";
import { type DeletionOutcome, SourceError } from "../source";
import { isRecordedCall } from "./api-conversation";
import { isDeleted, type RawRecording } from "./api-recording";
import type { Asking, CloudClient } from "./client";
import { DELETE_AFTER_MS } from "./config";
import { CloudError, isNotFound } from "./errors";
import { isYoung } from "./mapper";

export type DeleteParts = Readonly<{ client: CloudClient; now: () => number }>;

const PROTECTED = "Genesys Cloud does not allow a conversation under legal hold to be deleted.";

/**
 * Deleting means giving every recording of the conversation, screens too, a date (fact sheet §6.1): the vendor purges some
 * time after it. `scheduled` with the latest of the dates; `done` when all were gone by then. Throws `notFound` when they
 * were gone before, `forbidden` under legal hold, `internal` and `unclear` when only some have got their date: repeating is
 * safe; `conflict` while recordings are still to come.
 */
export async function deleteTruthfully(
  parts: DeleteParts,
  vendorId: string,
  signal: AbortSignal,
): Promise<DeletionOutcome> {
  const asking: Asking = { urgency: "person", signal };
  const before = (await parts.client.metadata(vendorId, asking)) ?? [];
  const left = before.filter((raw) => !isDeleted(raw));
  if (left.length === 0) {
    if (before.length === 0) await refuseUnfinished(parts, vendorId, asking);
    throw new CloudError("notFound", "Genesys Cloud has no recording of this call.");
  }
  if (await parts.client.isProtected(vendorId, asking)) throw new CloudError("forbidden", PROTECTED);

  const dates: number[] = [];
  let gone = 0;
  for (const recording of left) {
    const dateMs = await schedule(parts, vendorId, recording, asking).catch((error: unknown) => {
      throw dates.length + gone > 0 ? partly(error) : error;
    });
    if (dateMs === null) gone += 1;
    else dates.push(dateMs);
  }
  const remaining = left.some(({ exportedDate }) => exportedDate !== null)
    ? ["Copies that Genesys Cloud had exported before."]
    : [];
  if (dates.length === 0) return { deleted: "done", deleteTimeMs: null, remaining };
  return { deleted: "scheduled", deleteTimeMs: Math.max(...dates), remaining };
}

/** The latest of the dates that every recording of the conversation has; null when one of them has none. */
export async function deletionDateOf(
  client: Pick<CloudClient, "metadata">,
  vendorId: string,
  signal: AbortSignal,
): Promise<number | null> {
  const left = ((await client.metadata(vendorId, { urgency: "person", signal })) ?? []).filter(
    (raw) => !isDeleted(raw),
  );
  const dates = left.map(({ deleteDate }) => parseVendorTime(deleteDate));
  return dates.reduce(
    (latest, date) => (latest === null || date === null ? null : Math.max(latest, date)),
    dates[0] ?? null,
  );
}

/** What is not there yet is not gone: its recordings would come after all, and nobody would know of them any more. */
async function refuseUnfinished(
  { client, now }: DeleteParts,
  vendorId: string,
  asking: Asking,
): Promise<void> {
  const conversation = await client.conversation(vendorId, asking);
  if (conversation === null || !isRecordedCall(conversation) || !isYoung(conversation, now())) return;
  throw new CloudError(
    "conflict",
    "The recordings of this call are not there yet; they can be deleted later.",
  );
}

/** The date (epoch ms) that the recording has now; null = it is gone already. */
async function schedule(
  { client, now }: DeleteParts,
  vendorId: string,
  recording: RawRecording,
  asking: Asking,
): Promise<number | null> {
  const dateMs = now() + DELETE_AFTER_MS;
  const setMs = parseVendorTime(recording.deleteDate);
  // Asked again: a new date would only put the purge off.
  if (setMs !== null && setMs <= dateMs) return setMs;
  // Whether a date that is left out is taken away is not told (§6.1): both are always sent.
  const dates = {
    deleteDate: new Date(dateMs).toISOString(),
    archiveDate: recording.archiveDate,
    ...(recording.archiveMedium === null ? {} : { archiveMedium: recording.archiveMedium.toUpperCase() }),
  };
  try {
    await client.setRetention(vendorId, recording.id, dates, asking);
    return dateMs;
  } catch (error) {
    if (isNotFound(error)) return null;
    if (!(error instanceof CloudError) || !(error.unclear || error.kind === "conflict")) throw error;
    return whatHappened(client, vendorId, recording.id, dateMs, error);
  }
}

/** A conflict, or an answer that never came: the vendor is asked what is so now. */
async function whatHappened(
  client: CloudClient,
  vendorId: string,
  recordingId: string,
  wantedMs: number,
  failure: CloudError,
): Promise<number | null> {
  // The caller's time may be up; what was begun is seen through.
  const asking: Asking = { urgency: "person", signal: AbortSignal.timeout(20_000) };
  const [metadata, isProtected] = await Promise.all([
    client.metadata(vendorId, asking),
    client.isProtected(vendorId, asking),
  ]).catch(() => {
    throw unknown(failure);
  });
  const now = (metadata ?? []).find(({ id }) => id === recordingId);
  if (now === undefined || isDeleted(now)) return null;
  const setMs = parseVendorTime(now.deleteDate);
  if (isProtected) throw new CloudError("forbidden", PROTECTED);
  if (setMs !== null && setMs <= wantedMs) return setMs;
  if (failure.kind === "conflict") throw failure;
  const kind = failure.kind === "unreachable" ? "unreachable" : "internal";
  throw new SourceError(kind, "Genesys Cloud did not take the deletion date. Nothing was deleted.", {
    cause: failure,
  });
}

function unknown(cause: unknown): SourceError {
  const words = "Whether Genesys Cloud will delete the recording is not known.";
  return new SourceError("internal", words, { unclear: true, cause });
}

function partly(cause: unknown): SourceError {
  const words = "Genesys Cloud will delete only a part of the recordings of this call.";
  return new SourceError("internal", words, { unclear: true, cause });
}
