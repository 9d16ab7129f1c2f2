import type { SourceId } from "./ids";
import type { Role } from "./permissions";

/** Ties one of our users to an agent of a vendor (table `user_agent`); `key` is the vendor's own agent key. */
export type AgentLink = Readonly<{ sourceId: SourceId; key: string }>;

/** Who is asking, re-read from the database for every request so that a lost right bites at once. */
export type Actor = Readonly<{
  userId: string;
  email: string;
  name: string;
  role: Role;
  /** Agent-hierarchy paths, e.g. `/Sales`; `/` sees all. */
  accessGroups: readonly string[];
  /** Partition names; `*` = all. */
  partitions: readonly string[];
  agents: readonly AgentLink[];
}>;
