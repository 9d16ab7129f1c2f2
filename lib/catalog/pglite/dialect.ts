import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from "kysely";
import { EmbeddedDatabaseError } from "../errors";
import type { PgliteConnection } from "./connection";

/** How long a caller waits for the one connection. Longer means that a transaction waits for itself. */
const WAIT_MS = 60_000;

/** Kysely over the embedded database: its one connection is lent to one query or one transaction at a time. */
export function pgliteDialect(connection: PgliteConnection): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new PgliteDriver(connection),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

class PgliteDriver implements Driver {
  readonly #connection: PgliteConnection;
  readonly #lent: DatabaseConnection;
  readonly #queue: (() => void)[] = [];
  #busy = false;

  constructor(connection: PgliteConnection) {
    this.#connection = connection;
    this.#lent = {
      executeQuery: (query) => this.#execute(query),
      streamQuery: () => {
        throw new EmbeddedDatabaseError("the embedded database does not stream");
      },
    };
  }

  async init(): Promise<void> {}

  acquireConnection(): Promise<DatabaseConnection> {
    if (!this.#busy) {
      this.#busy = true;
      return Promise.resolve(this.#lent);
    }
    return new Promise((resolve, reject) => {
      const take = (): void => {
        clearTimeout(timer);
        resolve(this.#lent);
      };
      const timer = setTimeout(() => {
        this.#queue.splice(this.#queue.indexOf(take), 1);
        reject(new EmbeddedDatabaseError("the embedded database was busy for too long"));
      }, WAIT_MS);
      timer.unref();
      this.#queue.push(take);
    });
  }

  async releaseConnection(): Promise<void> {
    const next = this.#queue.shift();
    if (next) next();
    else this.#busy = false;
  }

  async beginTransaction(_: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const level = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : "";
    await this.#execute(CompiledQuery.raw(`begin${level}`));
  }

  async commitTransaction(): Promise<void> {
    await this.#execute(CompiledQuery.raw("commit"));
  }

  async rollbackTransaction(): Promise<void> {
    await this.#execute(CompiledQuery.raw("rollback"));
  }

  async destroy(): Promise<void> {
    await this.#connection.close();
  }

  async #execute<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affectedRows } = await this.#connection.query(query.sql, query.parameters);
    return { rows: typedRows<R>(rows), numAffectedRows: BigInt(affectedRows) };
  }
}

/** Kysely names the row type that the query builder worked out; no driver can check it. */
function typedRows<R>(rows: unknown[]): R[] {
  return rows as R[];
}
