import type { UserRecord } from "@/lib/catalog/users";
import type { Actor } from "@/lib/domain/actor";
import { SourceIdSchema } from "@/lib/domain/ids";

/** The user as services know them. */
export function toActor(user: UserRecord): Actor {
  return {
    userId: user.id,
    email: user.email,
    name: user.name,
    role: user.role,
    accessGroups: user.accessGroups,
    partitions: user.partitions,
    agents: user.agents.flatMap((link) => {
      const sourceId = SourceIdSchema.safeParse(link.source);
      return sourceId.success ? [{ sourceId: sourceId.data, key: link.key }] : [];
    }),
  };
}

/** Why this user may not come in now, or null. The demo's users are refused by every other server (model.md). */
export function refuseUser(
  user: UserRecord,
  server: Readonly<{ demo: boolean }>,
): "disabled" | "demo_user" | null {
  if (user.disabled) return "disabled";
  return user.demo && !server.demo ? "demo_user" : null;
}
