/** `npm run bench -- media`, second half: the same load through the production server, by people who are signed in. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { benchListeners, benchThroughput, type MediaBench, type MediaTarget } from "@/lib/audio/bench/media";
import { startMediaApp } from "./media-app";
import { type ProcessUsage, usageOf } from "./process-usage";
import { type BenchAnswer, round, say, temporaryFolder } from "./tools";

/** Programs that sign in by Basic are few, and each has its password hashed once a minute. */
const PROGRAMS = 10;
const WARM_UP_SECONDS = 3;
const WHOLE_TIMES = 10;

type Load = Readonly<{ listeners: number; seconds: number; rangeBytes: number }>;
type Nginx = Readonly<{ url: string; folder: string }>;

/** `nginx` null = nothing beside. */
export async function benchMediaThroughApp(load: Load, nginx: Nginx | null): Promise<BenchAnswer> {
  const app = await startMediaApp(temporaryFolder(), load.listeners, PROGRAMS);
  const beside = nginx && besideOf(nginx, app.bytes);
  say("the whole file, through the app");
  const [first] = app.bySession;
  if (!first) throw new Error("nobody is signed in");
  await benchThroughput(first, 3);
  const whole = await benchThroughput(first, WHOLE_TIMES);
  const wholeBeside = beside && (await benchThroughput(beside, WHOLE_TIMES));
  const listened = async (words: string, targets: readonly MediaTarget[]) => {
    say(`${load.listeners} listeners for ${load.seconds} s, ${words}`);
    await benchListeners(targets, { ...load, seconds: WARM_UP_SECONDS });
    const before = usageOf(app.pid);
    const own = process.cpuUsage();
    const bench = await benchListeners(targets, load);
    const { user, system } = process.cpuUsage(own);
    return {
      ...figures(bench, before, usageOf(app.pid)),
      loadCpuMsPerAnswer: per(bench, (user + system) / 1_000),
    };
  };
  return {
    session: await listened("each with a session", app.bySession),
    basic: await listened(`${PROGRAMS} accounts by Basic`, app.byBasic),
    nginx: beside && (await listened("nginx on the same file", [beside]).then(withoutApp)),
    fileBytes: app.bytes.length,
    wholeFileBytesPerSecond: Math.round(whole.bytesPerSecond),
    nginxWholeFileBytesPerSecond: wholeBeside && Math.round(wholeBeside.bytesPerSecond),
  };
}

function besideOf({ url, folder }: Nginx, bytes: Buffer): MediaTarget {
  writeFileSync(path.join(folder, "app-call"), bytes);
  return { url: `${url}app-call`, headers: {}, sizeBytes: bytes.length };
}

function figures(bench: MediaBench, before: ProcessUsage | null, after: ProcessUsage | null) {
  return {
    answers: bench.answers,
    wrong: bench.wrong,
    p50Ms: round(bench.p50Ms),
    p95Ms: round(bench.p95Ms),
    maxMs: round(bench.maxMs),
    /** The embedded database's thread included. Null where the system does not tell. */
    cpuMsPerAnswer: before && after && per(bench, after.cpuMs - before.cpuMs),
    rssBeforeBytes: before?.rssBytes ?? null,
    rssAfterBytes: after?.rssBytes ?? null,
  };
}

/** What stands beside is another process: the app's own figures say nothing of it. */
function withoutApp({ answers, wrong, p50Ms, p95Ms, maxMs }: ReturnType<typeof figures>) {
  return { answers, wrong, p50Ms, p95Ms, maxMs };
}

function per(bench: MediaBench, ms: number): number {
  return round(ms / Math.max(1, bench.answers), 3);
}
