/** What every bench needs: figures, options, temporary folders, and helpers that end with it. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** The fields of the JSON line. */
export type BenchAnswer = Readonly<Record<string, unknown>>;

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const END_MS = 10_000;

/** Progress, for whoever watches. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The machine as it is now: a figure of a busy one is a figure of a busy one. */
export function machine(): Record<string, unknown> {
  return {
    cpus: os.availableParallelism(),
    memoryGb: round(os.totalmem() / 2 ** 30, 1),
    load: os.loadavg().map((value) => round(value, 1)),
    node: process.version,
  };
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

/** The value below which `share` of all values lie; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/**
 * What `work` gives, how long it took, and how much processor time this process (the embedded database's thread
 * included) spent meanwhile: on a busy machine the two drift apart.
 */
export async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number; cpuMs: number }> {
  const startCpu = process.cpuUsage();
  const startMs = performance.now();
  const value = await work();
  const ms = performance.now() - startMs;
  const { user, system } = process.cpuUsage(startCpu);
  return { value, ms, cpuMs: (user + system) / 1_000 };
}

/** Throws in words unless `text` is a whole number from `min` to `max`. */
export function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d{1,9}$/.test(text) && value >= min && value <= max) return value;
  throw new Error(`--${name} must be a whole number from ${min} to ${max}`);
}

/** Throws in words unless the address is on this machine: a bench loads what it talks to. */
export function onThisMachine(url: string): URL {
  const parsed = new URL(url);
  if (LOOPBACK.test(parsed.hostname)) return parsed;
  throw new Error(`${parsed.hostname} is another machine: benches run against this one only.`);
}

const endings: (() => Promise<void> | void)[] = [];

/** To be done when the bench is over, however it ends; the last first. */
export function atEnd(ending: () => Promise<void> | void): void {
  endings.push(ending);
}

export async function cleanUp(): Promise<void> {
  for (const ending of endings.splice(0).reverse()) {
    try {
      await ending();
    } catch (error) {
      say(`cleaning up: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** A folder that goes when the bench is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "earmark-bench-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** True when a program of this name is on the path. */
export function isInstalled(program: string, versionFlag = "-version"): boolean {
  return spawnSync(program, [versionFlag], { stdio: "ignore" }).error === undefined;
}

/** Starts a program that ends with the bench. Its standard error goes to ours. */
export function startProgram(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  const child = spawn(file, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  atEnd(() => endProgram(child));
  return child;
}

/** One of our own TypeScript files in a process of its own. */
export function startTypeScript(file: string, args: readonly string[]): ChildProcess {
  const runner = path.join(ROOT, "lib/commands/run-typescript.mjs");
  return startProgram(process.execPath, [runner, path.join(ROOT, file), ...args]);
}

export async function endProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), END_MS);
  await ended;
  clearTimeout(timer);
}

/** The first line that a program prints; throws when it ends without one. */
export function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (more: string) => {
      text += more;
      const [line, rest] = text.split("\n", 2);
      if (rest !== undefined) resolve(line ?? "");
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`a helper of the bench ended with code ${code}`)));
  });
}
