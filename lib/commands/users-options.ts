import { parseArgs } from "node:util";
import { z } from "zod";
import { ROLES, type Role } from "@/lib/domain/permissions";

export const USERS_USAGE = `usage:
  npm run users -- add EMAIL --role ${ROLES.join("|")} [--name N] [--access-groups /a,/b] [--partitions p,q]
  npm run users -- list
  npm run users -- disable EMAIL
  npm run users -- enable EMAIL
The password of \`add\` is read from standard input. EARMARK_DATA or DATABASE_URL say which database.`;

export type UsersCommand =
  | Readonly<{ verb: "list" }>
  | Readonly<{ verb: "disable" | "enable"; email: string }>
  | Readonly<{
      verb: "add";
      email: string;
      role: Role;
      name: string | null;
      /** Null = not given: all for a new user, unchanged for a known one. */
      accessGroups: readonly string[] | null;
      partitions: readonly string[] | null;
    }>;

const ADD_OPTIONS = {
  role: { type: "string" },
  name: { type: "string" },
  "access-groups": { type: "string" },
  partitions: { type: "string" },
} as const;

/** Reads the command line; throws an Error with words for the operator. */
export function parseUsersCommand(args: readonly string[]): UsersCommand {
  const [verb, ...rest] = args;
  if (verb === "list") {
    if (rest.length > 0) throw new Error("`list` takes nothing more.");
    return { verb };
  }
  if (verb === "disable" || verb === "enable") {
    const { positionals } = parseArgs({ args: rest, allowPositionals: true });
    return { verb, email: onlyEmail(positionals) };
  }
  if (verb === "add") return parseAdd(rest);
  throw new Error(verb === undefined ? "Say what to do." : `There is no \`${verb}\`.`);
}

function parseAdd(args: readonly string[]): UsersCommand {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: ADD_OPTIONS,
    allowPositionals: true,
  });
  const role = ROLES.find((known) => known === values.role);
  if (!role) throw new Error(`--role must be one of ${ROLES.join(", ")}.`);
  const name = values.name?.trim();
  if (name === "") throw new Error("--name must not be empty.");
  return {
    verb: "add",
    email: onlyEmail(positionals),
    role,
    name: name ?? null,
    accessGroups: accessGroups(values["access-groups"]),
    partitions: commaList(values.partitions),
  };
}

function onlyEmail(positionals: readonly string[]): string {
  const [email, ...more] = positionals;
  if (email === undefined || more.length > 0) throw new Error("Name one e-mail address.");
  const parsed = z.email().max(320).safeParse(email.trim());
  if (!parsed.success) throw new Error("That is not an e-mail address.");
  return parsed.data;
}

function accessGroups(text: string | undefined): readonly string[] | null {
  const groups = commaList(text);
  const wrong = groups?.find((group) => !group.startsWith("/"));
  if (wrong !== undefined)
    throw new Error("--access-groups are paths that begin with `/`, such as /Sales,/Support.");
  return groups;
}

function commaList(text: string | undefined): readonly string[] | null {
  if (text === undefined) return null;
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
