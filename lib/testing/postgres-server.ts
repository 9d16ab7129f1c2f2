import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { postgresAccount, postgresBinaries } from "./postgres-binaries";

export type PostgresServer = Readonly<{ url: string; stop(): Promise<void> }>;

const START_MS = 30_000;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * A real PostgreSQL for one test run: the one that `TEST_DATABASE_URL` names, else one of our own in a temporary
 * folder, which ends with the run. Throws, with the mend, when there is none.
 */
export async function startPostgres(
  testDatabaseUrl: string | undefined,
  installed?: string,
): Promise<PostgresServer> {
  if (testDatabaseUrl) {
    const { hostname } = new URL(testDatabaseUrl);
    if (!LOOPBACK.test(hostname)) {
      throw new Error(
        `TEST_DATABASE_URL points to ${hostname}: tests create and drop databases, and do so on this machine only.`,
      );
    }
    return { url: testDatabaseUrl, stop: async () => {} };
  }
  const workDir = mkdtempSync(path.join(os.tmpdir(), "earmark-postgres-"));
  try {
    return await startOwn(workDir, installed);
  } catch (error) {
    rmSync(workDir, { recursive: true, force: true });
    throw error;
  }
}

async function startOwn(workDir: string, installed?: string): Promise<PostgresServer> {
  const account = postgresAccount();
  chmodSync(workDir, 0o755);
  const bin = postgresBinaries(workDir, installed);
  const home = path.join(workDir, "home");
  mkdirSync(home);
  if (account) chownSync(home, account.uid, account.gid);
  const data = path.join(home, "data");
  const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
  execFileSync(
    path.join(bin, "initdb"),
    ["-D", data, "-U", "earmark", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
    { cwd: home, env, ...(account ?? {}), stdio: ["ignore", "ignore", "pipe"] },
  );
  const port = await freePort();
  const child = spawnTied(
    path.join(bin, "postgres"),
    ["-D", data, "-p", String(port), "-k", home, "-h", "127.0.0.1", "-F", "-c", "max_connections=80"],
    { cwd: home, env, ...(account ?? {}) },
  );
  const url = `postgres://earmark@127.0.0.1:${port}/postgres`;
  await waitForAnswer(url, child);
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      if (child.exitCode === null) {
        child.stdin?.end();
        await ended;
      }
      rmSync(workDir, { recursive: true, force: true });
    },
  };
}

/** Ends with us, however we end: the shell between waits for its standard input to close. */
function spawnTied(
  program: string,
  args: readonly string[],
  options: Readonly<{ cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number }>,
): ChildProcess {
  const script = '"$@" & child=$!; cat > /dev/null; kill -INT "$child"; wait "$child"';
  return spawn("/bin/sh", ["-c", script, "sh", program, ...args], {
    ...options,
    stdio: ["pipe", "ignore", "ignore"],
  });
}

async function waitForAnswer(url: string, child: ChildProcess): Promise<void> {
  const giveUpAt = Date.now() + START_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (child.exitCode !== null || Date.now() > giveUpAt) {
        child.stdin?.end();
        throw new Error("PostgreSQL did not start for the tests.", { cause: error });
      }
      await sleep(50);
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address && typeof address === "object") resolve(address.port);
        else reject(new Error("no free port"));
      });
    });
  });
}
