/** The simulated org: divisions, queues, wrap-up codes, users. Ids are the same in every run. */
import { AGENTS, type Agent, QUEUES } from "@/lib/samples/directory";
import { uuid } from "@/lib/samples/random";

const ORG = 0x6c10;

export type Division = Readonly<{ id: string; name: string; homeDivision: boolean }>;

const division = (nth: number, name: string): Division => ({
  id: uuid(ORG, nth, 1),
  name,
  homeDivision: nth === 0,
});

export const DIVISIONS = {
  home: division(0, "Home"),
  support: division(1, "Support"),
  sales: division(2, "Sales"),
  /** Granted to no client: what lies here is never seen. */
  hidden: division(3, "Board"),
} as const;

/** Divisions that clients may be granted. */
export const OPEN_DIVISIONS: readonly Division[] = [DIVISIONS.home, DIVISIONS.support, DIVISIONS.sales];

export type Queue = Readonly<{ id: string; name: string; divisionId: string }>;

const QUEUE_DIVISIONS: Readonly<Record<(typeof QUEUES)[number], Division>> = {
  Billing: DIVISIONS.support,
  Technical: DIVISIONS.support,
  Retention: DIVISIONS.sales,
  Payments: DIVISIONS.home,
  Moves: DIVISIONS.home,
  Sales: DIVISIONS.sales,
  Support: DIVISIONS.support,
  Callback: DIVISIONS.home,
};

export const CLOUD_QUEUES: readonly Queue[] = QUEUES.map((name, nth) => ({
  id: uuid(ORG, nth, 2),
  name,
  divisionId: QUEUE_DIVISIONS[name].id,
}));

/** A queue by name; the first one when there is none of that name. */
export function queueNamed(name: string): Queue {
  return CLOUD_QUEUES.find((queue) => queue.name === name) ?? queueAt(0);
}

export function queueAt(nth: number): Queue {
  const queue = CLOUD_QUEUES[nth % CLOUD_QUEUES.length];
  if (queue === undefined) throw new Error("The simulated org has no queues.");
  return queue;
}

export type WrapUpCode = Readonly<{ id: string; name: string }>;

export const WRAP_UP_CODES: readonly WrapUpCode[] = [
  "Resolved",
  "Refund agreed",
  "Payment taken",
  "Callback arranged",
  "Escalated",
  "Customer hung up",
].map((name, nth) => ({ id: uuid(ORG, nth, 3), name }));

export type User = Readonly<{
  id: string;
  name: string;
  username: string;
  state: "active" | "inactive" | "deleted";
  divisionId: string;
  agent: Agent;
}>;

/** The last of the directory's agents have left; the one before them sits in a division nobody may see. */
const DELETED_FROM = AGENTS.length - 3;

function ascii(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();
}

export const USERS: readonly User[] = AGENTS.map((agent, nth) => ({
  id: uuid(ORG, nth, 4),
  name: `${agent.firstName} ${agent.lastName}`,
  username: `${ascii(agent.firstName)}.${ascii(agent.lastName)}@tidewell.example`,
  state: nth >= DELETED_FROM ? "deleted" : nth === DELETED_FROM - 2 ? "inactive" : "active",
  divisionId:
    nth === DELETED_FROM - 1
      ? DIVISIONS.hidden.id
      : agent.group.startsWith("/Sales")
        ? DIVISIONS.sales.id
        : DIVISIONS.support.id,
  agent,
}));

export const DELETED_USER_FROM = DELETED_FROM;
export const HIDDEN_USER = DELETED_FROM - 1;

export function userAt(nth: number): User {
  const user = USERS[nth % USERS.length];
  if (user === undefined) throw new Error("The simulated org has no users.");
  return user;
}

const byName = new Map(USERS.map((user) => [user.agent.userName, user]));
const byId = new Map(USERS.map((user) => [user.id, user]));

/** The user of one of the directory's agents; throws for any other name. */
export function userOfAgent(userName: string): User {
  const user = byName.get(userName);
  if (user === undefined) throw new Error(`No agent ${userName} in the simulated directory.`);
  return user;
}

export const userById = (id: string): User | null => byId.get(id) ?? null;
export const queueById = (id: string): Queue | null => CLOUD_QUEUES.find((queue) => queue.id === id) ?? null;
