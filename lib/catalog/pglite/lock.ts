import { createHash, randomUUID } from "node:crypto";
import { lstatSync, rmSync } from "node:fs";
import { realpath } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Bytes of a socket's path that every Unix takes (macOS has 104 with the closing NUL). */
const MAX_SOCKET_PATH = 100;
const ATTEMPTS = 5;
/** Long enough for others who saw the same stale socket to have done what they were about to do. */
const SETTLE_MS = 100;

export type DirectoryLock = Readonly<{ release(): Promise<void> }>;

/**
 * Makes this process the only one to open the embedded database below `dataDir`: two at once lose data without a
 * word. The lock is a socket that its owner listens on, so that it can't outlive the process: a refused connection
 * means stale. Throws when another process answers.
 */
export async function lockDirectory(dataDir: string): Promise<DirectoryLock> {
  const address = await socketAddress(dataDir);
  const token = randomUUID();
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const server = await listen(address, token);
    if (server) {
      // Several that found the same stale socket at once may each have taken one away: the one that is reached has won.
      await sleep(SETTLE_MS);
      if ((await ask(address)) === token) return { release: () => close(server) };
      // Closing ours would take the winner's file away: it stays, reached by nobody, until this process ends.
      continue;
    }
    const found = inode(address);
    if ((await ask(address)) !== null) throw heldError(dataDir);
    // In one breath, so that what is taken away is what was found dead and not its successor.
    if (found !== null && found === inode(address)) rmSync(address, { force: true });
  }
  throw heldError(dataDir);
}

function heldError(dataDir: string): Error {
  return new Error(
    `another process holds the embedded database in ${dataDir}: stop that one first, or set DATABASE_URL to use a PostgreSQL server that several can share`,
  );
}

async function socketAddress(dataDir: string): Promise<string> {
  const directory = await realpath(dataDir);
  const hash = createHash("sha256").update(directory).digest("hex").slice(0, 24);
  if (process.platform === "win32") return `\\\\.\\pipe\\earmark-${hash}`;
  const inside = path.join(directory, "catalog.lock");
  return Buffer.byteLength(inside) <= MAX_SOCKET_PATH
    ? inside
    : path.join(os.tmpdir(), `earmark-${hash}.lock`);
}

/** Null when something is there already. */
function listen(address: string, token: string): Promise<net.Server | null> {
  const server = net.createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.end(token);
  });
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(null);
      else reject(error);
    });
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** What the owner says, or null when nobody answers. An owner too busy to say anything is an owner. */
function ask(address: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = net.connect(address);
    let said = "";
    socket.setEncoding("utf8").setTimeout(1_000, () => {
      resolve(said);
      socket.destroy();
    });
    socket.on("data", (text: string) => {
      said += text;
    });
    socket.on("end", () => resolve(said));
    socket.on("error", () => resolve(null));
  });
}

function inode(address: string): number | null {
  return lstatSync(address, { throwIfNoEntry: false })?.ino ?? null;
}

/** Also takes the socket's file away. */
function close(server: net.Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
