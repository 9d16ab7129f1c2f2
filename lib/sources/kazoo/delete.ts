import { type DeletionOutcome, SourceError } from "../source";
import type { RawDocument } from "./api-types";
import type { KazooClient } from "./client";
import { documentsOf } from "./find";

const REREAD_TIMEOUT_MS = 20_000;
/** Kazoo has no call that deletes several (fact sheet §6); another writer may get in between (§8.8). */
const CONFLICT_TRIES = 3;

export const KEPT_BY_ADDRESS =
  "The copy that Kazoo sent to the storage address of this recording stays there: Kazoo does not delete it.";
export const KEPT_BY_PROVIDER =
  "If this account keeps audio with a storage provider, the provider's copy stays there: Kazoo does not delete it.";
export const KEPT_UNTIL_CLEANUP =
  "Kazoo keeps the recording marked as deleted until it cleans up; only erasing takes it out at once.";

/**
 * Deletes every document of a call and tells the truth about it: afterwards they are looked for again. All gone = done, some
 * left = internal and `unclear`, repeating is safe. Throws notFound when the call was gone before. A document that is not
 * there any more (404) counts as deleted (fact sheet §8.8).
 */
export async function deleteTruthfully(
  client: KazooClient,
  vendorId: string,
  erase: boolean,
  signal: AbortSignal,
): Promise<DeletionOutcome> {
  const before = await documentsOf(client, vendorId, signal);
  if (before.length === 0) throw new SourceError("notFound", "Kazoo has no such recording.");
  const failures: SourceError[] = [];
  for (const { id } of before) {
    const failure = await deletedOrWhy(client, id, erase, signal);
    if (failure !== null) failures.push(failure);
  }
  const left = await whatIsLeft(client, vendorId, failures[0]);
  if (left.length === 0) return { deleted: "done", deleteTimeMs: null, remaining: copiesOf(before, erase) };
  const [first] = failures;
  if (left.length < before.length) {
    const count = `${before.length - left.length} of ${before.length} parts`;
    throw new SourceError("internal", `Kazoo has deleted only ${count} of the recording.`, {
      unclear: true,
      cause: first,
    });
  }
  if (first !== undefined && !first.unclear) throw first;
  throw new SourceError(
    "internal",
    "Kazoo still lists the recording after deleting it. It may be one that runs over a month's end.",
    { cause: first },
  );
}

/** Null = deleted, or not there any more. One document's failure does not spare the others. */
async function deletedOrWhy(
  client: KazooClient,
  id: string,
  erase: boolean,
  signal: AbortSignal,
): Promise<SourceError | null> {
  for (let tries = 1; ; tries += 1) {
    try {
      await client.deleteDocument(id, erase, signal);
      return null;
    } catch (error) {
      if (signal.aborted)
        return new SourceError("unreachable", "Kazoo did not answer in time.", { unclear: true });
      if (!(error instanceof SourceError)) throw error;
      if (error.kind !== "conflict" || tries >= CONFLICT_TRIES) return error;
    }
  }
}

/** The caller's time may be up; what was begun is seen through. Who could list the documents before can do so now. */
async function whatIsLeft(
  client: KazooClient,
  vendorId: string,
  failure: SourceError | undefined,
): Promise<readonly RawDocument[]> {
  try {
    return await documentsOf(client, vendorId, AbortSignal.timeout(REREAD_TIMEOUT_MS), {
      seesAll: true,
    });
  } catch {
    throw new SourceError("internal", "Whether Kazoo has deleted the recording is not known.", {
      unclear: true,
      cause: failure,
    });
  }
}

/**
 * What stays. Kazoo deletes no provider's copy (seed); whether there is one is told only of recordings with an address of
 * their own, since the account's storage settings hold secrets and are not read (fact sheet §10).
 */
function copiesOf(documents: readonly RawDocument[], erase: boolean): string[] {
  return [
    ...(documents.some(({ hasUrl }) => hasUrl) ? [KEPT_BY_ADDRESS] : []),
    ...(documents.every(({ hasUrl }) => hasUrl) ? [] : [KEPT_BY_PROVIDER]),
    ...(erase ? [] : [KEPT_UNTIL_CLEANUP]),
  ];
}
