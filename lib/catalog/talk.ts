import { sql } from "kysely";
import { accessKeysOfFile, type Scope } from "@/lib/domain/access";
import type { MaskEvidence } from "@/lib/domain/mask-evidence";
import type { MediaFile, Recording } from "@/lib/domain/recording";
import { type CallTalk, callTalk, type FileTalk, talkBasis } from "@/lib/domain/talk-numbers";
import { accessSetIds } from "./access-sets";
import { parseDocument } from "./complete-rows";
import { lockAgainstDeletion } from "./recording-lock";
import type { CatalogDb } from "./schema";
import { requireSystem } from "./scope-sql";
import { bigintArray, textArray } from "./sql-values";
import { inTransaction } from "./transaction";
import { hashId, iso } from "./values";

export type MeasuredFile = Readonly<{
  mediaKey: string;
  recordingId: string;
  /** Null = the peaks can't be read: there is nothing to measure. */
  talk: FileTalk | null;
  /** One for each masked span that the vendor told, in their order. */
  maskEvidence: readonly MaskEvidence[];
  /** `talkBasis` of the file as it was when it was measured. */
  basis: string;
}>;

type TalkRow = Readonly<{ pk: number; sortMs: number; recording: Pick<Recording, "mediaFiles" | "events"> }>;
export type StoredTalk = FileTalk &
  Readonly<{
    pk: number;
    mediaKey: string;
    basis: string;
    /** As it is stored; null = there is none. */
    maskEvidence: string | null;
  }>;

/** Keeps the numbers of one file whose peaks are stored, unless its masked spans or holds have become others meanwhile. */
export async function saveTalk(scope: Scope, db: CatalogDb, measured: MeasuredFile): Promise<void> {
  requireSystem(scope);
  await inTransaction(db, async (transaction) => {
    await lockAgainstDeletion(transaction, "shared");
    await writeTalk(transaction, measured, await lockRow(transaction, measured.recordingId));
  });
}

/** The recording's row, held to the end of the transaction: its peaks are written after it, as sync does. */
export async function lockRow(transaction: CatalogDb, recordingId: string): Promise<TalkRow | null> {
  const { rows } = await sql<{ pk: number; sort_time: number; document: string }>`
    select r.pk, r.sort_time, d.document::text as document
    from recording r join recording_document d on d.recording_pk = r.pk
    where r.id = ${recordingId} for update of r`.execute(transaction);
  const [row] = rows;
  return row ? { pk: row.pk, sortMs: row.sort_time, recording: parseDocument(row.document) } : null;
}

export async function writeTalk(
  transaction: CatalogDb,
  { mediaKey, talk, basis, maskEvidence }: MeasuredFile,
  row: TalkRow | null,
): Promise<void> {
  const file = row?.recording.mediaFiles.find((one) => one.mediaKey === mediaKey);
  // Without its recording it stays due; the recording may come back.
  if (!row || (file && talkBasis(row.recording, file) !== basis)) return;
  if (file && talk) {
    const values = {
      recording_pk: row.pk,
      basis: hashId(basis),
      counted_ms: talk.countedMs,
      silence_ms: talk.silenceMs,
      longest_silence_ms: talk.longestSilenceMs,
      agent_ms: talk.agentMs,
      customer_ms: talk.customerMs,
      crosstalk_ms: talk.crosstalkMs,
      crosstalk_count: talk.crosstalkCount,
      hold_ms: talk.holdMs,
      longest_hold_ms: talk.longestHoldMs,
      mask_evidence: maskEvidence.length === 0 ? null : JSON.stringify(maskEvidence),
    };
    await transaction
      .insertInto("media_talk")
      .values({ media_key: mediaKey, ...values })
      .onConflict((conflict) => conflict.column("media_key").doUpdateSet(values))
      .execute();
  }
  await transaction.updateTable("peaks").set({ talk_due: false }).where("media_key", "=", mediaKey).execute();
  await refreshTalk(transaction, [row]);
}

/**
 * After recordings were written anew: their numbers follow in time and rights. Files that are gone take theirs along, and
 * those whose masked spans or holds have changed are due once more.
 */
export async function refreshTalk(transaction: CatalogDb, rows: readonly TalkRow[]): Promise<void> {
  const stored = await storedTalk(
    transaction,
    rows.map(({ pk }) => pk),
  );
  if (stored.length === 0) return;
  const old: string[] = [];
  const kept: { row: TalkRow; files: { file: MediaFile; talk: FileTalk }[] }[] = [];
  for (const row of rows) {
    const files = stored.flatMap((talk) => {
      if (talk.pk !== row.pk) return [];
      const file = row.recording.mediaFiles.find(({ mediaKey }) => mediaKey === talk.mediaKey);
      if (file && hashId(talkBasis(row.recording, file)) === talk.basis) return [{ file, talk }];
      old.push(talk.mediaKey);
      return [];
    });
    kept.push({ row, files });
  }
  if (old.length > 0) {
    await sql`delete from media_talk where media_key = any(${textArray(old)})`.execute(transaction);
    await sql`update peaks set talk_due = true where media_key = any(${textArray(old)})`.execute(transaction);
  }
  const empty = kept.filter(({ files }) => files.length === 0).map(({ row }) => row.pk);
  await sql`delete from recording_talk where recording_pk = any(${bigintArray(empty)})`.execute(transaction);
  await writeSearched(
    transaction,
    kept.filter(({ files }) => files.length > 0),
  );
}

async function writeSearched(
  transaction: CatalogDb,
  calls: readonly Readonly<{
    row: TalkRow;
    files: readonly Readonly<{ file: MediaFile; talk: FileTalk }>[];
  }>[],
): Promise<void> {
  if (calls.length === 0) return;
  const keysOf = calls.map(({ files }) => files.map(({ file }) => accessKeysOfFile(file)));
  const setId = await accessSetIds(transaction, keysOf.flat());
  const rows = calls.flatMap(({ row, files }, index) => {
    const talk = callTalk(files.map((one) => one.talk));
    const sets = [...new Set((keysOf[index] ?? []).map(setId))].sort((one, other) => one - other);
    return talk === null ? [] : [{ row, talk, sets }];
  });
  await transaction
    .insertInto("recording_talk")
    .values(
      rows.map(({ row, talk, sets }) => ({
        recording_pk: row.pk,
        sort_time: iso(row.sortMs),
        access_set_ids: sets,
        longest_silence_ms: talk.longestSilenceMs,
        crosstalk_ms: talk.crosstalkMs,
        agent_talk_share: talk.agentTalkShare,
        longest_hold_ms: talk.longestHoldMs,
      })),
    )
    .onConflict((conflict) =>
      conflict.column("recording_pk").doUpdateSet({
        sort_time: sql`excluded.sort_time`,
        access_set_ids: sql`excluded.access_set_ids`,
        longest_silence_ms: sql`excluded.longest_silence_ms`,
        crosstalk_ms: sql`excluded.crosstalk_ms`,
        agent_talk_share: sql`excluded.agent_talk_share`,
        longest_hold_ms: sql`excluded.longest_hold_ms`,
      }),
    )
    .execute();
}

async function storedTalk(db: CatalogDb, pks: readonly number[]): Promise<StoredTalk[]> {
  if (pks.length === 0) return [];
  const { rows } = await sql<StoredTalk>`
    select recording_pk as pk, media_key as "mediaKey", basis, counted_ms as "countedMs", silence_ms as "silenceMs",
      longest_silence_ms as "longestSilenceMs", agent_ms as "agentMs", customer_ms as "customerMs",
      crosstalk_ms as "crosstalkMs", crosstalk_count as "crosstalkCount",
      hold_ms as "holdMs", longest_hold_ms as "longestHoldMs", mask_evidence as "maskEvidence"
    from media_talk where recording_pk = any(${bigintArray(pks)}) order by media_key`.execute(db);
  return rows;
}

/**
 * The numbers of single files by the key of their recording, as the server itself may know them: what of it is within a
 * person's scope, `talkOf` tells.
 */
export async function talkOfFiles(
  scope: Scope,
  db: CatalogDb,
  pks: readonly number[],
): Promise<ReadonlyMap<number, readonly StoredTalk[]>> {
  requireSystem(scope);
  const byPk = new Map<number, StoredTalk[]>();
  for (const talk of await storedTalk(db, pks)) byPk.set(talk.pk, [...(byPk.get(talk.pk) ?? []), talk]);
  return byPk;
}

/** Of those files that are left of a recording within somebody's scope; null = none is measured. */
export function talkOf(
  recording: Pick<Recording, "mediaFiles">,
  stored: readonly StoredTalk[] = [],
): CallTalk | null {
  const keys = new Set<string>(recording.mediaFiles.map(({ mediaKey }) => mediaKey));
  return callTalk(stored.filter(({ mediaKey }) => keys.has(mediaKey)));
}

/** What the sound says about the masks of the files that are left of a recording within somebody's scope, by media key. */
export function maskEvidenceOf(
  recording: Pick<Recording, "mediaFiles">,
  stored: readonly StoredTalk[] = [],
): ReadonlyMap<string, readonly MaskEvidence[]> {
  const keys = new Set<string>(recording.mediaFiles.map(({ mediaKey }) => mediaKey));
  return new Map(
    stored.flatMap(({ mediaKey, maskEvidence }) =>
      maskEvidence !== null && keys.has(mediaKey) ? [[mediaKey, parseEvidence(maskEvidence)] as const] : [],
    ),
  );
}

/** Written by `writeTalk` alone, from evidence; the column takes nothing else. */
function parseEvidence(stored: string): readonly MaskEvidence[] {
  return JSON.parse(stored) as readonly MaskEvidence[];
}

/** A call goes: so do its numbers. Peaks that stay behind are measured again should it come back. */
export async function forgetTalk(
  transaction: CatalogDb,
  recording: Readonly<{ pk: number; id: string }>,
): Promise<void> {
  for (const table of ["media_talk", "recording_talk"] as const) {
    await transaction.deleteFrom(table).where("recording_pk", "=", recording.pk).execute();
  }
  await transaction
    .updateTable("peaks")
    .set({ talk_due: true })
    .where("recording_id", "=", recording.id)
    .execute();
}

export type DuePeaks = Readonly<{
  mediaKey: string;
  data: Uint8Array;
  durationMs: number;
  recording: Recording;
}>;

/**
 * Stored peaks that are still to be measured, the oldest first, each with its recording as it was told; of one file alone
 * when its key is given.
 */
export async function duePeaks(
  scope: Scope,
  db: CatalogDb,
  limit: number,
  mediaKey: string | null = null,
): Promise<DuePeaks[]> {
  requireSystem(scope);
  const which = mediaKey === null ? sql`true` : sql`p.media_key = ${mediaKey}`;
  const { rows } = await sql<Omit<DuePeaks, "recording"> & { document: string }>`
    select p.media_key as "mediaKey", p.data, p.duration_ms as "durationMs", d.document::text as document
    from peaks p join recording r on r.id = p.recording_id
      join recording_document d on d.recording_pk = r.pk
    where p.talk_due and ${which} order by p.created limit ${limit}`.execute(db);
  return rows.map(({ document, ...row }) => ({ ...row, recording: parseDocument(document) }));
}
