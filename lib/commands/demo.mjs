// @ts-check
/** `npm run demo`: everything from a fresh clone to a running desk. Node built-ins only until things are installed. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { build, checkNode, ensureDependencies, isBuildCurrent, ROOT, wordsOf } from "./project.mjs";

const HOST = "127.0.0.1";
const SIMULATOR_PORT = 4100;
const SIMULATORS = 4;
const PASSWORD = "earmark-demo";
const PEOPLE = [
  ["admin@earmark.test", "sees and may do everything"],
  ["supervisor@earmark.test", "searches, plays, labels; masked fields stay masked"],
  ["evaluator@earmark.test", "plays what is given to them for review"],
];

checkNode();
const startedMs = Date.now();
const dataDir = path.resolve(process.env.EARMARK_DATA || path.join(ROOT, ".data"), "demo");

/** @type {import("node:child_process").ChildProcess | null} */
let simulators = null;
/** @type {(() => Promise<void>) | null} */
let stopServer = null;
let stopping = false;

/** @param {number} code */
async function end(code) {
  if (stopping) process.exit(130);
  stopping = true;
  setTimeout(() => process.exit(1), 20_000).unref();
  try {
    await stopServer?.();
  } catch (error) {
    console.error(error);
  }
  simulators?.kill("SIGTERM");
  process.exit(code);
}

process.on("SIGINT", () => end(0));
process.on("SIGTERM", () => end(0));
process.once("exit", () => simulators?.kill("SIGTERM"));
if (process.env.npm_lifecycle_event) {
  // npm that is killed does not always tell its children: then our parent changes.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(0), 1_000).unref();
}

/**
 * @param {string} what
 * @param {string} state
 */
const say = (what, state) => console.log(`  ${what.padEnd(14)}${state}`);

/**
 * True when nothing listens there.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, HOST, () => probe.close(() => resolve(true)));
  });
}

function readPort() {
  const text = process.env.PORT || "3000";
  const port = Number(text);
  if (/^\d+$/.test(text) && port > 0 && port < 65_536) return port;
  throw new Error("PORT must be a whole number from 1 to 65535.");
}

/** Made at the first start, for this machine alone. */
function readSecret() {
  const file = path.join(dataDir, "secret");
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}

/**
 * Starts the simulators in a process of their own, which ends with this one. Gives what each is called and where it is.
 * @returns {Promise<string[]>}
 */
async function startSimulators() {
  const ports = Array.from({ length: SIMULATORS }, (_, index) => SIMULATOR_PORT + index);
  const free = await Promise.all(ports.map(isFree));
  const port = free.every(Boolean) ? SIMULATOR_PORT : 0;
  const args = [
    path.join(ROOT, "lib/commands/run-typescript.mjs"),
    path.join(ROOT, "lib/commands/simulators.ts"),
  ];
  args.push("--port", String(port), "--sources", path.join(dataDir, "sources.json"));
  args.push("--state", path.join(dataDir, "simulators.json"), "--live", "rotating", "--relaxed-limits");
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit", "ipc"] });
  simulators = child;
  child.unref();
  child.channel?.unref();
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (/** @type {string} */ more) => {
      text += more;
      if (!text.includes("\n")) return;
      const { sources } = JSON.parse(text);
      resolve(
        sources.map(
          (/** @type {{ name: string, baseUrl?: string, apiUrl?: string }} */ source) =>
            `${source.name} at ${source.baseUrl ?? source.apiUrl}`,
        ),
      );
    });
    child.once("exit", (code) => {
      if (stopping) return;
      reject(new Error(`The simulators ended with code ${code}.`));
      if (stopServer) {
        console.error(`The simulators ended with code ${code}.`);
        end(1);
      }
    });
  });
}

/** @param {number} port */
function setUp(port) {
  Object.assign(process.env, {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    NEXT_MANUAL_SIG_HANDLE: "true",
    PORT: String(port),
    HOST,
    EARMARK_URL: `http://localhost:${port}`,
    NEXTAUTH_URL: `http://localhost:${port}`,
    EARMARK_SECRET: readSecret(),
    EARMARK_DATA: dataDir,
    EARMARK_SOURCES: path.join(dataDir, "sources.json"),
    EARMARK_DEMO: "1",
    EARMARK_DEMO_REVIEWS: "1",
    EARMARK_LOG_LEVEL: process.env.EARMARK_LOG_LEVEL || "warn",
  });
  // Empty, not deleted: Next would take them out of a `.env` file again.
  for (const name of ["DATABASE_URL", "EARMARK_SECRET_OLD", "EARMARK_TRUST_PROXY", "EARMARK_OIDC_ISSUER"]) {
    process.env[name] = "";
  }
  for (const part of ["CLIENT_ID", "CLIENT_SECRET", "ROLE_CLAIM", "GROUPS_CLAIM", "PARTITIONS_CLAIM"]) {
    process.env[`EARMARK_OIDC_${part}`] = "";
  }
}

async function main() {
  console.log("\nEarmark, the demo\n");
  const port = readPort();
  if (!(await isFree(port))) {
    throw new Error(
      `Port ${port} is taken by another program: stop that one, or start with PORT=${port + 10} npm run demo.`,
    );
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const hasInstalled = await ensureDependencies((line) => say("dependencies", line));
  say("dependencies", hasInstalled ? "installed" : "up to date");
  if (isBuildCurrent()) {
    say("build", "up to date");
  } else {
    say("build", "building, a quarter of a minute or so");
    await build({ quiet: true });
    say("build", "done");
  }
  for (const line of await startSimulators()) say("simulator", line);
  setUp(port);
  // What the build left outside of its bundles is found from here.
  process.chdir(ROOT);
  say("server", "starting");
  const { startServer } = await import("../http/server.mjs");
  stopServer = (await startServer({ dir: ROOT, port, host: HOST, trustProxy: 0 })).stop;
  say("server", `ready, ${Math.round((Date.now() - startedMs) / 1_000)} s after the start`);
  console.log(`\n  Earmark runs at  http://localhost:${port}\n`);
  console.log(`  Sign in with the password  ${PASSWORD}  as`);
  for (const [email = "", words = ""] of PEOPLE) console.log(`    ${email.padEnd(26)}${words}`);
  console.log("\n  Ctrl-C ends all of it.\n");
}

try {
  await main();
} catch (error) {
  console.error(`\n${wordsOf(error)}`);
  await end(1);
}
