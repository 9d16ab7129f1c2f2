import { sql } from "kysely";
import { expect, test } from "vitest";
import { describeOnBothEngines } from "@/lib/testing/database";
import { databaseErrorCode } from "./errors";

describeOnBothEngines("the catalog's engines agree", (open) => {
  test("on how numbers, times, lists, JSON and bytes are read", async () => {
    const { db } = await open();
    const { rows } = await sql`
      select 9007199254740991::bigint as big, '2026-11-21 08:16:00.123+00'::timestamptz as at,
        array['a', 'b"c']::text[] as texts, array[1, 2]::int[] as ints, '{"b":1.5,"a":[true]}'::jsonb as json,
        '\\x00ff'::bytea as bytes, null::timestamptz as nothing`.execute(db);
    const [row] = rows as Record<string, unknown>[];
    expect(row).toMatchObject({
      big: Number.MAX_SAFE_INTEGER,
      at: Date.UTC(2026, 10, 21, 8, 16, 0, 123),
      texts: ["a", 'b"c'],
      ints: [1, 2],
      json: { a: [true], b: 1.5 },
      nothing: null,
    });
    expect(row?.bytes instanceof Uint8Array ? [...row.bytes] : null).toEqual([0, 255]);
  });

  test("on error codes, also inside a transaction, which then leaves nothing behind", async () => {
    const { db } = await open();
    const failing = db.transaction().execute(async (transaction) => {
      await transaction.insertInto("meta").values({ key: "k", value: "1" }).execute();
      await transaction.insertInto("meta").values({ key: "k", value: "2" }).execute();
    });
    expect(databaseErrorCode(await failing.catch((error: unknown) => error))).toBe("23505");
    expect(await db.selectFrom("meta").selectAll().execute()).toEqual([]);
  });

  test("on keeping transactions apart from what runs beside them", async () => {
    const { db } = await open();
    await db.insertInto("meta").values({ key: "n", value: "0" }).execute();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        index % 2 === 0
          ? db.selectFrom("meta").selectAll().execute()
          : db.transaction().execute(async (transaction) => {
              const row = await transaction
                .selectFrom("meta")
                .select("value")
                .where("key", "=", "n")
                .forUpdate()
                .executeTakeFirstOrThrow();
              await transaction
                .updateTable("meta")
                .set({ value: String(Number(row.value) + 1) })
                .where("key", "=", "n")
                .execute();
            }),
      ),
    );
    expect(await db.selectFrom("meta").select("value").where("key", "=", "n").executeTakeFirst()).toEqual({
      value: "10",
    });
  });
});
