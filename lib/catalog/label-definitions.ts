import { AppError } from "@/lib/domain/errors";
import { isReserved, labelKey } from "@/lib/domain/labels";
import { isUniqueViolation } from "./errors";
import type { CatalogDb } from "./schema";
import { newId, plainText } from "./values";

export type LabelDefinition = Readonly<{
  id: string;
  name: string;
  displayName: string;
  description: string;
  type: "custom" | "reserved";
}>;

const COLUMNS = ["id", "name", "display_name", "description", "type"] as const;

type Row = Readonly<{
  id: string;
  name: string;
  display_name: string;
  description: string;
  type: "custom" | "reserved";
}>;

/** Every definition, by name. */
export async function listLabelDefinitions(db: CatalogDb): Promise<LabelDefinition[]> {
  const rows = await db.selectFrom("label_definition").select(COLUMNS).orderBy("name_key").execute();
  return rows.map(read);
}

/** By id, or by name whatever its letter case. */
export async function findLabelDefinition(db: CatalogDb, idOrName: string): Promise<LabelDefinition | null> {
  const row = await db
    .selectFrom("label_definition")
    .select(COLUMNS)
    .where((where) => where.or([where("id", "=", idOrName), where("name_key", "=", labelKey(idOrName))]))
    .orderBy((order) => order("id", "=", idOrName), "desc")
    .executeTakeFirst();
  return row ? read(row) : null;
}

/** Throws already_exists when the name is taken, whatever its letter case. */
export async function createLabelDefinition(
  db: CatalogDb,
  input: Readonly<{ name: string; displayName: string; description: string }>,
): Promise<LabelDefinition> {
  try {
    return read(
      await db
        .insertInto("label_definition")
        .values(rowOf(input))
        .returning(COLUMNS)
        .executeTakeFirstOrThrow(),
    );
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("already_exists", "There is a label of this name already.", { cause: error });
  }
}

/** The definition of this name, made when there is none yet. */
export async function ensureLabelDefinition(db: CatalogDb, name: string): Promise<LabelDefinition> {
  const known = await findByName(db, name);
  if (known) return known;
  await importLabelDefinitions(db, [{ name, displayName: name, description: "" }]);
  const made = await findByName(db, name);
  if (!made) throw new AppError("not_found", "There is no such label.");
  return made;
}

async function findByName(db: CatalogDb, name: string): Promise<LabelDefinition | null> {
  const row = await db
    .selectFrom("label_definition")
    .select(COLUMNS)
    .where("name_key", "=", labelKey(name))
    .executeTakeFirst();
  return row ? read(row) : null;
}

/** Changes what is shown; the name is what recordings carry and stays. Throws not_found. */
export async function updateLabelDefinition(
  db: CatalogDb,
  id: string,
  change: Readonly<{ displayName: string; description: string }>,
): Promise<LabelDefinition> {
  const row = await db
    .updateTable("label_definition")
    .set({ display_name: plainText(change.displayName), description: plainText(change.description) })
    .where("id", "=", id)
    .returning(COLUMNS)
    .executeTakeFirst();
  if (!row) throw new AppError("not_found", "There is no such label definition.");
  return read(row);
}

export async function deleteLabelDefinition(db: CatalogDb, id: string): Promise<void> {
  await db.deleteFrom("label_definition").where("id", "=", id).execute();
}

/** True when a recording carries a label of this name. */
export async function definitionInUse(db: CatalogDb, name: string): Promise<boolean> {
  const row = await db
    .selectFrom("label")
    .select("id")
    .where("name_key", "=", labelKey(name))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Adds a vendor's definitions to ours; names that we have already stay as they are. Returns how many were new. */
export async function importLabelDefinitions(
  db: CatalogDb,
  definitions: readonly Readonly<{ name: string; displayName: string; description: string }>[],
): Promise<number> {
  if (definitions.length === 0) return 0;
  const added = await db
    .insertInto("label_definition")
    .values(definitions.map(rowOf))
    .onConflict((conflict) => conflict.column("name_key").doNothing())
    .returning("id")
    .execute();
  return added.length;
}

function rowOf(input: Readonly<{ name: string; displayName: string; description: string }>) {
  return {
    id: newId(),
    name: plainText(input.name),
    name_key: plainText(labelKey(input.name)),
    display_name: plainText(input.displayName),
    description: plainText(input.description),
    type: isReserved(input.name) ? ("reserved" as const) : ("custom" as const),
  };
}

function read(row: Row): LabelDefinition {
  return {
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    description: row.description,
    type: row.type,
  };
}
