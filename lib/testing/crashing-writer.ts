/** Writes pairs of rows in transactions until it is killed, and tells its parent of each that was acknowledged. */
import { openCatalog } from "@/lib/catalog/client";

async function write(dataDir: string): Promise<void> {
  const { db } = await openCatalog({ databaseUrl: null, dataDir });
  const rows = await db.selectFrom("meta").select("key").where("key", "like", "a%").execute();
  for (let count = rows.length + 1; ; count += 1) {
    await db.transaction().execute(async (transaction) => {
      await transaction
        .insertInto("meta")
        .values({ key: `a${count}`, value: "x" })
        .execute();
      await transaction
        .insertInto("meta")
        .values({ key: `b${count}`, value: "x" })
        .execute();
    });
    process.send?.(count);
  }
}

void write(process.argv[2] ?? "");
