import { createHmac } from "node:crypto";
import type { CatalogDb } from "./schema";
import { newId } from "./values";

const META_KEY = "agent-salt";

/**
 * Names agents by keys that tell nothing of who they are, the same for as long as the catalog lives: names may be masked
 * where results are still to be told apart. The salt is the catalog's own, so that guessing names against a key is no use.
 */
export async function agentKeys(db: CatalogDb): Promise<(sourceId: string, vendorKey: string) => string> {
  await db
    .insertInto("meta")
    .values({ key: META_KEY, value: newId() + newId() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { value: salt } = await db
    .selectFrom("meta")
    .select("value")
    .where("key", "=", META_KEY)
    .executeTakeFirstOrThrow();
  return (sourceId, vendorKey) =>
    createHmac("sha256", salt).update(`${sourceId}\n${vendorKey}`).digest("base64url").slice(0, 22);
}
