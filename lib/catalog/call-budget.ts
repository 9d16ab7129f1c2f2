import { sql } from "kysely";
import { type CallLimit, waitForRoomMs } from "@/lib/domain/call-limits";
import type { CallBudget } from "@/lib/sources/source";
import type { CatalogDb } from "./schema";
import { instant } from "./sql-values";

/** Kept at least so long: another caller of the name may have a longer limit. */
const KEPT_MS = 3_600_000;

/**
 * Calls that a vendor limits, counted for all app servers together and over restarts. One taker of a name at a time; what
 * has left every limit's window is forgotten on the way.
 */
export function createCatalogBudget(db: CatalogDb, now: () => number): CallBudget {
  return {
    take: (name, limits) =>
      db.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(hashtextextended(${`budget:${name}`}, 0))`.execute(
          transaction,
        );
        const nowMs = now();
        const waitMs = waitForRoomMs(await takenSince(transaction, name, limits, nowMs), limits, nowMs);
        if (waitMs === 0) {
          await sql`insert into vendor_call (name, time) values (${name}, ${instant(nowMs)})`.execute(
            transaction,
          );
        }
        return waitMs;
      }),
  };
}

async function takenSince(
  db: CatalogDb,
  name: string,
  limits: readonly CallLimit[],
  nowMs: number,
): Promise<number[]> {
  const longestMs = Math.max(KEPT_MS, ...limits.map(({ seconds }) => seconds * 1_000));
  // A call from the future is one of a server whose clock was ahead: it counts until this one gets there.
  await sql`delete from vendor_call where name = ${name} and time <= ${instant(nowMs - longestMs)}`.execute(
    db,
  );
  // The newest of them decide: so many as the widest limit has room for.
  const most = Math.max(...limits.map(({ calls }) => calls));
  const { rows } = await sql<{ time: number }>`
    select time from vendor_call where name = ${name} order by time desc limit ${most}`.execute(db);
  return rows.map(({ time }) => time);
}
