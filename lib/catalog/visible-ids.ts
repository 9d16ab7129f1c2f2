import { sql } from "kysely";
import type { Scope } from "@/lib/domain/access";
import type { CatalogDb } from "./schema";
import { scopeCondition } from "./scope-sql";
import { textArray } from "./sql-values";

/** Which of these ids are recordings that the scope may know of. */
export async function visibleIds(
  scope: Scope,
  db: CatalogDb,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select r.id from recording r where r.id = any(${textArray(ids)}) and ${scopeCondition(scope)}`.execute(
    db,
  );
  return new Set(rows.map(({ id }) => id));
}
