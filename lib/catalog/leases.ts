import type { CatalogDb } from "./schema";
import { instant } from "./sql-values";
import { iso } from "./values";

/**
 * Takes or renews a lease: true = `owner` holds it for `ttlMs` from `nowMs`. False = somebody else does. Work that one
 * app server alone may do (a source's sync, sealing the audit log) runs under one.
 */
export async function acquireLease(
  db: CatalogDb,
  name: string,
  owner: string,
  ttlMs: number,
  nowMs: number,
): Promise<boolean> {
  const row = { owner, until: iso(nowMs + ttlMs) };
  const taken = await db
    .insertInto("lease")
    .values({ name, ...row })
    .onConflict((conflict) =>
      conflict
        .column("name")
        .doUpdateSet(row)
        .where((where) =>
          where.or([where("lease.owner", "=", owner), where("lease.until", "<=", instant(nowMs))]),
        ),
    )
    .returning("name")
    .execute();
  return taken.length > 0;
}

/** Gives a lease back before it runs out. Nothing happens when somebody else holds it. */
export async function releaseLease(db: CatalogDb, name: string, owner: string): Promise<void> {
  await db.deleteFrom("lease").where("name", "=", name).where("owner", "=", owner).execute();
}

/**
 * Frees what the last server held, for an embedded database: only one server can have it open, so a lease or a claimed job
 * in it belongs to one that was killed, and nobody need wait until it runs out.
 */
export async function forgetOwners(db: CatalogDb, nowMs: number): Promise<void> {
  await db.deleteFrom("lease").execute();
  await db
    .updateTable("job")
    .set({ claimed_until: iso(nowMs) })
    .where("state", "=", "running")
    .execute();
}
