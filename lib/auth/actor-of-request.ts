import type { UserRecord } from "@/lib/catalog/users";
import type { Runtime } from "@/lib/services/context";
import { readBasic, verifyBasic } from "./basic";
import { readSessionCookie, userOfSession } from "./session";

export type Caller = Readonly<{ user: UserRecord; via: "session" | "basic" }>;

/**
 * Who sent this request: by its HTTP Basic credentials, else by the open session of its cookie; null = nobody.
 * Throws too_many_requests after too many wrong passwords.
 */
export async function callerOfRequest(
  request: Request,
  runtime: Pick<Runtime, "catalog" | "now" | "demo">,
  address: string,
): Promise<Caller | null> {
  // Credentials that were written into the request say more plainly who is meant than a cookie that rides along.
  const credentials = readBasic(request.headers.get("authorization"));
  if (credentials) {
    const byBasic = await verifyBasic(runtime, credentials, address);
    return byBasic ? { user: byBasic, via: "basic" } : null;
  }
  const bySession = await userOfSession(runtime, readSessionCookie(request.headers.get("cookie")));
  return bySession ? { user: bySession, via: "session" } : null;
}
