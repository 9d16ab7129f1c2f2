import { sql } from "kysely";
import type { Catalog } from "./client";
import type { CatalogDb } from "./schema";

const KEY = "maintenance";
const DAY_MS = 86_400_000;
/** A table is due when it has grown by this much, and once a day for the rows that changed in place. */
const GROWTH = 1.2;
const SMALL_BYTES = 65_536;
const TABLES = [
  "recording",
  "recording_document",
  "term",
  "recording_term",
  "recording_label",
  "recording_talk",
  "label",
  "audit",
];

type Done = Readonly<{ bytes: number; atMs: number }>;

/**
 * Keeps the planner's statistics, and what index-only reading needs, up to date. The embedded database has nobody who
 * would do it by itself; a server's autovacuum does. Returns whether there was something to do; call it every minute.
 */
export async function maintainCatalog(catalog: Catalog, nowMs: number): Promise<boolean> {
  if (catalog.engine === "postgres") return false;
  const { db } = catalog;
  const done = await readDone(db);
  let worked = false;
  for (const [table, bytes] of await tableBytes(db)) {
    const last = done.get(table);
    const isDue = last
      ? bytes > Math.max(SMALL_BYTES, last.bytes * GROWTH) || nowMs - last.atMs > DAY_MS
      : bytes > SMALL_BYTES;
    if (!isDue) continue;
    // By itself: VACUUM runs in no transaction, and what waits gets its turn in between.
    await sql`vacuum (analyze) ${sql.table(table)}`.execute(db);
    done.set(table, { bytes, atMs: nowMs });
    await writeDone(db, done);
    worked = true;
  }
  return worked;
}

async function tableBytes(db: CatalogDb): Promise<Map<string, number>> {
  const { rows } = await sql<{ name: string; bytes: number }>`
    select relname as name, pg_relation_size(oid) as bytes from pg_class
    where relkind = 'r' and relname = any(${TABLES}::text[]) and relnamespace = 'public'::regnamespace`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.name, row.bytes]));
}

async function readDone(db: CatalogDb): Promise<Map<string, Done>> {
  const row = await db.selectFrom("meta").select("value").where("key", "=", KEY).executeTakeFirst();
  const done = new Map<string, Done>();
  for (const line of row?.value.split("\n") ?? []) {
    const [table, bytes, atMs] = line.split(" ");
    if (table) done.set(table, { bytes: Number(bytes), atMs: Number(atMs) });
  }
  return done;
}

async function writeDone(db: CatalogDb, done: ReadonlyMap<string, Done>): Promise<void> {
  const value = [...done].map(([table, { bytes, atMs }]) => `${table} ${bytes} ${atMs}`).join("\n");
  await db
    .insertInto("meta")
    .values({ key: KEY, value })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
    .execute();
}
