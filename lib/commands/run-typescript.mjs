// @ts-check
import path from "node:path";
import { pathToFileURL } from "node:url";
import { allowTypeScript, loadEnvFile } from "./typescript.mjs";

const [file, ...args] = process.argv.slice(2);
if (!file) {
  console.error("usage: node lib/commands/run-typescript.mjs FILE.ts [ARGUMENTS]");
  process.exit(2);
}
loadEnvFile();
allowTypeScript();
process.argv.splice(1, process.argv.length - 1, path.resolve(file), ...args);
await import(pathToFileURL(path.resolve(file)).href);
