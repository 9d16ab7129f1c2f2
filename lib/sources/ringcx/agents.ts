import { orAborted } from "../http";
import { SourceError } from "../source";
import type { RawAgent } from "./api-types";
import type { RingcxClient } from "./client";
import { DIRECTORY_AGE_MS, DIRECTORY_RETRY_MS } from "./config";

export type Agent = Readonly<{
  userName: string | null;
  firstName: string | null;
  lastName: string | null;
}>;

/** Who the report's numbers stand for, as far as the lists tell. */
export type AgentNames = Readonly<{
  /**
   * The agent of a segment: by its participant, else by its RingCentral extension, else by the participant taken for a
   * RingCentral user, as an older text has it (fact sheet §4.5).
   */
  agentOf(participantId: string | null, extensionId: string | null): Agent | null;
  groupName(agentGroupId: string): string | null;
}>;

export type AgentDirectory = Readonly<{
  /** The names known now, read anew once a day. Names are never worth a stop: trouble leaves those known before. */
  names(signal: AbortSignal): Promise<AgentNames>;
}>;

/** A reading is for all who wait for it: none of them ends it. */
const NEVER = new AbortController().signal;

/**
 * The lists of agent groups and of each group's agents. Who has left, moved or been renamed keeps the last name read; a
 * group whose turn has not come (the lists share a limit of calls) is read by a later pass.
 */
export function createAgentDirectory(
  client: Pick<RingcxClient, "agentGroups" | "agents">,
  now: () => number,
): AgentDirectory {
  const groups = new Map<string, string>();
  const byAgentId = new Map<string, Agent>();
  const byRcUserId = new Map<string, Agent>();
  let waiting: string[] = [];
  let dueMs = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;

  async function read(): Promise<void> {
    try {
      if (waiting.length === 0) {
        const listed = await client.agentGroups(NEVER);
        for (const { agentGroupId, groupName } of listed) {
          if (groupName !== null) groups.set(agentGroupId, groupName);
        }
        waiting = listed.map(({ agentGroupId }) => agentGroupId);
      }
      for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
        await readGroup(next);
        waiting = waiting.slice(1);
      }
      dueMs = now() + DIRECTORY_AGE_MS;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      dueMs = now() + (error.retryAfterMs ?? DIRECTORY_RETRY_MS);
    }
  }

  /** A group that is refused or gone by itself does not keep the others from being read. */
  async function readGroup(agentGroupId: string): Promise<void> {
    try {
      for (const agent of await client.agents(agentGroupId, NEVER)) learn(agent);
    } catch (error) {
      const isOwnTrouble =
        error instanceof SourceError && ["notFound", "internal", "invalid"].includes(error.kind);
      if (!isOwnTrouble) throw error;
    }
  }

  function learn({ agentId, rcUserId, ...agent }: RawAgent): void {
    if (agentId !== null) byAgentId.set(agentId, agent);
    if (rcUserId !== null) byRcUserId.set(rcUserId, agent);
  }

  const names: AgentNames = {
    agentOf(participantId, extensionId) {
      const own = participantId === null ? undefined : byAgentId.get(participantId);
      const user = extensionId === null ? undefined : byRcUserId.get(extensionId);
      const older = participantId === null ? undefined : byRcUserId.get(participantId);
      return own ?? user ?? older ?? null;
    },
    groupName: (agentGroupId) => groups.get(agentGroupId) ?? null,
  };

  return {
    async names(signal) {
      if (now() >= dueMs) {
        reading ??= read().finally(() => {
          reading = null;
        });
        await orAborted(reading, signal);
      }
      return names;
    },
  };
}
