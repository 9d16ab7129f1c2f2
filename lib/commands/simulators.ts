import { parseArgs } from "node:util";
import { type SimulatorsOptions, startSimulators, writeFile } from "./vendor-simulators";

const USAGE =
  "usage: npm run simulators -- [--port 4100] [--sources FILE] [--calls N] [--state FILE] [--live rotating] [--relaxed-limits]\n" +
  "  --port            of Genesys Engage; Genesys Cloud, RingCX and Kazoo take the next three; 0 = any free ones\n" +
  "  --sources         writes a sources file for EARMARK_SOURCES\n" +
  "  --calls           N generated calls per vendor instead of the sample calls\n" +
  "  --state           keeps what clients changed, over a restart\n" +
  "  --live            steady: live calls last until they are ended; rotating: they come and go\n" +
  "  --relaxed-limits  RingCX and Genesys Cloud take as many requests as a demo needs";

const MAX_CALLS = 1_000_000;
const VENDORS = 4;

type Options = SimulatorsOptions & Readonly<{ sources: string | null }>;

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: "string", default: "4100" },
      sources: { type: "string" },
      calls: { type: "string" },
      state: { type: "string" },
      live: { type: "string", default: "steady" },
      "relaxed-limits": { type: "boolean", default: false },
    },
  });
  if (values.live !== "steady" && values.live !== "rotating") {
    throw new Error("--live is steady or rotating");
  }
  return {
    port: wholeNumber("--port", values.port, 65_536 - VENDORS),
    sources: values.sources ?? null,
    calls: values.calls === undefined ? null : wholeNumber("--calls", values.calls, MAX_CALLS),
    stateFile: values.state ?? null,
    live: values.live,
    relaxedLimits: values["relaxed-limits"],
  };
}

function wholeNumber(name: string, text: string, max: number): number {
  const value = Number(text);
  if (/^\d{1,9}$/.test(text) && value <= max) return value;
  throw new Error(`${name} must be a whole number up to ${max}`);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const simulators = await startSimulators(options);
  const file = { sources: simulators.sources };
  if (options.sources !== null) writeFile(options.sources, file);
  console.log(JSON.stringify(file));

  const stop = () => {
    simulators.stop().finally(() => process.exit(0));
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
