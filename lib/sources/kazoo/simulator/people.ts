/** Accounts, users and devices. Ids are 32 lower-case hex digits; nothing here depends on the seed. */
import { createHash } from "node:crypto";
import { AGENTS, type Agent, agentNamed } from "@/lib/samples/directory";
import { md5 } from "./wire";

export type Account = Readonly<{
  id: string;
  name: string;
  realm: string;
  /** Null for the master account. */
  parentId: string | null;
  apiKey: string;
}>;

export type User = Readonly<{
  id: string;
  accountId: string;
  username: string;
  password: string;
  firstName: string;
  lastName: string;
  /** Never consulted by the vendor itself (fact sheet §4). */
  privLevel: "admin" | "user";
  extension: string;
  deviceId: string;
}>;

const idOf = (words: string): string => md5(`kazoo simulator ${words}`);
const keyOf = (words: string): string => createHash("sha256").update(`kazoo api key ${words}`).digest("hex");

function account(key: string, name: string, realm: string, parent: string | null): Account {
  return {
    id: idOf(`account ${key}`),
    name,
    realm,
    parentId: parent === null ? null : idOf(`account ${parent}`),
    apiKey: keyOf(key),
  };
}

export const ACCOUNTS = {
  master: account("master", "KAZOO Operations", "ops.kazoo.example.com", null),
  main: account("main", "Tidewell Broadband", "tidewell.example.com", "master"),
  sub: account("sub", "Tidewell Moves", "moves.tidewell.example.com", "main"),
  /** Nobody's relative but the master's: 403 for the others. */
  stranger: account("stranger", "Harbour Freight Desk", "harbour.example.com", "master"),
} as const;

const BY_ID: ReadonlyMap<string, Account> = new Map(Object.values(ACCOUNTS).map((one) => [one.id, one]));

export const accountById = (id: string): Account | null => BY_ID.get(id) ?? null;

/** Whether an account is the other, or one above it. */
export function isWithin(account: Account, ancestorId: string): boolean {
  for (
    let at: Account | null = account;
    at !== null;
    at = at.parentId === null ? null : accountById(at.parentId)
  ) {
    if (at.id === ancestorId) return true;
  }
  return false;
}

function user(
  accountKey: keyof typeof ACCOUNTS,
  privLevel: User["privLevel"],
  agent: Agent,
  password: string,
): User {
  const { id: accountId } = ACCOUNTS[accountKey];
  return {
    id: idOf(`user ${accountId} ${agent.userName}`),
    accountId,
    username: agent.userName,
    password,
    firstName: agent.firstName,
    lastName: agent.lastName,
    privLevel,
    extension: agent.phoneNumber,
    deviceId: idOf(`device ${accountId} ${agent.userName}`),
  };
}

const named = (userName: string, firstName: string, lastName: string, phoneNumber: string): Agent => ({
  userName,
  firstName,
  lastName,
  phoneNumber,
  group: "/",
});

/** Those who sign in. Beside them every agent is a user, with a password nobody has been told. */
const SIGN_IN = {
  admin: user(
    "main",
    "admin",
    named("quality@tidewell.example", "Quinn", "Adler", "7190"),
    "harbour-42-lantern",
  ),
  plain: user("main", "user", agentNamed("jsmith"), "copper-17-meadow"),
  sub: user("sub", "admin", named("moves.desk", "Mira", "Lund", "8190"), "willow-88-ferry"),
  superAdmin: user("master", "admin", named("root.ops", "Ola", "Berg", "9190"), "granite-05-signal"),
} as const;

const agentUsers = AGENTS.filter((agent) => agent.userName !== SIGN_IN.plain.username).map((agent) =>
  user("main", "user", agent, idOf(`password ${agent.userName}`)),
);
const subUsers = ["hsato", "bmensah", "fcosta"].map((name) =>
  user("sub", "user", agentNamed(name), idOf(`password sub ${name}`)),
);

export const USERS: readonly User[] = [...Object.values(SIGN_IN), ...agentUsers, ...subUsers];

/** Those of an account whose calls are recorded: its agents. */
export function agentsOf(accountId: string): readonly User[] {
  const quiet: readonly string[] = [SIGN_IN.admin.id, SIGN_IN.sub.id, SIGN_IN.superAdmin.id];
  return USERS.filter((one) => one.accountId === accountId && !quiet.includes(one.id));
}

export const userById = (accountId: string, id: string): User | null =>
  USERS.find((one) => one.accountId === accountId && one.id === id) ?? null;

/** The user of the main account by directory name; throws when there is none, since seeds name only those above. */
export function userNamed(userName: string): User {
  const found = USERS.find((one) => one.accountId === ACCOUNTS.main.id && one.username === userName);
  if (found === undefined) throw new Error(`No user ${userName} in the simulated account.`);
  return found;
}

export type Credentials = Readonly<{
  username: string;
  password: string;
  accountName: string;
  accountId: string;
  userId: string;
}>;

const credentialsOf = (one: User): Credentials => ({
  username: one.username,
  password: one.password,
  accountName: accountById(one.accountId)?.name ?? "",
  accountId: one.accountId,
  userId: one.id,
});

/** What a client can sign in with. */
export const CREDENTIALS = {
  apiKey: ACCOUNTS.main.apiKey,
  subApiKey: ACCOUNTS.sub.apiKey,
  admin: credentialsOf(SIGN_IN.admin),
  plain: credentialsOf(SIGN_IN.plain),
  sub: credentialsOf(SIGN_IN.sub),
  superAdmin: credentialsOf(SIGN_IN.superAdmin),
} as const;

/** The hex digest that `user_auth` takes (fact sheet §3.1): the user name is lower-cased first. */
export function credentialsHash(username: string, password: string, method: "md5" | "sha"): string {
  return createHash(method === "md5" ? "md5" : "sha1")
    .update(`${username.toLowerCase()}:${password}`)
    .digest("hex");
}
