import { createHash, hkdfSync } from "node:crypto";
import type { Env } from "./env";
import type { AuditKeys } from "./services/audit-keys";

type Purpose = "session" | "spool" | "audit" | "basic-cache" | "credential-stamp";

const KEY_BYTES = 32;

/** Derived once: several are asked for at every request. */
const derived = new Map<string, Buffer>();

/** One secret is kept, a key is derived for each use of it: what one use leaks opens no other (HKDF-SHA-256). */
function derive(secret: string, purpose: Purpose): Buffer {
  const name = `${purpose}\n${secret}`;
  const known = derived.get(name);
  if (known) return known;
  const key = Buffer.from(hkdfSync("sha256", secret, "earmark", `earmark ${purpose} v1`, KEY_BYTES));
  derived.set(name, key);
  return key;
}

/** Seals the session cookies. */
export function sessionSecret(env: Pick<Env, "secret">): string {
  return derive(env.secret, "session").toString("base64url");
}

/** Encrypts the media cache. 32 bytes. */
export function spoolKey(env: Pick<Env, "secret">): Buffer {
  return derive(env.secret, "spool");
}

/** Under which verified Basic pairs are remembered. 32 bytes. */
export function basicCacheKey(env: Pick<Env, "secret">): Buffer {
  return derive(env.secret, "basic-cache");
}

/** Ties a session to the password it was opened with. 32 bytes. */
export function credentialStampKey(env: Pick<Env, "secret">): Buffer {
  return derive(env.secret, "credential-stamp");
}

/** The audit chain's keys: the present secret's seals, those of `EARMARK_SECRET_OLD` only verify. */
export function auditKeys(env: Pick<Env, "secret" | "oldSecrets">): AuditKeys {
  const current = derive(env.secret, "audit");
  const all = [current, ...env.oldSecrets.map((secret) => derive(secret, "audit"))];
  return { currentId: idOf(current), keys: new Map(all.map((key) => [idOf(key), key])) };
}

/** A name for the key that tells nothing of it. */
function idOf(key: Buffer): string {
  return createHash("sha256").update("earmark key id").update(key).digest("hex").slice(0, 16);
}
