import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import type { Actor } from "@/lib/domain/actor";
import { may, type Permission } from "@/lib/domain/permissions";
import { getRuntime } from "@/lib/services/runtime";
import { toActor } from "./actor";
import { sessionCookieName, userOfSession } from "./session";

/**
 * For pages: who is looking. Sends the browser to sign in when nobody is, and on to `from` afterwards; a page that
 * wants a permission answers "not found" to those without it.
 */
export async function requireActor(
  options: Readonly<{ permission?: Permission; from?: string }> = {},
): Promise<Actor> {
  const cookie = (await cookies()).get(sessionCookieName())?.value ?? null;
  const user = await userOfSession(await getRuntime(), cookie);
  if (!user) redirect(options.from ? `/sign-in?from=${encodeURIComponent(options.from)}` : "/sign-in");
  if (options.permission && !may(user.role, options.permission)) notFound();
  return toActor(user);
}

/** For the sign-in page: the one who is signed in already, or null. */
export async function currentActor(): Promise<Actor | null> {
  const cookie = (await cookies()).get(sessionCookieName())?.value ?? null;
  const user = await userOfSession(await getRuntime(), cookie);
  return user ? toActor(user) : null;
}
