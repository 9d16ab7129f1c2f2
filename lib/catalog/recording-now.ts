import { sql } from "kysely";
import { type Scope, withinScope } from "@/lib/domain/access";
import type { RecordingId } from "@/lib/domain/ids";
import type { Recording, StoredRecording } from "@/lib/domain/recording";
import { parseDocument } from "./complete-rows";
import { gathered } from "./gather";
import type { CatalogDb } from "./schema";
import { textArray } from "./sql-values";

/** Characters of documents that stay read: some hundred calls that people listen to. */
const MAX_KEPT = 8_000_000;

/** A document as it was read under this hash, which is over all that it says. */
type Kept = Readonly<{ hash: string; recording: Recording; size: number }>;
type Row = Readonly<{
  id: string;
  content_hash: string;
  /** Null = still what is kept of it. */
  document: string | null;
  default_access_groups: string[];
  delete_time: number | null;
  protected_here: boolean;
}>;
type Now = Readonly<{ row: Row; recording: Recording }>;

/** By recording; least recently used first. */
const kept = new Map<string, Kept>();
let keptSize = 0;

/**
 * One recording as this scope may know it, for the sound of a call, which is asked for many times a second: without labels
 * and what was measured. Null = there is none, or none for them. Read anew each time, but together with who asks at the
 * same moment, and a document that has not changed is not sent again.
 */
export async function recordingNow(
  scope: Scope,
  db: CatalogDb,
  id: RecordingId,
): Promise<StoredRecording | null> {
  const found = await readTogether(db, id);
  const visible = found && withinScope(scope, found.recording, found.row.default_access_groups);
  if (!visible) return null;
  const { protected_here: protectedHere, delete_time: deleteTimeMs } = found.row;
  return { ...visible, labels: [], protectedHere, deleteTimeMs, stale: false };
}

const readTogether = gathered<Now>(async (db, ids) => {
  const known = new Map(ids.flatMap((id) => [[id, kept.get(id)] as const]));
  const hashes = [...known.values()].flatMap((one) => one?.hash ?? []);
  const { rows } = await sql<Row>`
    select r.id, r.content_hash, d.default_access_groups, r.delete_time, p.recording_id is not null as protected_here,
      case when r.content_hash = any(${textArray(hashes)}) then null else d.document::text end as document
    from recording r
      join recording_document d on d.recording_pk = r.pk
      left join protection p on p.recording_id = r.id
    where r.id = any(${textArray(ids)})`.execute(db);
  const answer = new Map<string, Now>();
  for (const row of rows) {
    const recording = row.document === null ? known.get(row.id)?.recording : parseDocument(row.document);
    if (!recording) continue;
    answer.set(row.id, { row, recording });
    keep(row, recording, row.document?.length ?? known.get(row.id)?.size ?? 0);
  }
  for (const id of ids) if (!answer.has(id)) forget(id);
  return answer;
});

function keep(row: Row, recording: Recording, size: number): void {
  forget(row.id);
  // A copy that sync has yet to settle has no hash to be known by.
  if (row.content_hash === "" || size > MAX_KEPT) return;
  kept.set(row.id, { hash: row.content_hash, recording, size });
  keptSize += size;
  for (const id of kept.keys()) {
    if (keptSize <= MAX_KEPT) break;
    forget(id);
  }
}

function forget(id: string): void {
  keptSize -= kept.get(id)?.size ?? 0;
  kept.delete(id);
}
