import path from "node:path";
import { Worker } from "node:worker_threads";
import { EmbeddedDatabaseError } from "../errors";

export type QueryAnswer = Readonly<{ rows: unknown[]; affectedRows: number }>;

/** The embedded database as seen from this side of its thread. */
export type PgliteConnection = Readonly<{
  query(sql: string, params: readonly unknown[]): Promise<QueryAnswer>;
  /** Ends the thread once what was asked before is answered. Safe to call twice. */
  close(): Promise<void>;
}>;

type Waiting = { resolve(answer: QueryAnswer): void; reject(error: Error): void };
type Failure = Readonly<{ message: string; code: string | null; constraint: string | null }>;
type Message =
  | Readonly<{ ready: true }>
  | Readonly<{ failed: Failure }>
  | Readonly<{ id: number; error: Failure }>
  | Readonly<{ id: number; rows: unknown[]; affectedRows: number }>;

/** Starts the thread and opens the data directory. The caller holds the lock of that directory. */
export async function startPglite(dataDir: string): Promise<PgliteConnection> {
  // By path, and a path that no bundler can follow: the worker's file stays outside the built server.
  const file = path.join(/* turbopackIgnore: true */ process.cwd(), "lib/catalog/pglite/worker.mjs");
  const worker = new Worker(/* turbopackIgnore: true */ file, { workerData: { dataDir } });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let dead: EmbeddedDatabaseError | null = null;
  let closing: Promise<void> | null = null;

  const die = (error: EmbeddedDatabaseError): void => {
    dead ??= error;
    for (const one of waiting.values()) one.reject(dead);
    waiting.clear();
  };

  await new Promise<void>((resolve, reject) => {
    worker.on("message", (message: Message) => {
      if ("ready" in message) return resolve();
      if ("failed" in message) return reject(errorOf(message.failed));
      const one = waiting.get(message.id);
      waiting.delete(message.id);
      // An idle database must not keep a process alive; one that owes an answer must.
      if (waiting.size === 0) worker.unref();
      if ("error" in message) one?.reject(errorOf(message.error));
      else one?.resolve(message);
    });
    worker.on("error", (error) => {
      die(new EmbeddedDatabaseError(`the embedded database has failed: ${String(error)}`));
      reject(error);
    });
    worker.on("exit", () => {
      die(new EmbeddedDatabaseError("the embedded database is closed"));
      reject(new EmbeddedDatabaseError("the embedded database ended while it was starting"));
    });
  }).catch(async (error: unknown) => {
    await worker.terminate();
    throw error;
  });
  worker.unref();

  function send(request: { sql?: string; params?: readonly unknown[]; close?: true }): Promise<QueryAnswer> {
    if (dead) return Promise.reject(dead);
    return new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      worker.ref();
      worker.postMessage({ id: lastId, ...request });
    });
  }

  return {
    query: (sql, params) => send({ sql, params }),
    close() {
      closing ??= (async () => {
        if (dead) return;
        await send({ close: true });
        await worker.terminate();
      })();
      return closing;
    },
  };
}

function errorOf(failure: Failure): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(failure.message, failure.code, failure.constraint);
}
