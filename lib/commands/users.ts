import { once } from "node:events";
import path from "node:path";
import { hashPassword, refusePassword } from "@/lib/auth/passwords";
import { appendAudit } from "@/lib/catalog/audit";
import { type Catalog, openCatalog } from "@/lib/catalog/client";
import type { CatalogDb } from "@/lib/catalog/schema";
import { inTransaction } from "@/lib/catalog/transaction";
import { createUser, findUserByEmail, listUsers, type UserRecord, updateUser } from "@/lib/catalog/users";
import { parseDatabaseEnv, SettingsError } from "@/lib/env";
import { parseUsersCommand, USERS_USAGE, type UsersCommand } from "./users-options";

type AddCommand = Extract<UsersCommand, { verb: "add" }>;

async function main(): Promise<void> {
  const command = readCommand();
  const env = parseDatabaseEnv(process.env, process.cwd());
  // Before the database is taken: typing it may last.
  const password = command.verb === "add" ? await readPassword() : "";
  const catalog = await openDatabase(env);
  try {
    await run(catalog, command, password);
  } finally {
    await catalog.close();
  }
}

function readCommand(): UsersCommand {
  try {
    return parseUsersCommand(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error(USERS_USAGE);
    process.exit(2);
  }
}

async function openDatabase(env: ReturnType<typeof parseDatabaseEnv>): Promise<Catalog> {
  try {
    return await openCatalog({ databaseUrl: env.databaseUrl, dataDir: path.join(env.dataDir, "database") });
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const hint = /another process holds/.test(words) ? " While a server runs, use Admin → Users." : "";
    throw new Error(`${words}.${hint}`, { cause: error });
  }
}

async function run(catalog: Catalog, command: UsersCommand, password: string): Promise<void> {
  if (command.verb === "list") {
    for (const user of await listUsers(catalog.db)) console.log(lineOf(user));
    return;
  }
  if (command.verb === "add") {
    await add(catalog, command, password);
    return;
  }
  const user = await findUserByEmail(catalog.db, command.email);
  if (!user) throw new Error(`There is no user ${command.email}.`);
  const disabled = command.verb === "disable";
  await inTransaction(catalog.db, async (db) => {
    await audit(db, `user.${command.verb}`, user);
    await updateUser(db, user.id, { disabled });
  });
  console.log(`${user.email} is ${disabled ? "disabled" : "enabled"}.`);
}

async function add(catalog: Catalog, command: AddCommand, password: string): Promise<void> {
  const user = await findUserByEmail(catalog.db, command.email);
  if (user?.oidcSubject) {
    throw new Error(
      `${user.email} signs in through the identity provider, which also gives role and groups.`,
    );
  }
  const refusal = user && password === "" ? null : refusePassword(password);
  if (refusal) throw new Error(`${refusal} It is read from standard input.`);
  const passwordHash = password === "" ? undefined : await hashPassword(password);
  await inTransaction(catalog.db, (db) => save(db, command, user, passwordHash));
  console.log(`${command.email} is ${user ? "changed" : "added"} as ${command.role}.`);
}

async function save(
  db: CatalogDb,
  command: AddCommand,
  user: UserRecord | null,
  passwordHash: string | undefined,
): Promise<void> {
  await audit(db, user ? "user.change" : "user.create", user);
  if (user) {
    await updateUser(db, user.id, {
      role: command.role,
      passwordHash,
      name: command.name ?? undefined,
      accessGroups: command.accessGroups ?? undefined,
      partitions: command.partitions ?? undefined,
    });
    return;
  }
  await createUser(db, {
    email: command.email,
    name: command.name ?? command.email,
    role: command.role,
    passwordHash: passwordHash ?? null,
    accessGroups: command.accessGroups ?? ["/"],
    partitions: command.partitions ?? ["*"],
    agents: [],
    demo: false,
    nowMs: Date.now(),
  });
}

/** Who sits at this machine is not known to us; that somebody did is. */
async function audit(db: CatalogDb, action: string, user: UserRecord | null): Promise<void> {
  await appendAudit(db, {
    timeMs: Date.now(),
    userId: null,
    userEmail: null,
    role: null,
    address: "command line",
    action,
    phase: "noted",
    recordingId: null,
    searchId: null,
    details: { ...(user ? { user: user.id } : {}), via: "npm run users" },
    reason: null,
    result: "done",
  });
}

function lineOf(user: UserRecord): string {
  const signIn = user.oidcSubject === null ? "password" : "single sign-on";
  const state = user.disabled ? "disabled" : "enabled";
  const groups = user.accessGroups.join(",") || "no groups";
  const partitions = user.partitions.join(",") || "no partitions";
  return [user.email, user.role, state, groups, partitions, signIn, user.name].join("\t");
}

/** The first line of standard input; typed at a terminal, it is not shown. */
async function readPassword(): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return (await readAll()).split(/\r?\n/)[0] ?? "";
  stderr.write("Password: ");
  stdin.setRawMode(true);
  stdin.setEncoding("utf8");
  let typed = "";
  try {
    for (;;) {
      const [keys]: unknown[] = await once(stdin, "data");
      for (const key of String(keys)) {
        if (key === "\r" || key === "\n" || key === "\u0004") return typed;
        if (key === "\u0003") process.exit(130);
        typed = key === "\u007f" || key === "\b" ? typed.slice(0, -1) : typed + key;
      }
    }
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write("\n");
  }
}

async function readAll(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

try {
  await main();
} catch (error) {
  if (error instanceof SettingsError) for (const problem of error.problems) console.error(problem);
  else console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
