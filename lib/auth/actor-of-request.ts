import type { UserRecord } from "@/lib/catalog/users";
import type { Runtime } from "@/lib/services/context";
import { readBasic, verifyBasic } from "./basic";
import { readSessionCookie, userOfSession } from "./session";

export type Caller = Readonly<{ user: UserRecord; via: "session" | "basic" }>;

/**
 * Who sent this request: the open session of its cookie, else its HTTP Basic credentials; null = nobody.
 * Throws too_many_requests after too many wrong passwords.
 */
export async function callerOfRequest(
  request: Request,
  runtime: Pick<Runtime, "catalog" | "now" | "demo">,
  address: string,
): Promise<Caller | null> {
  const bySession = await userOfSession(runtime, readSessionCookie(request.headers.get("cookie")));
  if (bySession) return { user: bySession, via: "session" };
  const credentials = readBasic(request.headers.get("authorization"));
  const byBasic = credentials ? await verifyBasic(runtime, credentials, address) : null;
  return byBasic ? { user: byBasic, via: "basic" } : null;
}
