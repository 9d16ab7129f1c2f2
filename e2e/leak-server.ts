/** The built app over one simulated vendor, both watched: what garbage collection leaves, and what the vendor still sends. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createEngageSimulator, PEOPLE } from "@/lib/sources/genesys-engage/simulator";
import { serveSimulator } from "@/lib/sources/simulator-server";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const START_MS = 60_000;

/** The server after a real collection of its garbage. */
export type Left = Readonly<{
  heapBytes: number;
  externalBytes: number;
  descriptors: number;
  /** Files that the spool is still fetching. */
  arriving: number;
  /** Who is known to listen. */
  listeners: number;
}>;

export type LeakServer = Readonly<{
  port: number;
  /** How fast the vendor sends sound; null = as fast as it can. */
  throttle(bytesPerSecond: number | null): void;
  /** Answers with sound that the vendor has begun and not ended. */
  underWay(): number;
  /** Answers with sound that the vendor has begun. */
  begun(): number;
  left(): Promise<Left>;
  stop(): Promise<void>;
}>;

export async function startLeakServer(): Promise<LeakServer> {
  const simulator = createEngageSimulator({
    now: () => new Date(),
    baseTime: new Date(),
    calls: 40,
    awkward: false,
  });
  const sent = { begun: 0, underWay: 0 };
  const vendor = await serveSimulator({
    port: 0,
    fetch: async (request) => watched(await simulator.fetch(request), sent),
  });
  const dataDir = await mkdtemp(path.join(tmpdir(), "earmark-leaks-"));
  const port = await freePort();
  const app = await startApp(port, dataDir, vendor.url);
  return {
    port,
    throttle(bytesPerSecond) {
      simulator.switches.throttleBytesPerSecond = bytesPerSecond;
    },
    underWay: () => sent.underWay,
    begun: () => sent.begun,
    async left() {
      const answered = once(app, "message");
      app.send("left");
      const [message] = await answered;
      return message;
    },
    async stop() {
      const ended = once(app, "exit");
      app.kill("SIGTERM");
      await ended;
      await vendor.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function startApp(port: number, dataDir: string, vendorUrl: string): Promise<ChildProcess> {
  const { username, password } = PEOPLE.admin;
  const source = {
    id: "engage",
    name: "Vendor",
    vendor: "genesys-engage",
    baseUrl: vendorUrl,
    username,
    password,
  };
  const sourcesFile = path.join(dataDir, "sources.json");
  // Asked about new calls once and no more: what is measured is listening.
  await writeFile(sourcesFile, JSON.stringify({ sources: [{ ...source, syncSeconds: 3_600 }] }));
  const probe = path.join(ROOT, "e2e/leak-probe.mjs");
  const app = spawn(process.execPath, ["--expose-gc", "--import", probe, "lib/commands/start.mjs"], {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: {
      ...process.env,
      PORT: String(port),
      HOST: "127.0.0.1",
      EARMARK_URL: `http://127.0.0.1:${port}`,
      EARMARK_SECRET: "browser-tests-only-0123456789abcdef0123456789",
      EARMARK_DATA: dataDir,
      EARMARK_SOURCES: sourcesFile,
      EARMARK_DEMO: "1",
      EARMARK_LOG_LEVEL: "error",
      // Each listener has an address of its own.
      EARMARK_TRUST_PROXY: "1",
    },
  });
  const endMs = Date.now() + START_MS;
  while (Date.now() < endMs && app.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null);
    if (answer?.status === 200) return app;
    await sleep(200);
  }
  throw new Error("the built app did not start");
}

/** The answer, with its sound counted while it is sent. */
function watched(response: Response, sent: { begun: number; underWay: number }): Response {
  const { body, status, headers } = response;
  if (body === null || !/^(?:audio|application\/octet)/.test(headers.get("content-type") ?? ""))
    return response;
  sent.begun += 1;
  sent.underWay += 1;
  const reader = body.getReader();
  let isOver = false;
  const over = () => {
    if (!isOver) sent.underWay -= 1;
    isOver = true;
  };
  const counted = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const part = await reader.read();
      if (!part.done) return controller.enqueue(part.value);
      over();
      controller.close();
    },
    async cancel(reason) {
      over();
      await reader.cancel(reason);
    },
  });
  return new Response(counted, { status, headers });
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address !== "object") throw new Error("no free port");
  return address.port;
}
