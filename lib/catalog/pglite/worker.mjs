// @ts-check
// The embedded database, in a thread of its own: it blocks the thread it runs in. One request at a time.
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";

const INT8 = 20;
const TIMESTAMPTZ = 1184;

// The parsers must agree with those of `pg` in client.ts.
const parsers = {
  [INT8]: Number,
  /** @param {string} text */
  [TIMESTAMPTZ]: (text) => new Date(text).getTime(),
};

// Planner and memory settings: measured in docs/adr/0001-pglite-in-a-worker.md.
const settings = [
  "shared_buffers=256MB",
  "work_mem=32MB",
  "maintenance_work_mem=256MB",
  "jit=off",
  "random_page_cost=1.1",
  "effective_cache_size=4GB",
  "TimeZone=UTC",
];

/** @param {unknown} error */
function describe(error) {
  if (!(error instanceof Error)) return { message: String(error), code: null, constraint: null };
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  const constraint = "constraint" in error && typeof error.constraint === "string" ? error.constraint : null;
  return { message: error.message, code, constraint };
}

const port = parentPort;
if (!port) throw new Error("worker.mjs runs as a worker thread only");

try {
  const database = await PGlite.create({
    dataDir: workerData.dataDir,
    extensions: { pg_trgm },
    parsers,
    startParams: [...PGlite.defaultStartParams, ...settings.flatMap((setting) => ["-c", setting])],
  });
  /** @param {{ id: number, sql?: string, params?: unknown[], close?: boolean }} request */
  const answer = async ({ id, sql, params, close }) => {
    try {
      if (close) {
        await database.close();
        port.postMessage({ id, rows: [], affectedRows: 0 });
        port.close();
        return;
      }
      const result = await database.query(sql ?? "", params);
      port.postMessage({ id, rows: result.rows, affectedRows: result.affectedRows ?? 0 });
    } catch (error) {
      port.postMessage({ id, error: describe(error) });
    }
  };
  let turn = Promise.resolve();
  port.on("message", (request) => {
    turn = turn.then(() => answer(request));
  });
  port.postMessage({ ready: true });
} catch (error) {
  port.postMessage({ failed: describe(error) });
}
