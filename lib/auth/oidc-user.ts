import { createUser, findUserByOidc, type UserRecord, updateUser } from "@/lib/catalog/users";
import type { OidcSettings } from "@/lib/env";
import type { Runtime } from "@/lib/services/context";
import { refuseUser } from "./actor";
import { type ClaimedUser, type Claims, readClaims } from "./oidc-claims";

export type OidcSignIn =
  | Readonly<{ user: UserRecord; refused: null }>
  | Readonly<{ user: UserRecord | null; refused: "role" | "taken" | "disabled" }>;

/**
 * The user behind an identity provider's claims, made at the first sign-in and brought up to date at each later one.
 * Identity is issuer and subject: an account with the same e-mail is somebody else (model.md).
 */
export async function userOfClaims(
  runtime: Pick<Runtime, "catalog" | "now" | "demo">,
  settings: OidcSettings,
  claims: Claims,
): Promise<OidcSignIn> {
  const claimed = readClaims(claims, settings);
  const { db } = runtime.catalog;
  const known = await findUserByOidc(db, settings.issuer, claimed.subject);
  if (claimed.role === null || claimed.subject === "") return { user: known, refused: "role" };
  if (known && refuseUser(known, runtime) !== null) return { user: known, refused: "disabled" };
  if (known) {
    const user = await updateUser(db, known.id, {
      name: claimed.name,
      role: claimed.role,
      ...(claimed.accessGroups ? { accessGroups: claimed.accessGroups } : {}),
      ...(claimed.partitions ? { partitions: claimed.partitions } : {}),
    });
    return { user, refused: null };
  }
  const user = await createFromClaims(runtime, settings, claimed, claimed.role);
  return user ? { user, refused: null } : { user: null, refused: "taken" };
}

/** Null when another account has the e-mail. Groups and partitions that no claim gives start as for any new user: all. */
async function createFromClaims(
  runtime: Pick<Runtime, "catalog" | "now">,
  settings: OidcSettings,
  claimed: ClaimedUser,
  role: UserRecord["role"],
): Promise<UserRecord | null> {
  try {
    return await createUser(runtime.catalog.db, {
      email: claimed.email,
      name: claimed.name,
      role,
      passwordHash: null,
      oidc: { issuer: settings.issuer, subject: claimed.subject },
      accessGroups: claimed.accessGroups ?? ["/"],
      partitions: claimed.partitions ?? ["*"],
      agents: [],
      demo: false,
      nowMs: runtime.now(),
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "already_exists") return null;
    throw error;
  }
}
