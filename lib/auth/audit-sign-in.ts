import { appendAudit } from "@/lib/catalog/audit";
import type { UserRecord } from "@/lib/catalog/users";
import type { Runtime } from "@/lib/services/context";

export type SignInEvent = Readonly<{
  action: "session.sign-in" | "session.sign-out" | "session.refused";
  /** Null = nobody we know. What was typed instead is not kept: it may be a password in the wrong field. */
  user: UserRecord | null;
  address: string;
  via: "password" | "basic" | "oidc";
  result: string;
}>;

/** Writes a sign-in, a sign-out or a refused one to the audit log. */
export async function auditSignIn(
  runtime: Pick<Runtime, "catalog" | "now">,
  event: SignInEvent,
): Promise<void> {
  await appendAudit(runtime.catalog.db, {
    timeMs: runtime.now(),
    userId: event.user?.id ?? null,
    userEmail: event.user?.email ?? null,
    role: event.user?.role ?? null,
    address: event.address,
    action: event.action,
    phase: "noted",
    recordingId: null,
    searchId: null,
    details: { via: event.via },
    reason: null,
    result: event.result,
  });
}
