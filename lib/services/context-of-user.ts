import { toActor } from "@/lib/auth/actor";
import type { UserRecord } from "@/lib/catalog/users";
import { personScope } from "@/lib/domain/access";
import type { Runtime, ServiceContext } from "./context";

/** A context for work that a person left to be done later, with the rights that they have now. */
export function contextOfUser(
  runtime: Runtime,
  user: UserRecord,
  request: Readonly<{ id: string; address: string }>,
): ServiceContext {
  const actor = toActor(user);
  return {
    ...runtime,
    actor,
    scope: personScope(actor),
    request: { ...request, userAgent: null, via: "none" },
    signal: new AbortController().signal,
  };
}
