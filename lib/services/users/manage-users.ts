import { forgetBasicCredentials } from "@/lib/auth/basic";
import { hashPassword } from "@/lib/auth/passwords";
import {
  updateUser as changeUser,
  countEnabledAdministrators,
  findUserByEmail,
  findUserById,
  createUser as insertUser,
  listUsers as readUsers,
  type UserRecord,
} from "@/lib/catalog/users";
import { holdsAtLeast } from "@/lib/domain/access";
import type { UserRow } from "@/lib/domain/answers";
import { AppError } from "@/lib/domain/errors";
import type { Role } from "@/lib/domain/permissions";
import { audited } from "../audited";
import type { ServiceContext } from "../context";

export type AgentLinkInput = Readonly<{ source: string; key: string }>;

export type NewUser = Readonly<{
  email: string;
  name: string;
  role: Role;
  password: string;
  accessGroups: readonly string[];
  partitions: readonly string[];
  agents?: readonly AgentLinkInput[] | undefined;
}>;

export type UserChange = Readonly<{
  name?: string | undefined;
  role?: Role | undefined;
  password?: string | undefined;
  accessGroups?: readonly string[] | undefined;
  partitions?: readonly string[] | undefined;
  disabled?: boolean | undefined;
  agents?: readonly AgentLinkInput[] | undefined;
}>;

export async function listUsers(ctx: ServiceContext): Promise<readonly UserRow[]> {
  return (await readUsers(ctx.catalog.db)).map(present);
}

/** Creates a user who signs in with a password. An administrator grants at most what they hold (model.md). */
export async function createUser(ctx: ServiceContext, input: NewUser): Promise<UserRow> {
  checkGrant(ctx, input);
  if (await findUserByEmail(ctx.catalog.db, input.email)) {
    throw new AppError("already_exists", "There is a user with this e-mail address already.");
  }
  const passwordHash = await hashPassword(input.password);
  const created = await audited(
    ctx,
    { action: "user.create", details: { role: input.role, accessGroups: input.accessGroups } },
    () =>
      insertUser(ctx.catalog.db, {
        email: input.email,
        name: input.name,
        role: input.role,
        passwordHash,
        accessGroups: input.accessGroups,
        partitions: input.partitions,
        agents: input.agents ?? [],
        demo: false,
        nowMs: ctx.now(),
      }),
  );
  return present(created);
}

/** Changes a user; bites from their next request on. Nobody changes themselves, and one administrator always remains. */
export async function updateUser(ctx: ServiceContext, userId: string, change: UserChange): Promise<UserRow> {
  const user = await findUserById(ctx.catalog.db, userId);
  if (!user) throw new AppError("not_found", "There is no such user.");
  if (user.id === ctx.actor.userId) throw new AppError("forbidden", "You can't change your own account.");
  checkGrant(ctx, {
    accessGroups: change.accessGroups ?? user.accessGroups,
    partitions: change.partitions ?? user.partitions,
  });
  const losesAdministrator =
    user.role === "administrator" &&
    !user.disabled &&
    (change.disabled === true || (change.role !== undefined && change.role !== "administrator"));
  if (losesAdministrator && (await countEnabledAdministrators(ctx.catalog.db)) <= 1) {
    throw new AppError("cannot_update", "This is the last administrator.");
  }
  const { password, ...rest } = change;
  const passwordHash = password === undefined ? undefined : await hashPassword(password);
  const details = {
    user: user.id,
    changed: Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : [name])),
  };
  const changed = await audited(ctx, { action: "user.change", details }, () =>
    changeUser(ctx.catalog.db, user.id, { ...rest, ...(passwordHash === undefined ? {} : { passwordHash }) }),
  );
  forgetBasicCredentials(user.email);
  return present(changed);
}

function checkGrant(
  ctx: ServiceContext,
  given: Readonly<{ accessGroups: readonly string[]; partitions: readonly string[] }>,
): void {
  if (!holdsAtLeast(ctx.actor, given)) {
    throw new AppError(
      "forbidden",
      "You can grant only access groups and partitions that you hold yourself.",
    );
  }
}

function present(user: UserRecord): UserRow {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    role: user.role,
    accessGroups: user.accessGroups,
    partitions: user.partitions,
    disabled: user.disabled,
    signIn: user.oidcSubject === null ? "password" : "oidc",
    agents: user.agents.map((link) => ({ source: link.source, key: link.key })),
  };
}
