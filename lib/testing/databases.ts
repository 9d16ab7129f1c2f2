import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { openCatalog } from "../catalog/client";
import { type PostgresServer, startPostgres } from "./postgres-server";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where test files ask for what is made once per run, and only when somebody needs it. */
    databasesUrl: string;
  }
}

/** Vitest's global set-up: one PostgreSQL and one migrated PGlite directory per run, made at the first request. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let postgres: Promise<PostgresServer> | null = null;
  let template: Promise<string> | null = null;
  const server = http.createServer((request, response) => {
    const isPostgres = request.url === "/postgres";
    if (isPostgres) postgres ??= startPostgres(process.env.TEST_DATABASE_URL);
    else template ??= makeTemplate();
    const wanted = isPostgres ? postgres?.then(({ url }) => url) : template;
    wanted?.then(
      (text) => response.end(text),
      (error: unknown) => {
        response.statusCode = 500;
        response.end(error instanceof Error ? error.message : String(error));
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (!address || typeof address !== "object") throw new Error("the databases' server has no address");
  project.provide("databasesUrl", `http://127.0.0.1:${address.port}`);
  return async () => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    const started = await postgres?.catch(() => null);
    await started?.stop();
    const directory = await template?.catch(() => null);
    if (directory) rmSync(directory, { recursive: true, force: true });
  };
}

/** An empty, migrated data directory: copying it is much faster than making one. */
async function makeTemplate(): Promise<string> {
  const directory = await mkdtemp(path.join(os.tmpdir(), "earmark-template-"));
  const catalog = await openCatalog({ databaseUrl: null, dataDir: directory });
  await catalog.close();
  return directory;
}
