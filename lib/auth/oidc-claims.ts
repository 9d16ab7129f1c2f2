import { ROLES, type Role } from "@/lib/domain/permissions";
import type { OidcSettings } from "@/lib/env";

export type Claims = Readonly<Record<string, unknown>>;

/** What an identity provider's claims say of a person. Null lists = not given by claims, kept as they are here. */
export type ClaimedUser = Readonly<{
  subject: string;
  email: string;
  name: string;
  /** Null = no role that we know: the sign-in is refused. */
  role: Role | null;
  accessGroups: readonly string[] | null;
  partitions: readonly string[] | null;
}>;

/** Reads the claims as the settings say. A configured groups claim that is absent gives no groups (fail closed). */
export function readClaims(claims: Claims, settings: OidcSettings): ClaimedUser {
  const subject = textOf(claims.sub) ?? "";
  const email = textOf(claims.email) ?? textOf(claims.preferred_username) ?? subject;
  const roles = listOf(claimAt(claims, settings.roleClaim));
  return {
    subject,
    email,
    name: textOf(claims.name) ?? email,
    role: ROLES.find((role) => roles.includes(role)) ?? null,
    accessGroups: settings.groupsClaim === null ? null : listOf(claimAt(claims, settings.groupsClaim)),
    partitions: settings.partitionsClaim === null ? null : listOf(claimAt(claims, settings.partitionsClaim)),
  };
}

/** The claim of this name, else the one that the name leads to as a path: `realm_access.roles`. */
export function claimAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Object.entries(value).find(([key]) => key === part)?.[1];
  }
  return value;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** A list, or one text with commas. */
function listOf(value: unknown): readonly string[] {
  const items = typeof value === "string" ? value.split(",") : Array.isArray(value) ? value : [];
  return items.flatMap((item: unknown) => textOf(item) ?? []);
}
