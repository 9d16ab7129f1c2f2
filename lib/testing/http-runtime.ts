import { pino } from "pino";
import { hashPassword } from "@/lib/auth/passwords";
import type { Catalog } from "@/lib/catalog/client";
import { createUser, type UserRecord } from "@/lib/catalog/users";
import type { Role } from "@/lib/domain/permissions";
import type { Runtime } from "@/lib/services/context";

/** What sign-in and `route()` use of a server, over a real catalog. */
export type HttpRuntime = Pick<Runtime, "catalog" | "log" | "now" | "demo" | "owner">;

export const TEST_PASSWORD = "correct horse battery";

export const TEST_SETTINGS = {
  EARMARK_URL: "http://localhost:3000",
  EARMARK_SECRET: "only-for-tests-0123456789abcdef0123456789",
} as const;

export function httpRuntime(catalog: Catalog, changes: Partial<HttpRuntime> = {}): HttpRuntime {
  return { catalog, log: pino({ level: "silent" }), now: Date.now, demo: false, owner: "test", ...changes };
}

let knownHash: Promise<string> | null = null;

/** Signs in with `TEST_PASSWORD`. */
export async function addUser(
  catalog: Catalog,
  role: Role,
  changes: Readonly<{ email?: string; demo?: boolean }> = {},
): Promise<UserRecord> {
  knownHash ??= hashPassword(TEST_PASSWORD);
  return createUser(catalog.db, {
    email: changes.email ?? `${role}@b.test`,
    name: `A ${role}`,
    role,
    passwordHash: await knownHash,
    accessGroups: ["/"],
    partitions: ["*"],
    agents: [],
    demo: changes.demo ?? false,
    nowMs: Date.now(),
  });
}

export function basicHeader(email: string, password = TEST_PASSWORD): string {
  return `Basic ${Buffer.from(`${email}:${password}`).toString("base64")}`;
}
