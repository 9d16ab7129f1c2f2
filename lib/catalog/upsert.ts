import { sql } from "kysely";
import { accessKeysOfRecording, type Scope } from "@/lib/domain/access";
import type { Recording } from "@/lib/domain/recording";
import type { SourceRecording } from "@/lib/sources/source";
import { accessSetIds } from "./access-sets";
import { completeRows, linkLiveCalls } from "./complete-rows";
import { databaseErrorCode } from "./errors";
import { knownUnrecorded } from "./follow-ups";
import { labelsHash, mergeVendorLabels, refreshLabelPostings } from "./label-merge";
import { noteFollowUps } from "./note-follow-ups";
import { lockAgainstDeletion } from "./recording-lock";
import { type SourceOfRows, type WrittenRow, writeRows } from "./recording-rows";
import type { CatalogDb } from "./schema";
import { requireSystem } from "./scope-sql";
import { bigintArray, textArray } from "./sql-values";
import { addToRecordingCount } from "./sync-state";
import { refreshTalk } from "./talk";
import { insertPostings, postingsOf } from "./terms";
import { callHash, canonicalJson, chunks, iso, jsonText, sha256 } from "./values";

const BATCH = 2_000;
const DEADLOCK = "40P01";

export type UpsertResult = Readonly<{
  inserted: number;
  changed: number;
  unchanged: number;
  tombstoned: number;
}>;

type Prepared = Readonly<{
  recording: Recording;
  labels: SourceRecording["labels"];
  document: string;
  contentHash: string;
  labelsHash: string | null;
}>;

type Known = Readonly<{
  pk: number | null;
  contentHash: string | null;
  labelsHash: string | null;
  isTombstoned: boolean;
  hasLabels: boolean;
}>;

/**
 * Brings recordings of a source into the catalog, or up to date. Rows that say nothing new cost one comparison; deleted
 * ones stay deleted; `labels: null` leaves labels as they are. Up to 2,000 rows are one transaction.
 */
export async function upsertRecordings(
  scope: Scope,
  db: CatalogDb,
  source: SourceOfRows,
  rows: readonly SourceRecording[],
  nowMs: number,
): Promise<UpsertResult> {
  requireSystem(scope);
  // By id, once each: two writers then take rows in the same order.
  const byId = new Map(rows.map((row) => [row.recording.id, row]));
  const sorted = [...byId.values()].sort((a, b) => (a.recording.id < b.recording.id ? -1 : 1));
  const total = { inserted: 0, changed: 0, unchanged: 0, tombstoned: 0 };
  for (const batch of chunks(sorted, BATCH)) {
    const result = db.isTransaction
      ? await upsertBatch(db, source, batch, nowMs)
      : await againOnDeadlock(() =>
          db.transaction().execute((transaction) => upsertBatch(transaction, source, batch, nowMs)),
        );
    total.inserted += result.inserted;
    total.changed += result.changed;
    total.unchanged += result.unchanged;
    total.tombstoned += result.tombstoned;
  }
  return total;
}

function prepare(row: SourceRecording, source: SourceOfRows): Prepared {
  const document = jsonText(row.recording);
  // What was read back and merged has its keys in the database's order, which must not look like a change.
  const isOfParts = row.files !== undefined || row.askAgainMs !== undefined || row.liveIds !== undefined;
  const content = isOfParts ? canonicalJson(JSON.parse(document)) : document;
  return {
    recording: row.recording,
    labels: row.labels,
    document,
    contentHash: sha256(`${source.defaultAccessGroups.join("\n")}\n\n${content}`).toString("base64"),
    labelsHash: row.labels === null ? null : labelsHash(row.labels),
  };
}

async function upsertBatch(
  db: CatalogDb,
  source: SourceOfRows,
  told: readonly SourceRecording[],
  nowMs: number,
): Promise<UpsertResult> {
  await lockAgainstDeletion(db, "shared");
  const known = await readKnown(
    db,
    told.map((row) => row.recording.id),
  );
  const untold = await unrecordedAsBefore(db, told, known);
  const taken = untold.size === 0 ? told : told.filter((row) => !untold.has(row.recording.id));
  const whole = await completeRows(db, source, taken, (id) => known.get(id)?.pk ?? null);
  const rows = whole.map((row) => prepare(row, source));
  const living = rows.filter((row) => !known.get(row.recording.id)?.isTombstoned);
  const toWrite = living.filter((row) => known.get(row.recording.id)?.contentHash !== row.contentHash);
  const written = await writeRecordings(db, source, toWrite, nowMs);
  const toLabel = living.filter((row) => needsLabels(row, known.get(row.recording.id)));
  await writeLabels(db, toLabel);

  const touched = [...new Set([...toWrite, ...toLabel])];
  await refreshLabelPostings(
    db,
    touched.flatMap((row) => written.get(row.recording.id)?.pk ?? known.get(row.recording.id)?.pk ?? []),
  );
  const inserted = [...written.values()].filter((row) => row.isNew).length;
  await noteFollowUps(db, source.id, taken, {
    whole: new Map(living.map((row) => [row.recording.id, row.recording])),
    changed: new Set(toWrite.map((row) => row.recording.id)),
    nowMs,
  });
  await linkLiveCalls(db, source.id, taken);
  await addToRecordingCount(db, source.id, inserted);
  return {
    inserted,
    changed: touched.length - inserted,
    unchanged: living.length - touched.length,
    tombstoned: rows.length - living.length,
  };
}

/** Ids of calls that the vendor had no recording of, and that are told exactly as they were then. */
async function unrecordedAsBefore(
  db: CatalogDb,
  told: readonly SourceRecording[],
  known: ReadonlyMap<string, Known>,
): Promise<Set<string>> {
  const fresh = told.filter((row) => row.files === "notAsked" && !known.get(row.recording.id)?.pk);
  const hashes = await knownUnrecorded(
    { kind: "system" },
    db,
    fresh.map((row) => row.recording.id),
  );
  return new Set(
    fresh
      .filter((row) => hashes.get(row.recording.id) === callHash(row.recording))
      .map((row) => row.recording.id),
  );
}

async function readKnown(db: CatalogDb, ids: readonly string[]): Promise<Map<string, Known>> {
  await sql`select pk from recording where id = any(${textArray(ids)}) order by id for update`.execute(db);
  const found = await sql<Known & { id: string }>`
    select x.id, r.pk, r.content_hash as "contentHash", r.labels_hash as "labelsHash",
      exists (select from tombstone t where t.recording_id = x.id) as "isTombstoned",
      exists (select from label l where l.recording_id = x.id) as "hasLabels"
    from unnest(${textArray(ids)}) as x (id) left join recording r on r.id = x.id`.execute(db);
  return new Map(found.rows.map((row) => [row.id, row]));
}

/** A new recording without labels is written with the hash of that; only a rebuilt catalog holds labels before it. */
function needsLabels(row: Prepared, known: Known | undefined): boolean {
  if (row.labels === null || known?.labelsHash === row.labelsHash) return false;
  return known?.pk !== null || known.hasLabels || row.labels.length > 0;
}

/** Writes rows, documents and words; returns what became of each row, by id. */
async function writeRecordings(
  db: CatalogDb,
  source: SourceOfRows,
  rows: readonly Prepared[],
  nowMs: number,
): Promise<Map<string, WrittenRow>> {
  if (rows.length === 0) return new Map();
  const groups = source.defaultAccessGroups;
  const keysOf = rows.map((row) => accessKeysOfRecording(row.recording, groups));
  const postings = rows.map((row) => postingsOf(row.recording, groups));
  const setId = await accessSetIds(db, [
    ...keysOf,
    ...postings.flatMap((list) => list.map((posting) => posting.accessKeys)),
  ]);
  const inputs = rows.map((row, index) => ({ ...row, accessSetId: setId(keysOf[index] ?? []) }));
  const byId = await writeRows(db, source, inputs, nowMs);
  const written = rows.map((row) => {
    const found = byId.get(row.recording.id);
    if (!found) throw new Error("a recording was not written");
    return found;
  });
  await sql`
    insert into recording_document (recording_pk, document, default_access_groups)
    select x.pk, x.document::jsonb, ${textArray(groups)}
    from unnest(${bigintArray(written.map((row) => row.pk))},
      ${textArray(rows.map((row) => row.document))}) as x (pk, document)
    on conflict (recording_pk) do update set
      document = excluded.document, default_access_groups = excluded.default_access_groups`.execute(db);
  const older = written.filter((row) => !row.isNew).map((row) => row.pk);
  if (older.length > 0) {
    await sql`delete from recording_term where recording_pk = any(${bigintArray(older)})`.execute(db);
    await refreshTalk(
      db,
      written.flatMap((row, index) => {
        const recording = rows[index]?.recording;
        return recording && !row.isNew ? [{ pk: row.pk, sortMs: row.sortMs, recording }] : [];
      }),
    );
  }
  await insertPostings(
    db,
    written.map((row, index) => ({
      recordingPk: row.pk,
      sortTime: iso(row.sortMs),
      postings: (postings[index] ?? []).map((posting) => ({
        ...posting,
        accessSetId: setId(posting.accessKeys),
      })),
    })),
  );
  return byId;
}

async function writeLabels(db: CatalogDb, rows: readonly Prepared[]): Promise<void> {
  if (rows.length === 0) return;
  const unsettled = await mergeVendorLabels(
    db,
    rows.map((row) => ({ recordingId: row.recording.id, labels: row.labels ?? [] })),
  );
  await sql`
    update recording set labels_hash = x.hash
    from unnest(${textArray(rows.map((row) => row.recording.id))},
      ${rows.map((row) => (unsettled.has(row.recording.id) ? null : row.labelsHash))}::text[]) as x (id, hash)
    where recording.id = x.id and recording.labels_hash is distinct from x.hash`.execute(db);
}

async function againOnDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (databaseErrorCode(error) !== DEADLOCK || attempt === 3) throw error;
    }
  }
}
