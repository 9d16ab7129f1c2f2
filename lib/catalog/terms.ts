import { sql } from "kysely";
import { accessKeysOfEvent, accessKeysOfRecording } from "@/lib/domain/access";
import type { CallEvent, Recording } from "@/lib/domain/recording";
import { foldText } from "@/lib/domain/text-pattern";
import type { CatalogDb } from "./schema";
import { secretsIn } from "./secrets";
import { chunks, hashId, plainText } from "./values";

export const TERM_KINDS = { user: 1, data: 2 } as const;
export type TermKind = keyof typeof TERM_KINDS;

/** Longer values are searched by their first part only. */
const MAX_VALUE = 16_000;
const MAX_KEY = 500;
const STATEMENT_ROWS = 20_000;

/** Something of a recording that `userName` or `userData` can find, and what a person must hold to find it. */
export type Posting = Readonly<{
  kind: TermKind;
  /** Key of the attached data, folded; empty for names. */
  key: string;
  value: string;
  hash: string;
  accessKeys: readonly string[];
  secrets: number;
}>;

/**
 * Every name and every attached value of a recording's events, as search compares them. Each carries the access keys
 * of its own event: nobody finds a recording by an event of a file they may not see.
 */
export function postingsOf(recording: Recording, defaultAccessGroups: readonly string[]): Posting[] {
  const whole = accessKeysOfRecording(recording, defaultAccessGroups);
  const secretsOf = secretsIn(recording);
  const found = new Map<string, Posting>();
  const keysByCall = new Map<string | null, readonly string[]>();
  for (const event of recording.events) {
    let accessKeys = keysByCall.get(event.callId);
    if (!accessKeys) {
      accessKeys = accessKeysOfEvent(event, recording, defaultAccessGroups);
      keysByCall.set(event.callId, accessKeys);
    }
    for (const { kind, key, value } of textsOf(event)) {
      const name = `${kind}\n${key}\n${value}`;
      // An event that everybody who sees the recording may see says all that narrower ones could.
      const known = found.get(name);
      if (known && known.accessKeys.length === whole.length) continue;
      const place = accessKeys.length === whole.length ? name : `${name}\n${accessKeys.join("\n")}`;
      if (found.has(place)) continue;
      found.set(place, { kind, key, value, hash: hashId(name), accessKeys, secrets: secretsOf(value, kind) });
    }
  }
  return [...found.values()];
}

function textsOf(event: CallEvent): { kind: TermKind; key: string; value: string }[] {
  const texts: { kind: TermKind; key: string; value: string }[] = [];
  const add = (kind: TermKind, key: string, value: string | null): void => {
    if (value === null || value === "") return;
    texts.push({
      kind,
      key: plainText(foldText(key), MAX_KEY),
      value: plainText(foldText(value), MAX_VALUE),
    });
  };
  if (event.contact) {
    for (const name of [event.contact.userName, event.contact.firstName, event.contact.lastName]) {
      add("user", "", name);
    }
  }
  for (const data of [event.data?.added, event.data?.updated, event.data?.deleted]) {
    for (const [key, value] of Object.entries(data ?? {})) add("data", key, value);
  }
  return texts;
}

/** Writes the postings of recordings that have none, adding words to the dictionary as needed. */
export async function insertPostings(
  db: CatalogDb,
  rows: readonly Readonly<{
    recordingPk: number;
    sortTime: string;
    postings: readonly (Posting & { accessSetId: number })[];
  }>[],
): Promise<void> {
  const words = new Map<string, Posting>();
  for (const row of rows) for (const posting of row.postings) words.set(posting.hash, posting);
  const termPks = await termPksOf(db, words);
  const flat = rows.flatMap((row) =>
    row.postings.map((posting) => ({ row, posting, termPk: termPks.get(posting.hash) ?? 0 })),
  );
  for (const part of chunks(flat, STATEMENT_ROWS)) {
    await sql`
      insert into recording_term (term_pk, sort_time, recording_pk, access_set_id, secrets)
      select * from unnest(
        ${part.map((item) => item.termPk)}::bigint[], ${part.map((item) => item.row.sortTime)}::timestamptz[],
        ${part.map((item) => item.row.recordingPk)}::bigint[], ${part.map((item) => item.posting.accessSetId)}::int[],
        ${part.map((item) => item.posting.secrets)}::smallint[])`.execute(db);
  }
}

async function termPksOf(db: CatalogDb, words: ReadonlyMap<string, Posting>): Promise<Map<string, number>> {
  // Sorted, so that two writers take the same words in the same order and never wait for each other in a circle.
  const hashes = [...words.keys()].sort();
  const pks = new Map<string, number>();
  for (const part of chunks(hashes, STATEMENT_ROWS)) {
    await findTerms(db, part, pks);
    const fresh = part.flatMap((hash) => (pks.has(hash) ? [] : [words.get(hash) ?? []])).flat();
    if (fresh.length === 0) continue;
    const { rows } = await sql<{ pk: number; hash: string }>`
      insert into term (kind, key, value, hash)
      select * from unnest(
        ${fresh.map((word) => TERM_KINDS[word.kind])}::smallint[], ${fresh.map((word) => word.key)}::text[],
        ${fresh.map((word) => word.value)}::text[], ${fresh.map((word) => word.hash)}::uuid[])
      on conflict (hash) do nothing returning pk, hash`.execute(db);
    for (const row of rows) pks.set(row.hash.replaceAll("-", ""), row.pk);
    // Words that another writer added in between.
    const late = fresh.flatMap((word) => (pks.has(word.hash) ? [] : [word.hash]));
    if (late.length > 0) await findTerms(db, late, pks);
  }
  return pks;
}

async function findTerms(db: CatalogDb, hashes: readonly string[], into: Map<string, number>): Promise<void> {
  const { rows } = await sql<{ pk: number; hash: string }>`
    select pk, hash from term where hash = any(${[...hashes]}::uuid[])`.execute(db);
  for (const row of rows) into.set(row.hash.replaceAll("-", ""), row.pk);
}

/** Takes a recording's words away, and out of the dictionary where nothing else holds them: they may name a person. */
export async function forgetPostings(db: CatalogDb, recordingPk: number): Promise<void> {
  const { rows } = await sql<{ term_pk: number }>`
    delete from recording_term where recording_pk = ${recordingPk}::bigint returning term_pk`.execute(db);
  const pks = [...new Set(rows.map((row) => row.term_pk))];
  if (pks.length === 0) return;
  await sql`
    delete from term where pk = any(${pks}::bigint[])
      and not exists (select from recording_term other where other.term_pk = term.pk)`.execute(db);
}
