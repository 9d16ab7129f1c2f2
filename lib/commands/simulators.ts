import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { createEngageSimulator } from "@/lib/sources/genesys-engage/simulator";
import { serveSimulator } from "@/lib/sources/simulator-server";

const USAGE =
  "usage: npm run simulators -- [--port 4100] [--sources FILE] [--calls N] [--state FILE]\n" +
  "  --port     of Genesys Engage; 0 = any free one\n" +
  "  --sources  writes a sources file for EARMARK_SOURCES\n" +
  "  --calls    N generated calls instead of the sample calls\n" +
  "  --state    keeps what clients changed, over a restart";

const HOST = "127.0.0.1";
const MAX_CALLS = 1_000_000;
const READ_ONLY = new Set(["GET", "HEAD"]);

type Options = Readonly<{ port: number; sources: string | null; calls: number | null; state: string | null }>;

const StateSchema = z.object({ version: z.literal(1), baseTimeMs: z.number(), engage: z.unknown() });

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: "string", default: "4100" },
      sources: { type: "string" },
      calls: { type: "string" },
      state: { type: "string" },
    },
  });
  return {
    port: wholeNumber("--port", values.port, 65_532),
    sources: values.sources ?? null,
    calls: values.calls === undefined ? null : wholeNumber("--calls", values.calls, MAX_CALLS),
    state: values.state ?? null,
  };
}

function wholeNumber(name: string, text: string, max: number): number {
  const value = Number(text);
  if (/^\d{1,9}$/.test(text) && value <= max) return value;
  throw new Error(`${name} must be a whole number up to ${max}`);
}

/** The file's state, or null when there is none yet or another version wrote it. */
function readState(file: string): z.infer<typeof StateSchema> | null {
  try {
    return StateSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

function writeFile(file: string, content: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 1)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const kept = options.state === null ? null : readState(options.state);
  const baseTimeMs = kept?.baseTimeMs ?? Date.now();
  let respond: (request: Request) => Promise<Response> = async () => new Response(null, { status: 503 });
  const server = await serveSimulator({
    host: HOST,
    port: options.port,
    fetch: (request) => respond(request),
  });

  const simulator = createEngageSimulator({
    now: () => new Date(),
    baseTime: new Date(baseTimeMs),
    baseUrl: server.url,
    ...(options.calls === null ? {} : { calls: options.calls, samples: "none" as const, awkward: false }),
  });
  if (kept) simulator.restore(kept.engage);
  const keep = () => {
    if (options.state === null) return;
    writeFile(options.state, { version: 1, baseTimeMs, engage: simulator.snapshot() });
  };
  keep();
  respond = async (request) => {
    const response = await simulator.fetch(request);
    if (!READ_ONLY.has(request.method)) keep();
    return response;
  };

  const { username, password } = simulator.credentials.admin;
  const sources = {
    sources: [
      {
        id: "engage",
        name: "Genesys Engage",
        vendor: "genesys-engage",
        baseUrl: server.url,
        username,
        password,
      },
    ],
  };
  if (options.sources !== null) writeFile(options.sources, sources);
  console.log(JSON.stringify(sources));

  const stop = () => {
    server.close().finally(() => process.exit(0));
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  // Started by another command: its end is ours, however it came.
  if (process.connected) process.on("disconnect", stop);
}

try {
  await main();
} catch (error) {
  const words = error instanceof Error ? error.message : String(error);
  console.error(
    /EADDRINUSE/.test(words) ? "The port is taken by another program: choose one with --port." : words,
  );
  if (!/EADDRINUSE/.test(words)) console.error(USAGE);
  process.exit(1);
}
