import type { CatalogDb } from "./schema";

/** Runs `work` in the transaction given, or in one of its own when there is none. */
export function inTransaction<T>(db: CatalogDb, work: (transaction: CatalogDb) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db) : db.transaction().execute(work);
}
