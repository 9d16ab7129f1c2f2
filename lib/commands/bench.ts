/** `npm run bench -- NAME [options]`: one measurement of contract §9, as one line of JSON on standard output. */
import { type BenchAnswer, cleanUp, machine, say } from "./bench/tools";

type Bench = Readonly<{
  about: string;
  options: string;
  /** A run that takes longer is ended: something hangs. */
  maxMinutes: number;
  load(): Promise<(args: readonly string[]) => Promise<BenchAnswer>>;
}>;

const BENCHES: Readonly<Record<string, Bench>> = {
  search: {
    about: "each kind of filter, first and deep page, beside the same SQL run bare",
    options: "[--recordings 1000000] [--runs 20] [--database-url URL] [--data FOLDER] [--only WORD]",
    maxMinutes: 45,
    load: async () => (await import("./bench/search")).benchSearch,
  },
  sync: {
    about: "recordings a second into the catalog, and a whole sync from the Engage simulator",
    options: "[--recordings 50000] [--calls 20000] [--database-url URL]",
    maxMinutes: 30,
    load: async () => (await import("./bench/sync")).benchSync,
  },
  peaks: {
    about: "waveform peaks of an hour of sound, beside ffmpeg decoding the same file",
    options: "[--minutes 60]",
    maxMinutes: 10,
    load: async () => (await import("./bench/peaks")).benchPeaksOfSample,
  },
  media: {
    about: "many listeners at ten times real time, beside nginx; through the app too (after `npm run build`)",
    options: "[--listeners 500] [--seconds 20]",
    maxMinutes: 10,
    load: async () => (await import("./bench/media")).benchMedia,
  },
  "first-sound": {
    about: "from the press to the first sound and the waveform, in a real browser (after `npm run build`)",
    options: "[--presses 48]",
    maxMinutes: 20,
    load: async () => (await import("./bench/first-sound")).benchFirstSound,
  },
  web: {
    about: "scripts that the search screen and the sign-in page load first (after `npm run build`)",
    options: "",
    maxMinutes: 5,
    load: async () => (await import("./bench/web")).benchWeb,
  },
};

function listing(): string {
  const lines = Object.entries(BENCHES).map(
    ([name, { about, options }]) =>
      `  ${name.padEnd(13)}${about}${options === "" ? "" : `\n               ${options}`}`,
  );
  return `usage: npm run bench -- NAME [options]\n${lines.join("\n")}`;
}

async function main(): Promise<void> {
  const [name = "", ...args] = process.argv.slice(2);
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (!bench) {
    console.error(listing());
    process.exitCode = 2;
    return;
  }
  const watchdog = setTimeout(() => {
    console.error(`The bench was ended after ${bench.maxMinutes} minutes.`);
    cleanUp().finally(() => process.exit(1));
  }, bench.maxMinutes * 60_000);
  try {
    const run = await bench.load();
    const before = machine();
    const answer = await run(args);
    process.stdout.write(`${JSON.stringify({ bench: name, ...answer, machine: before })}\n`);
  } finally {
    clearTimeout(watchdog);
    await cleanUp();
  }
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void cleanUp().finally(() => process.exit(130)));
}
try {
  await main();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
