// @ts-check
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { ROOT, run, tail } from "./project.mjs";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The Chromium for the browser tests: `CHROMIUM_PATH`, a system one, Playwright's own, else one that is installed now:
 * by apt as root on Debian, by Playwright elsewhere. Throws with the mend in its words.
 * @param {(line: string) => void} say
 * @returns {Promise<string>}
 */
export async function findChromium(say) {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which is not there. Mend it, or unset it.`);
  }
  const found = present();
  if (found) return found;
  const isDebianRoot = existsSync("/usr/bin/apt-get") && process.getuid?.() === 0;
  say(`installing Chromium ${isDebianRoot ? "by apt" : "by Playwright"}`);
  const output = isDebianRoot ? await byApt() : await byPlaywright();
  const installed = present();
  if (installed) return installed;
  const mend = isDebianRoot
    ? "apt-get install -y --no-install-recommends chromium"
    : "npx playwright install chromium";
  throw new Error(
    `No Chromium was found, and none could be installed. Try \`${mend}\`, or set CHROMIUM_PATH.\n${tail(output)}`,
  );
}

function present() {
  return [...INSTALLED, playwrightsOwn()].find((file) => file !== null && existsSync(file)) ?? null;
}

function playwrightsOwn() {
  try {
    /** @type {typeof import("playwright")} */
    const playwright = createRequire(import.meta.url)("playwright");
    return playwright.chromium.executablePath();
  } catch {
    return null;
  }
}

async function byApt() {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const update = await run(["apt-get", "update"], { quiet: true, env });
  const install = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"];
  return update.output + (await run(install, { quiet: true, env })).output;
}

async function byPlaywright() {
  const cli = path.join(ROOT, "node_modules", "playwright", "cli.js");
  return (await run([process.execPath, cli, "install", "chromium"], { quiet: true })).output;
}
