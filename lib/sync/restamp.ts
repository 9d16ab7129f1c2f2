import { listRecordings, upsertRecordings } from "@/lib/catalog/recordings";
import { readUnitGroupsKey, saveUnitGroupsKey } from "@/lib/catalog/sync-state";
import type { Scope } from "@/lib/domain/access";
import type { RecordingId } from "@/lib/domain/ids";
import type { Recording } from "@/lib/domain/recording";
import type { RecordingSource } from "@/lib/sources/source";
import type { SyncParts } from "./sync-source";

const SYSTEM: Scope = { kind: "system" };
const BATCH = 500;

/**
 * Stamps every recording of a source anew when its setting `accessGroups` has changed since they were written. The new key is saved last: a killed server begins again. True when there was something to do.
 */
export async function restampGroups(
  parts: SyncParts,
  source: RecordingSource,
  signal: AbortSignal,
): Promise<boolean> {
  const key = source.unitGroups?.key ?? `list\n${source.defaultAccessGroups.join("\n")}`;
  const { db } = parts.catalog;
  const stampedWith = await readUnitGroupsKey(db, source.id);
  if (stampedWith === key) return false;
  if (stampedWith === null) {
    // Everything that is here, or comes, is written with these.
    await saveUnitGroupsKey(db, source.id, key);
    return false;
  }
  let after: RecordingId | null = null;
  for (;;) {
    signal.throwIfAborted();
    const batch: Recording[] = await listRecordings(SYSTEM, db, source.id, { after, limit: BATCH });
    const last = batch.at(-1);
    if (!last) break;
    const stamped = batch.map((recording) => ({ recording: stamp(recording, source), labels: null }));
    await upsertRecordings(SYSTEM, db, source, stamped, parts.now());
    after = last.id;
  }
  await saveUnitGroupsKey(db, source.id, key);
  return true;
}

/** Files of vendors that name groups themselves have no units, and keep what they have. */
function stamp(recording: Recording, source: RecordingSource): Recording {
  return {
    ...recording,
    mediaFiles: recording.mediaFiles.map((file) =>
      file.accessUnits === undefined
        ? file
        : { ...file, accessGroups: source.unitGroups?.groupsOf(file.accessUnits) ?? [] },
    ),
  };
}
