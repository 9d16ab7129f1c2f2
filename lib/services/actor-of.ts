import type { UserRecord } from "@/lib/catalog/users";
import type { Actor } from "@/lib/domain/actor";
import { SourceIdSchema } from "@/lib/domain/ids";

/** The actor that a user is now. Links to sources whose id is no longer valid are dropped. */
export function actorOf(user: UserRecord): Actor {
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
