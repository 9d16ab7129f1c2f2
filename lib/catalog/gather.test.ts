import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import { expect, test } from "vitest";
import { gathered } from "./gather";
import type { CatalogDb } from "./schema";

/** Only its identity matters here: nothing is read. */
const database = (): CatalogDb =>
  new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
const databases = { one: database(), other: database() };

/** A table that can be changed while a statement over it is under way. */
function slowTable(rows: Map<string, string>) {
  const statements: string[][] = [];
  const underWay: (() => void)[] = [];
  const read = gathered<string>(async (_db, keys) => {
    statements.push([...keys]);
    const seen = new Map([...rows].filter(([key]) => keys.includes(key)));
    await new Promise<void>((resolve) => underWay.push(resolve));
    return seen;
  });
  const begun = async (count: number) => {
    while (underWay.length < count) await new Promise((resolve) => setImmediate(resolve));
  };
  return { statements, read, begun, finish: (index: number) => underWay[index]?.() };
}

test("who asks at the same moment shares one statement, each with an answer of their own", async () => {
  const table = slowTable(
    new Map([
      ["a", "A"],
      ["b", "B"],
    ]),
  );
  const asked = ["a", "b", "a", "none"].map((key) => table.read(databases.one, key));
  await table.begun(1);
  table.finish(0);
  expect(await Promise.all(asked)).toEqual(["A", "B", "A", null]);
  expect(table.statements).toEqual([["a", "b", "none"]]);
});

test("nobody is told what was read before they asked", async () => {
  const rows = new Map([["user", "may"]]);
  const table = slowTable(rows);
  const before = table.read(databases.one, "user");
  await table.begun(1);
  rows.set("user", "may not");
  const after = table.read(databases.one, "user");
  await table.begun(2);
  table.finish(1);
  expect(await after).toBe("may not");
  table.finish(0);
  expect(await before).toBe("may");
});

test("a statement that fails is the failure of those who shared it, and of nobody else", async () => {
  let fails = true;
  const read = gathered<string>(async (_db, keys) => {
    if (fails) throw new Error("the database is away");
    return new Map(keys.map((key) => [key, key]));
  });
  const asked = await Promise.allSettled([read(databases.one, "a"), read(databases.one, "b")]);
  expect(asked.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  fails = false;
  expect(await read(databases.one, "a")).toBe("a");
});

test("databases are not mixed", async () => {
  const seen: CatalogDb[] = [];
  const read = gathered<string>(async (db) => {
    seen.push(db);
    return new Map();
  });
  await Promise.all([read(databases.one, "a"), read(databases.other, "a")]);
  expect(new Set(seen)).toEqual(new Set([databases.one, databases.other]));
});
