import { type Selectable, sql } from "kysely";
import { AppError } from "@/lib/domain/errors";
import type { Role } from "@/lib/domain/permissions";
import { isUniqueViolation } from "./errors";
import { gathered } from "./gather";
import type { CatalogDb, CatalogSchema } from "./schema";
import { textArray } from "./sql-values";
import { inTransaction } from "./transaction";
import { iso, newId, plainText } from "./values";

export type UserAgentLink = Readonly<{ source: string; key: string }>;

export type UserRecord = Readonly<{
  id: string;
  email: string;
  name: string;
  role: Role;
  accessGroups: readonly string[];
  partitions: readonly string[];
  disabled: boolean;
  /** Made for the demo, and refused by every other server. */
  demo: boolean;
  /** Made by lib/auth; null = signs in through OIDC alone. */
  passwordHash: string | null;
  oidcIssuer: string | null;
  oidcSubject: string | null;
  createdMs: number;
  agents: readonly UserAgentLink[];
}>;

export type NewUser = Readonly<{
  email: string;
  name: string;
  role: Role;
  passwordHash: string | null;
  oidc?: Readonly<{ issuer: string; subject: string }> | null;
  accessGroups: readonly string[];
  partitions: readonly string[];
  agents: readonly UserAgentLink[];
  demo: boolean;
  nowMs: number;
}>;

export type UserChanges = Readonly<{
  email?: string | undefined;
  name?: string | undefined;
  role?: Role | undefined;
  passwordHash?: string | null | undefined;
  accessGroups?: readonly string[] | undefined;
  partitions?: readonly string[] | undefined;
  disabled?: boolean | undefined;
  agents?: readonly UserAgentLink[] | undefined;
}>;

export async function findUserById(db: CatalogDb, id: string): Promise<UserRecord | null> {
  return (await readUsers(db, sql<boolean>`id = ${id}`))[0] ?? null;
}

/** The same for who is signed in, asked at every request: read anew, together with who asks at the same moment. */
export const findUserNow: (db: CatalogDb, id: string) => Promise<UserRecord | null> = gathered(
  async (db, ids) => {
    const users = await readUsers(db, sql<boolean>`id = any(${textArray(ids)})`);
    return new Map(users.map((user) => [user.id, user]));
  },
);

/** Letter case ignored. */
export async function findUserByEmail(db: CatalogDb, email: string): Promise<UserRecord | null> {
  if (email.includes("\u0000")) return null;
  return (await readUsers(db, sql<boolean>`lower(email) = lower(${email})`))[0] ?? null;
}

/** OIDC identity is issuer and subject; an e-mail is never enough (model.md). */
export async function findUserByOidc(
  db: CatalogDb,
  issuer: string,
  subject: string,
): Promise<UserRecord | null> {
  return (
    (await readUsers(db, sql<boolean>`oidc_issuer = ${issuer} and oidc_subject = ${subject}`))[0] ?? null
  );
}

/** Everybody, by e-mail. */
export function listUsers(db: CatalogDb): Promise<UserRecord[]> {
  return readUsers(db, sql<boolean>`true`);
}

export async function countEnabledAdministrators(db: CatalogDb): Promise<number> {
  return (await enabledAdministrators(db)).length;
}

/** Throws already_exists when the e-mail, or the OIDC identity, is taken. */
export function createUser(db: CatalogDb, input: NewUser): Promise<UserRecord> {
  const id = newId();
  return refusingDuplicates(() =>
    inTransaction(db, async (transaction) => {
      await transaction
        .insertInto("app_user")
        .values({
          id,
          email: plainText(input.email),
          name: plainText(input.name),
          role: input.role,
          access_groups: input.accessGroups.map((group) => plainText(group)),
          partitions: input.partitions.map((name) => plainText(name)),
          disabled: false,
          demo: input.demo,
          password_hash: input.passwordHash,
          oidc_issuer: input.oidc?.issuer ?? null,
          oidc_subject: input.oidc?.subject ?? null,
          created: iso(input.nowMs),
        })
        .execute();
      await replaceAgents(transaction, id, input.agents);
      return requireUser(transaction, id);
    }),
  );
}

/**
 * Changes what is given. Throws not_found, already_exists (e-mail), and cannot_update where no enabled administrator
 * would be left, whatever happens at the same moment.
 */
export function updateUser(db: CatalogDb, id: string, changes: UserChanges): Promise<UserRecord> {
  return refusingDuplicates(() =>
    inTransaction(db, async (transaction) => {
      const administrators = await enabledAdministrators(transaction, { lock: true });
      const row = {
        ...(changes.email === undefined ? {} : { email: plainText(changes.email) }),
        ...(changes.name === undefined ? {} : { name: plainText(changes.name) }),
        ...(changes.role === undefined ? {} : { role: changes.role }),
        ...(changes.passwordHash === undefined ? {} : { password_hash: changes.passwordHash }),
        ...(changes.accessGroups === undefined
          ? {}
          : { access_groups: changes.accessGroups.map((group) => plainText(group)) }),
        ...(changes.partitions === undefined
          ? {}
          : { partitions: changes.partitions.map((name) => plainText(name)) }),
        ...(changes.disabled === undefined ? {} : { disabled: changes.disabled }),
      };
      if (Object.keys(row).length > 0) {
        await transaction.updateTable("app_user").set(row).where("id", "=", id).execute();
      }
      if (changes.agents) await replaceAgents(transaction, id, changes.agents);
      const changed = await requireUser(transaction, id);
      const isLeft = administrators.some((other) => other !== id);
      const isOne = changed.role === "administrator" && !changed.disabled;
      if (administrators.includes(id) && !isLeft && !isOne) {
        throw new AppError("cannot_update", "This is the last administrator.");
      }
      return changed;
    }),
  );
}

async function enabledAdministrators(db: CatalogDb, options: { lock?: boolean } = {}): Promise<string[]> {
  const query = db
    .selectFrom("app_user")
    .select("id")
    .where("role", "=", "administrator")
    .where("disabled", "=", false)
    .orderBy("id");
  const rows = await (options.lock ? query.forUpdate() : query).execute();
  return rows.map((row) => row.id);
}

async function replaceAgents(db: CatalogDb, userId: string, agents: readonly UserAgentLink[]): Promise<void> {
  await db.deleteFrom("user_agent").where("user_id", "=", userId).execute();
  if (agents.length === 0) return;
  await db
    .insertInto("user_agent")
    .values(
      agents.map((link) => ({ user_id: userId, source_id: link.source, agent_key: plainText(link.key) })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function requireUser(db: CatalogDb, id: string): Promise<UserRecord> {
  const user = await findUserById(db, id);
  if (!user) throw new AppError("not_found", "There is no such user.");
  return user;
}

async function refusingDuplicates<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("already_exists", "There is a user with this e-mail already.", { cause: error });
  }
}

async function readUsers(db: CatalogDb, condition: ReturnType<typeof sql<boolean>>): Promise<UserRecord[]> {
  const rows = await db
    .selectFrom("app_user")
    .selectAll()
    .select(
      sql<[source: string, key: string][]>`(
        select coalesce(json_agg(json_build_array(a.source_id, a.agent_key) order by a.source_id, a.agent_key), '[]')
        from user_agent a where a.user_id = app_user.id)`.as("agents"),
    )
    .where(condition)
    .orderBy("email")
    .execute();
  return rows.map(read);
}

function read(
  row: Selectable<CatalogSchema["app_user"]> & Readonly<{ agents: readonly [source: string, key: string][] }>,
): UserRecord {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    accessGroups: row.access_groups,
    partitions: row.partitions,
    disabled: row.disabled,
    demo: row.demo,
    passwordHash: row.password_hash,
    oidcIssuer: row.oidc_issuer,
    oidcSubject: row.oidc_subject,
    createdMs: row.created,
    agents: row.agents.map(([source, key]) => ({ source, key })),
  };
}
