import { randomBytes } from "node:crypto";
import { cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { sql } from "kysely";
import pg from "pg";
import { afterAll, describe, inject } from "vitest";
import { type Catalog, type Engine, openCatalog } from "@/lib/catalog/client";

export const ENGINES: readonly Engine[] = ["pglite", "postgres"];

/** A catalog of its own; `discard` closes it and takes everything away. */
export type TestCatalog = Readonly<{
  catalog: Catalog;
  /** What `openCatalog` was given: to open it once more. */
  settings: Readonly<{ databaseUrl: string | null; dataDir: string }>;
  discard(): Promise<void>;
}>;

/**
 * The same tests on the embedded database and on a real PostgreSQL. `open` gives the engine's one catalog of this
 * describe block, fresh and migrated; it is closed after its tests.
 */
export function describeOnBothEngines(
  name: string,
  tests: (open: () => Promise<Catalog>, engine: Engine) => void,
): void {
  describe.each(ENGINES)(`${name} (%s)`, (engine) => {
    let made: Promise<TestCatalog> | null = null;
    afterAll(async () => {
      await (await made)?.discard();
    });
    tests(async () => {
      made ??= freshCatalog(engine);
      return (await made).catalog;
    }, engine);
  });
}

/** A new, empty, migrated catalog on this engine. */
export async function freshCatalog(engine: Engine): Promise<TestCatalog> {
  return engine === "pglite" ? freshPglite() : freshPostgres();
}

async function freshPglite(): Promise<TestCatalog> {
  const dataDir = await pgliteDirectory();
  const settings = { databaseUrl: null, dataDir };
  const catalog = await openCatalog(settings);
  return {
    catalog,
    settings,
    async discard() {
      await catalog.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A data directory with an empty, migrated embedded database, not open. The caller removes it. */
export async function pgliteDirectory(): Promise<string> {
  const template = await ask("/template");
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "earmark-catalog-"));
  await cp(path.join(template, "catalog"), path.join(dataDir, "catalog"), { recursive: true });
  return dataDir;
}

async function freshPostgres(): Promise<TestCatalog> {
  const serverUrl = await ask("/postgres");
  const name = `earmark_test_${randomBytes(6).toString("hex")}`;
  await onServer(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const settings = { databaseUrl: url.toString(), dataDir: os.tmpdir() };
  const catalog = await openCatalog(settings);
  return {
    catalog,
    settings,
    async discard() {
      await catalog.close();
      await onServer(serverUrl, `drop database ${name} with (force)`);
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function ask(what: "/postgres" | "/template"): Promise<string> {
  const response = await fetch(inject("databasesUrl") + what);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

/** Takes every row of every table away, the audit log's too: for tests that begin with nothing. */
export async function emptyCatalog(catalog: Catalog): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely_%'`.execute(
    catalog.db,
  );
  await sql`alter table audit disable trigger user`.execute(catalog.db);
  await sql`truncate ${sql.join(rows.map((row) => sql.table(row.name)))} restart identity`.execute(
    catalog.db,
  );
  await sql`alter table audit enable trigger user`.execute(catalog.db);
  await sql`insert into audit_head (id, chain_pos, hash) values (1, 0, '')`.execute(catalog.db);
}
