import { sql } from "kysely";
import type { CatalogDb } from "./schema";

const KEY = 7_301_944;

/**
 * Held to the end of the transaction. Writers of recordings share it, a deletion holds it alone: else a recording that
 * is just being written could outlive its own tombstone, and a word its last recording.
 */
export async function lockAgainstDeletion(db: CatalogDb, mode: "shared" | "alone"): Promise<void> {
  if (mode === "shared") await sql`select pg_advisory_xact_lock_shared(${KEY}::bigint)`.execute(db);
  else await sql`select pg_advisory_xact_lock(${KEY}::bigint)`.execute(db);
}
