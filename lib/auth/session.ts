import { createHash } from "node:crypto";
import { decode } from "next-auth/jwt";
import { z } from "zod";
import { findUserNow, type UserRecord } from "@/lib/catalog/users";
import { readEnv } from "@/lib/env";
import { sessionSecret } from "@/lib/keys";
import type { Runtime } from "@/lib/services/context";
import { refuseUser } from "./actor";
import { credentialStamp } from "./stamp";

export const SESSION_HOURS = 8;

/** What a session cookie says. Rights are not in it: they are read anew for every request. */
const SessionTokenSchema = z.object({
  sub: z.string().min(1),
  /** Epoch ms; a session ends eight hours later, however often its cookie was renewed. */
  signedInMs: z.number(),
  stamp: z.string(),
});
export type SessionToken = z.infer<typeof SessionTokenSchema>;

export function sessionTokenOf(user: UserRecord, nowMs: number): SessionToken {
  return { sub: user.id, signedInMs: nowMs, stamp: credentialStamp(user) };
}

/** True when cookies go over https alone. */
export function usesSecureCookies(): boolean {
  return readEnv().url.startsWith("https:");
}

export function sessionCookieName(): string {
  return `${usesSecureCookies() ? "__Secure-" : ""}next-auth.session-token`;
}

/** The user whose open session this cookie is; null for none, an ended one, or a user who may not come in any more. */
export async function userOfSession(
  runtime: Pick<Runtime, "catalog" | "now" | "demo">,
  cookie: string | null,
): Promise<UserRecord | null> {
  if (cookie === null || cookie === "") return null;
  const token = SessionTokenSchema.safeParse(await openedOnce(cookie, runtime.now()));
  if (!token.success) return null;
  const ageMs = runtime.now() - token.data.signedInMs;
  if (ageMs > SESSION_HOURS * 3_600_000) return null;
  const user = await findUserNow(runtime.catalog.db, token.data.sub);
  if (!user || refuseUser(user, runtime) !== null) return null;
  return credentialStamp(user) === token.data.stamp ? user : null;
}

/** How long an opened cookie is remembered: opening one derives a key anew, which costs more than everything around it. */
const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 2_000;
const remembered = new Map<string, Readonly<{ untilMs: number; content: Promise<unknown> }>>();

/** What a cookie says, by its hash: no cookie is kept. The user behind it is read anew for every request all the same. */
function openedOnce(cookie: string, nowMs: number): Promise<unknown> {
  const key = createHash("sha256").update(`${readEnv().secret}\n${cookie}`).digest("base64");
  const known = remembered.get(key);
  if (known && nowMs < known.untilMs) return known.content;
  const content = opened(cookie);
  remembered.delete(key);
  remembered.set(key, { untilMs: nowMs + REMEMBERED_MS, content });
  const oldest = remembered.keys().next().value;
  if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  return content;
}

async function opened(cookie: string): Promise<unknown> {
  try {
    return await decode({ token: cookie, secret: sessionSecret(readEnv()) });
  } catch {
    // Sealed with another secret, cut, forged or expired: all the same, no session.
    return null;
  }
}

/** The session cookie of a `Cookie` header. */
export function readSessionCookie(header: string | null): string | null {
  const name = sessionCookieName();
  for (const part of (header ?? "").split(";")) {
    const equals = part.indexOf("=");
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return null;
}
