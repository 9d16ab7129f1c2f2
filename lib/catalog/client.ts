import { mkdir } from "node:fs/promises";
import path from "node:path";
import { type Dialect, Kysely, Migrator, PostgresDialect } from "kysely";
import pg from "pg";
import { migrations } from "./migrations";
import { startPglite } from "./pglite/connection";
import { pgliteDialect } from "./pglite/dialect";
import { lockDirectory } from "./pglite/lock";
import type { CatalogDb, CatalogSchema } from "./schema";

export type Engine = "pglite" | "postgres";

export type Catalog = Readonly<{
  db: CatalogDb;
  engine: Engine;
  /** Waits for what is running, then lets go of the database. Safe to call twice. */
  close(): Promise<void>;
}>;

const INT8 = 20;
const TIMESTAMPTZ = 1184;

/**
 * Opens the catalog and brings its tables up to date. With `databaseUrl` a PostgreSQL server, else the embedded
 * database below `dataDir`, which one process at a time may hold: throws in words for the operator when another does.
 */
export async function openCatalog(
  settings: Readonly<{ databaseUrl: string | null; dataDir: string }>,
): Promise<Catalog> {
  const catalog =
    settings.databaseUrl === null
      ? await openEmbedded(path.resolve(settings.dataDir))
      : build("postgres", postgresDialect(settings.databaseUrl), async () => {});
  try {
    const { error } = await new Migrator({ db: catalog.db, provider: migrations }).migrateToLatest();
    if (error) throw error;
    return catalog;
  } catch (error) {
    await catalog.close();
    throw error;
  }
}

async function openEmbedded(dataDir: string): Promise<Catalog> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const lock = await lockDirectory(dataDir);
  try {
    const connection = await startPglite(path.join(dataDir, "catalog"));
    return build("pglite", pgliteDialect(connection), lock.release);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function build(engine: Engine, dialect: Dialect, afterwards: () => Promise<void>): Catalog {
  const db = new Kysely<CatalogSchema>({ dialect });
  let closing: Promise<void> | null = null;
  return {
    db,
    engine,
    close() {
      closing ??= db.destroy().finally(afterwards);
      return closing;
    },
  };
}

function postgresDialect(databaseUrl: string): Dialect {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 10,
    application_name: "earmark",
    statement_timeout: 30_000,
    connectionTimeoutMillis: 10_000,
    options: "-c TimeZone=UTC",
    types: { getTypeParser },
  });
  // A server that goes away while a connection is idle is told by the next query, not by ending the process.
  pool.on("error", () => {});
  return new PostgresDialect({ pool });
}

/** Must agree with the parsers in pglite/worker.mjs. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: "text" | "binary") => {
  if (oid === INT8) return Number;
  const parse = pg.types.getTypeParser(oid, format);
  return oid === TIMESTAMPTZ ? (text: string) => Number(parse(text)) : parse;
};
