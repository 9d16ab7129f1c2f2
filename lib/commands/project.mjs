// @ts-check
/** What the commands share. Node built-ins only: it runs before anything is installed. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder, whatever the working directory. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");

const LOCK = path.join(ROOT, "package-lock.json");
const INSTALLED = path.join(ROOT, "node_modules", ".earmark-lock");
const BUILT = path.join(ROOT, ".next", "earmark-build");
const BUILD_ID = path.join(ROOT, ".next", "BUILD_ID");

/** Everything that a build reads. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "instrumentation.ts",
  "proxy.ts",
  "next.config.mjs",
  "tailwind.config.ts",
  "tsconfig.json",
  ".postcssrc.json",
  "package-lock.json",
];
const NOT_BUILT = /\.test\.tsx?$|^lib\/(?:testing|commands|samples)\//;

/** @param {string | Buffer} data */
const sha256 = (data) => createHash("sha256").update(data).digest("hex");

/** @param {string} file */
function readText(file) {
  return existsSync(file) ? readFileSync(file, "utf8").trim() : null;
}

/** Ends with words for a person when Node is too old to go on. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Earmark needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** True when node_modules holds what package-lock.json says. */
export function areDependenciesCurrent() {
  const hidden = path.join(ROOT, "node_modules", ".package-lock.json");
  if (!existsSync(hidden)) return false;
  const hash = sha256(readFileSync(LOCK));
  if (readText(INSTALLED) === hash) return true;
  // Installed by hand: then npm's own record of what is there decides.
  const wanted = packagesOf(LOCK);
  const found = packagesOf(hidden);
  const isCurrent = Object.entries(wanted).every(
    ([name, { version, optional, link }]) =>
      name === "" || optional || link || found[name]?.version === version,
  );
  if (isCurrent) writeFileSync(INSTALLED, hash);
  return isCurrent;
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, link?: boolean }>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
}

/**
 * Installs the locked dependencies when they are missing or stale. True when it had to.
 * @param {(line: string) => void} say
 */
export async function ensureDependencies(say) {
  if (areDependenciesCurrent()) return false;
  say("installing the locked dependencies, half a minute or so");
  // A NODE_ENV of production would leave out what the build needs.
  const { code, output } = await run(npm(["ci", "--include=dev", "--no-progress"]), { quiet: true });
  if (code !== 0) throw new Error(`npm ci failed:\n${tail(output)}`);
  writeFileSync(INSTALLED, sha256(readFileSync(LOCK)));
  return true;
}

/** A hash over everything that a build reads. */
export function sourceHash() {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap((name) => filesBelow(name))) {
    hash
      .update(file)
      .update("\0")
      .update(sha256(readFileSync(path.join(ROOT, file))));
  }
  return hash.digest("hex");
}

/**
 * @param {string} name
 * @returns {string[]}
 */
function filesBelow(name) {
  const full = path.join(ROOT, name);
  if (NOT_BUILT.test(name) || NOT_BUILT.test(`${name}/`) || !existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [name];
  return readdirSync(full)
    .sort()
    .flatMap((entry) => filesBelow(`${name}/${entry}`));
}

/** True when .next holds a finished build, of whatever sources. */
export function isBuilt() {
  return existsSync(BUILD_ID);
}

/** True when the build is of the sources as they are now. */
export function isBuildCurrent() {
  return isBuilt() && readText(BUILT) === sourceHash();
}

/**
 * Builds the app. Needs no settings and no network.
 * @param {{ quiet: boolean }} options
 */
export async function build({ quiet }) {
  const hash = sourceHash();
  rmSync(BUILT, { force: true });
  const next = path.join(ROOT, "node_modules", "next", "dist", "bin", "next");
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const { code, output } = await run([process.execPath, next, "build"], { quiet, env });
  if (code !== 0) throw new Error(`The build failed.${quiet ? `\n${tail(output)}` : ""}`);
  writeFileSync(BUILT, hash);
}

/**
 * npm with these arguments, by the npm that started us where there is one.
 * @param {string[]} args
 */
export function npm(args) {
  const cli = process.env.npm_execpath;
  if (cli && /\.[cm]?js$/.test(cli)) return [process.execPath, cli, ...args];
  return [process.platform === "win32" ? "npm.cmd" : "npm", ...args];
}

/**
 * Runs a command in the project's folder to its end. `quiet` keeps its output for the caller.
 * @param {string[]} command
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run([file = "", ...args], { quiet = false, env = process.env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: ROOT,
      env,
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
      shell: process.platform === "win32" && file.endsWith(".cmd"),
    });
    const endChild = () => child.kill("SIGTERM");
    process.once("exit", endChild);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => {
        output = (output + text).slice(-200_000);
      });
    }
    child.once("error", (error) => {
      process.off("exit", endChild);
      resolve({ code: 127, output: `${file}: ${error.message}` });
    });
    child.once("close", (code) => {
      process.off("exit", endChild);
      resolve({ code: code ?? 1, output });
    });
  });
}

/**
 * The last lines of what a command said.
 * @param {string} output
 */
export function tail(output) {
  return output.trim().split("\n").slice(-40).join("\n");
}

/**
 * An error in words: a connection that failed on every address of a name has none of its own.
 * @param {unknown} error
 * @returns {string}
 */
export function wordsOf(error) {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(wordsOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
