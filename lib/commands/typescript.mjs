// @ts-check
import { readFileSync } from "node:fs";
import path from "node:path";
import { register } from "tsx/esm/api";
import { ROOT } from "./project.mjs";

const TSCONFIG = path.join(ROOT, "tsconfig.json");

/** From here on this process imports TypeScript, with the project's own paths. */
export function allowTypeScript() {
  register({ tsconfig: TSCONFIG });
}

/**
 * The settings of this process, checked by the TypeScript that also reads them in the server. Nothing of the compiler
 * stays behind in this process.
 * @returns {Promise<import("./check-settings.ts").CheckedSettings>}
 */
export async function checkedSettings() {
  const scope = register({ namespace: "settings", tsconfig: TSCONFIG });
  try {
    const { checkSettings } = await scope.import("./check-settings.ts", import.meta.url);
    return await checkSettings();
  } finally {
    await scope.unregister();
  }
}

/** Puts what a `.env` file in the working directory says into the environment; what is set already stays. */
export function loadEnvFile() {
  let text;
  try {
    text = readFileSync(path.resolve(".env"), "utf8");
  } catch {
    return;
  }
  for (const line of text.split(/\r?\n/)) {
    const [, name, value = ""] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined) process.env[name] ??= unquoted(value);
  }
}

/** @param {string} value */
function unquoted(value) {
  const [, , inside] = /^(["'`])(.*)\1(?:\s+#.*)?$/.exec(value) ?? [];
  return inside ?? value.replace(/(?:^|\s+)#.*$/, "");
}
