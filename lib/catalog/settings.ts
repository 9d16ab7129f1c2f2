import type { CatalogDb } from "./schema";
import { iso, plainText } from "./values";

export type StoredSetting = Readonly<{ name: string; value: string }>;

/** Every setting of a group that has been set, by name. */
export function readSettings(db: CatalogDb, group: string): Promise<StoredSetting[]> {
  return db
    .selectFrom("setting")
    .select(["name", "value"])
    .where("setting_group", "=", group)
    .orderBy("name")
    .execute();
}

/** Sets a value, whole. */
export async function writeSetting(
  db: CatalogDb,
  group: string,
  name: string,
  value: string,
  nowMs: number,
): Promise<void> {
  const row = { value: plainText(value), changed: iso(nowMs) };
  await db
    .insertInto("setting")
    .values({ setting_group: group, name, ...row })
    .onConflict((conflict) => conflict.columns(["setting_group", "name"]).doUpdateSet(row))
    .execute();
}

export async function deleteSetting(db: CatalogDb, group: string, name: string): Promise<void> {
  await db.deleteFrom("setting").where("setting_group", "=", group).where("name", "=", name).execute();
}
