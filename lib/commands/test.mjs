// @ts-check
/** `npm test`: everything that decides whether a change may be merged. Node built-ins only until things are installed. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { findChromium } from "./chromium.mjs";
import { build, checkNode, ensureDependencies, isBuildCurrent, ROOT, run } from "./project.mjs";

checkNode();

const total = { passed: 0, failed: 0, skipped: 0 };
const reports = mkdtempSync(path.join(os.tmpdir(), "earmark-test-"));
process.once("exit", () => rmSync(reports, { recursive: true, force: true }));
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));

/** @type {string[]} */
const failures = [];

/**
 * One check that either passes or fails.
 * @param {string} name
 * @param {() => Promise<unknown>} work
 */
async function check(name, work) {
  console.log(`\n── ${name}`);
  try {
    await work();
    total.passed += 1;
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    total.failed += 1;
    failures.push(name);
    return false;
  }
}

/**
 * @param {string} name
 * @param {string[]} command
 */
async function must(name, command) {
  const { code } = await run(command);
  if (code !== 0) throw new Error(`${name} failed with code ${code}.`);
}

/**
 * A program of node_modules, run by this very Node.
 * @param {string} file
 * @param {...string} args
 */
const tool = (file, ...args) => [process.execPath, path.join(ROOT, "node_modules", file), ...args];

/**
 * Many tests under one name: counted by what their report says, and failed when there is none.
 * @param {string} name
 * @param {string[]} command
 * @param {Record<string, string>} env
 * @param {(report: any) => { passed: number, failed: number, skipped: number }} count
 */
async function suite(name, command, env, count) {
  console.log(`\n── ${name}`);
  const { code } = await run(command, { env: { ...process.env, ...env } });
  const counted = { passed: 0, failed: 0, skipped: 0 };
  try {
    Object.assign(counted, count(JSON.parse(readFileSync(path.join(reports, `${name}.json`), "utf8"))));
  } catch {
    console.error(`${name} left no report.`);
  }
  // A run that failed without a failed test: a broken set-up, an error outside of any test, or no test at all.
  const isBroken = code !== 0 || counted.passed === 0;
  if (isBroken && counted.failed === 0) counted.failed = 1;
  total.passed += counted.passed;
  total.failed += counted.failed;
  total.skipped += counted.skipped;
  if (counted.failed > 0) failures.push(name);
}

const say = (/** @type {string} */ line) => console.log(line);

let chromium = "";
const isInstalled = await check("dependencies", () => ensureDependencies(say));
if (isInstalled) {
  await check("chromium", async () => {
    chromium = await findChromium(say);
    say(chromium);
  });
  await check("format and lint", () => must("biome", tool("@biomejs/biome/bin/biome", "check", ".")));
  await check("types", async () => {
    // Writes next-env.d.ts and the types of the routes, which a fresh clone has not.
    await must("next typegen", tool("next/dist/bin/next", "typegen"));
    await must("tsc", tool("typescript/bin/tsc", "--noEmit"));
  });
  const unit = path.join(reports, "unit.json");
  await suite(
    "unit",
    tool(
      "vitest/vitest.mjs",
      "run",
      "--config=lib/testing/vitest.config.ts",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${unit}`,
    ),
    {},
    (report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    }),
  );
  const isBuilt = await check("build", async () => {
    if (isBuildCurrent()) say("up to date");
    else await build({ quiet: false });
  });
  if (isBuilt && chromium !== "") {
    await suite(
      "browser",
      tool("@playwright/test/cli.js", "test", "--config=e2e/playwright.config.ts", "--reporter=list,json"),
      { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(reports, "browser.json"), CI: "1" },
      ({ stats }) => ({
        passed: stats.expected + stats.flaky,
        failed: stats.unexpected,
        skipped: stats.skipped,
      }),
    );
  } else {
    console.error("\nThe browser tests could not run.");
    total.failed += 1;
    failures.push("browser");
  }
}

if (failures.length > 0) console.log(`\nfailed: ${failures.join(", ")}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
