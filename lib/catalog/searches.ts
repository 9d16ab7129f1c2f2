import { sql } from "kysely";
import { type RecordingFilter, RecordingFilterSchema } from "@/lib/domain/recording-filter";
import type { CatalogDb } from "./schema";
import { instant } from "./sql-values";
import { canonicalJson, iso, jsonText, newId, plainTextOrNull, sha256 } from "./values";

/** Unsaved searches go when nobody has used them for this long. */
const UNSAVED_MS = 30 * 86_400_000;

export type StoredSearch = Readonly<{
  id: string;
  userId: string;
  filter: RecordingFilter;
  saved: boolean;
  name: string | null;
  createdMs: number;
  usedMs: number;
}>;

const COLUMNS = ["id", "user_id", "filter", "saved", "name", "created", "used"] as const;

type Row = Readonly<{
  id: string;
  user_id: string;
  filter: unknown;
  saved: boolean;
  name: string | null;
  created: number;
  used: number;
}>;

/** The same search by the same person is the same row. Its id, 128 random bits, is what an address may carry. */
export async function storeSearch(
  db: CatalogDb,
  search: Readonly<{
    userId: string;
    filter: RecordingFilter;
    saved: boolean;
    name: string | null;
    nowMs: number;
  }>,
): Promise<StoredSearch> {
  const filter = Object.fromEntries(Object.entries(search.filter).filter(([, value]) => value !== undefined));
  const now = iso(search.nowMs);
  const row = await db
    .insertInto("stored_search")
    .values({
      id: newId(),
      user_id: search.userId,
      filter: jsonText(filter),
      filter_hash: sha256(canonicalJson(filter)).toString("hex"),
      saved: search.saved,
      name: plainTextOrNull(search.name),
      created: now,
      used: now,
    })
    .onConflict((conflict) =>
      conflict.columns(["user_id", "filter_hash"]).doUpdateSet({
        used: sql`excluded.used`,
        // Running a saved search again does not unsave or unname it.
        saved: sql<boolean>`stored_search.saved or excluded.saved`,
        name: sql<string | null>`coalesce(excluded.name, stored_search.name)`,
      }),
    )
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  return read(row);
}

/** Anybody's search; whether the reader may run it is the service's to decide. */
export async function getSearch(db: CatalogDb, id: string): Promise<StoredSearch | null> {
  const row = await db.selectFrom("stored_search").select(COLUMNS).where("id", "=", id).executeTakeFirst();
  return row ? read(row) : null;
}

/** A person's saved searches, the last used first. */
export async function listSearches(db: CatalogDb, userId: string): Promise<StoredSearch[]> {
  const rows = await db
    .selectFrom("stored_search")
    .select(COLUMNS)
    .where("user_id", "=", userId)
    .where("saved", "=", true)
    .orderBy("used", "desc")
    .orderBy("id")
    .limit(500)
    .execute();
  return rows.map(read);
}

export async function deleteSearch(db: CatalogDb, id: string): Promise<void> {
  await db.deleteFrom("stored_search").where("id", "=", id).execute();
}

/** Forgets unsaved searches that nobody has run for 30 days; returns how many. */
export async function purgeOldSearches(db: CatalogDb, nowMs: number): Promise<number> {
  const result = await db
    .deleteFrom("stored_search")
    .where("saved", "=", false)
    .where("used", "<", instant(nowMs - UNSAVED_MS))
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

function read(row: Row): StoredSearch {
  return {
    id: row.id,
    userId: row.user_id,
    filter: RecordingFilterSchema.parse(row.filter),
    saved: row.saved,
    name: row.name,
    createdMs: row.created,
    usedMs: row.used,
  };
}
