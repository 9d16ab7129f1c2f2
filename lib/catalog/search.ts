import type { Scope } from "@/lib/domain/access";
import { type RecordingId, RecordingIdSchema } from "@/lib/domain/ids";
import type { StoredRecording } from "@/lib/domain/recording";
import { COUNT_BOUND, type RecordingFilter } from "@/lib/domain/recording-filter";
import type { Cursor } from "./cursor";
import { getRecordings } from "./recordings";
import type { MatchRestrictions } from "./restrictions";
import type { CatalogDb } from "./schema";
import { countAndPage, countOnly, pageOf, planSearch } from "./search-plan";

export { type Cursor, decodeCursor, encodeCursor } from "./cursor";
export type { MatchRestrictions } from "./restrictions";
export { SECRET_FIELDS, type SecretField } from "./secrets";

export type Matching = Readonly<{ filter: RecordingFilter; restrictions: MatchRestrictions }>;

export type CatalogQuery = Matching &
  Readonly<{ page: Readonly<{ limit: number; offset: number; after: Cursor | null }> }>;

/** Exact up to 10,000; above that 10,000 and a lower bound. */
export type Count = Readonly<{ totalCount: number; totalCountIsLowerBound: boolean }>;

export type CatalogPage = Count &
  Readonly<{
    recordings: readonly StoredRecording[];
    /** Where the next page begins; null = this was the last. */
    next: Cursor | null;
  }>;

/**
 * One page of the recordings that match, newest first and ties by id, each as the scope may know it. `after` and
 * `offset` give the same order; a cursor stays right while calls come and go.
 */
export async function searchRecordings(
  scope: Scope,
  db: CatalogDb,
  query: CatalogQuery,
): Promise<CatalogPage> {
  const plan = await planSearch(scope, db, query);
  if (!plan) return { recordings: [], totalCount: 0, totalCountIsLowerBound: false, next: null };
  const found = await countAndPage(plan, query.page);
  const { ids, next } = cut(found.rows, query.page.limit);
  return {
    recordings: await getRecordings(scope, db, ids),
    ...countOf(found.total),
    next,
  };
}

/** Ids of matching recordings in the order of search, for working through all of them (bulk, export). */
export async function listIds(
  scope: Scope,
  db: CatalogDb,
  query: Matching,
  after: Cursor | null,
  limit: number,
): Promise<{ ids: RecordingId[]; next: Cursor | null }> {
  const plan = await planSearch(scope, db, query);
  return plan ? cut(await pageOf(plan, { limit, offset: 0, after }), limit) : { ids: [], next: null };
}

export async function countRecordings(scope: Scope, db: CatalogDb, query: Matching): Promise<Count> {
  const plan = await planSearch(scope, db, query);
  return countOf(plan ? await countOnly(plan) : 0);
}

function countOf(total: number): Count {
  return total > COUNT_BOUND
    ? { totalCount: COUNT_BOUND, totalCountIsLowerBound: true }
    : { totalCount: total, totalCountIsLowerBound: false };
}

type Row = Readonly<{ id: string; sort_time: number }>;

/** Pages are read one row too long, to know whether more follow. */
function cut(rows: readonly Row[], limit: number): { ids: RecordingId[]; next: Cursor | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    ids: shown.map((row) => RecordingIdSchema.parse(row.id)),
    next: last && rows.length > limit ? { sortMs: last.sort_time, id: last.id } : null,
  };
}
