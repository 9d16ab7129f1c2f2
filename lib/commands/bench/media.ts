/**
 * `npm run bench -- media`: many listeners at ten times real time, and the whole file, beside nginx; first of the audio layer
 * alone, then through the production server.
 */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { benchListeners, benchThroughput, type MediaBench, type MediaTarget } from "@/lib/audio/bench/media";
import { isBuilt } from "../project.mjs";
import { longCall } from "./long-call";
import { benchMediaThroughApp } from "./media-through-app";
import { startNginx } from "./nginx";
import {
  type BenchAnswer,
  firstLine,
  round,
  say,
  startTypeScript,
  temporaryFolder,
  wholeNumber,
} from "./tools";

const MINUTES = 60;
/** Ten seconds of a call at 32 kbit/s, once a second. */
const RANGE_BYTES = 40_000;
const WHOLE_TIMES = 20;

const StartedSchema = z.object({ url: z.string(), sizeBytes: z.number() });
const SpentSchema = z.object({ rssBytes: z.number(), cpuMs: z.number() });

export async function benchMedia(args: readonly string[]): Promise<BenchAnswer> {
  const { values } = parseArgs({
    args: [...args],
    options: { listeners: { type: "string", default: "500" }, seconds: { type: "string", default: "20" } },
  });
  const listeners = wholeNumber("listeners", values.listeners, 1, 2_000);
  const seconds = wholeNumber("seconds", values.seconds, 2, 120);
  const folder = temporaryFolder();
  const child = startTypeScript("lib/commands/bench/media-server.ts", [
    path.join(folder, "spool"),
    String(MINUTES),
  ]);
  const { url, sizeBytes } = StartedSchema.parse(JSON.parse(await firstLine(child)));
  const target: MediaTarget = { url, headers: {}, sizeBytes };
  const beside = await startBeside(folder, sizeBytes);

  say("the whole file, one after the other");
  await benchThroughput(target, 3);
  const whole: MediaBench[] = [];
  const theirs: MediaBench[] = [];
  for (let round = 0; round < 3; round += 1) {
    whole.push(await benchThroughput(target, WHOLE_TIMES));
    if (beside) theirs.push(await benchThroughput(beside, WHOLE_TIMES));
  }
  say(`${listeners} listeners for ${seconds} s`);
  await benchListeners([target], { listeners, seconds: 2, rangeBytes: RANGE_BYTES });
  const before = await spentBy(child);
  const ours = await benchListeners([target], { listeners, seconds, rangeBytes: RANGE_BYTES });
  const after = await spentBy(child);
  const nginx = beside
    ? await benchListeners([beside], { listeners, seconds, rangeBytes: RANGE_BYTES })
    : null;
  if (!isBuilt()) say("Earmark is not built: nothing is measured through it. Run `npm run build` first.");
  const app = isBuilt()
    ? await benchMediaThroughApp(
        { listeners, seconds, rangeBytes: RANGE_BYTES },
        beside && { url: new URL(".", beside.url).href, folder },
      )
    : null;
  const wholeBytesPerSecond = best(whole);
  const nginxBytesPerSecond = beside ? best(theirs) : null;
  return {
    listeners,
    timesRealTime: 10,
    fileBytes: sizeBytes,
    boundP95Ms: 30,
    ranges: figuresOf(ours),
    rssBeforeBytes: before.rssBytes,
    rssAfterBytes: after.rssBytes,
    /** Of one core, over the whole run. */
    serverCpuShare: round((after.cpuMs - before.cpuMs) / (seconds * 1_000)),
    wholeFileBytesPerSecond: wholeBytesPerSecond,
    beside: beside ? "nginx" : "nginx is not installed here: nothing beside",
    nginxRanges: nginx && figuresOf(nginx),
    nginxWholeFileBytesPerSecond: nginxBytesPerSecond,
    throughApp: app,
    shareOfNginx: nginxBytesPerSecond === null ? null : round(wholeBytesPerSecond / nginxBytesPerSecond),
  };
}

async function startBeside(folder: string, sizeBytes: number): Promise<MediaTarget | null> {
  const url = await startNginx(folder, path.join(folder, "nginx"));
  if (url === null) {
    say("nginx is not installed: nothing to set the streaming beside. Try `apt-get install nginx-light`.");
    return null;
  }
  writeFileSync(path.join(folder, "call.mp3"), await longCall(MINUTES));
  return { url: `${url}call.mp3`, headers: {}, sizeBytes };
}

async function spentBy(child: ChildProcess): Promise<z.infer<typeof SpentSchema>> {
  const answered = once(child, "message");
  child.send("spent");
  const [message]: unknown[] = await answered;
  return SpentSchema.parse(message);
}

/** A shared machine only ever takes away: the best round says most about the server. */
function best(rounds: readonly MediaBench[]): number {
  return Math.round(Math.max(...rounds.map((one) => one.bytesPerSecond)));
}

function figuresOf(bench: MediaBench): Record<string, number> {
  return {
    answers: bench.answers,
    wrong: bench.wrong,
    p50Ms: round(bench.p50Ms),
    p95Ms: round(bench.p95Ms),
    maxMs: round(bench.maxMs),
    bytesPerSecond: Math.round(bench.bytesPerSecond),
  };
}
