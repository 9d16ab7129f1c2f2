import { sql } from "kysely";
import type { CatalogDb } from "./schema";
import { textArray } from "./sql-values";
import { jsonText, plainText, sha256 } from "./values";

const SEPARATOR = "\u001e";

/** Names lists of access keys by number, making numbers for new lists. Equal lists have the same, whatever their order. */
export async function accessSetIds(
  db: CatalogDb,
  lists: Iterable<readonly string[]>,
): Promise<(keys: readonly string[]) => number> {
  const hashByList = new Map<readonly string[], string>();
  const byHash = new Map<string, readonly string[]>();
  // Events of one recording share their list: the same array is looked at once.
  for (const keys of new Set(lists)) {
    const hash = hashOf(keys);
    hashByList.set(keys, hash);
    byHash.set(hash, keys);
  }
  const hashes = [...byHash.keys()].sort();
  const ids = await find(db, hashes);
  const missing = hashes.filter((hash) => !ids.has(hash));
  if (missing.length > 0) {
    const rows = missing.map((hash) => ({
      hash,
      keys: (byHash.get(hash) ?? []).map((key) => plainText(key)),
    }));
    await sql`
      insert into access_set (hash, keys)
      select x.hash, array(select jsonb_array_elements_text(x.keys))
      from jsonb_to_recordset(${jsonText(rows)}::jsonb) as x (hash text, keys jsonb)
      on conflict (hash) do nothing`.execute(db);
    for (const [hash, id] of await find(db, missing)) ids.set(hash, id);
  }
  return (keys) => {
    const id = ids.get(hashByList.get(keys) ?? hashOf(keys));
    if (id === undefined) throw new Error("an access set was asked for that was not prepared");
    return id;
  };
}

async function find(db: CatalogDb, hashes: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom("access_set")
    .select(["id", "hash"])
    .where(sql<boolean>`hash = any(${textArray(hashes)})`)
    .execute();
  return new Map(rows.map((row) => [row.hash, row.id]));
}

const known = new Map<string, string>();

function hashOf(keys: readonly string[]): string {
  const text = [...keys].sort().join(SEPARATOR);
  const found = known.get(text);
  if (found) return found;
  const hash = sha256(text).toString("hex");
  if (known.size > 10_000) known.clear();
  known.set(text, hash);
  return hash;
}
