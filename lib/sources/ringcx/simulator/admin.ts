/** Accounts, agents, groups and queues (fact sheet §2, §4.5). */
import { failures, json } from "./answers";
import {
  AGENT_COUNT,
  AGENT_GROUPS,
  agentIdsAt,
  DIGITAL_QUEUE_GROUP_ID,
  MAIN_ACCOUNT_ID,
  type RingcxAgent,
  SUB_ACCOUNT_NAME,
  VOICE_QUEUE_GROUP_ID,
  VOICE_QUEUES,
} from "./people";
import type { Call } from "./routes";
import type { World } from "./world";

const DIGITAL_QUEUE_ID = 71_600;
/** A list of queues is cut off here. */
const MOST_ROWS = 2_000;

/** `GET /voice/api/v1/admin/accounts`. */
export const accounts = ({ world }: Call): Response =>
  json(200, [
    { accountId: world.subAccountId, accountName: SUB_ACCOUNT_NAME, mainAccountId: MAIN_ACCOUNT_ID },
  ]);

/** `GET /voice/api/integration/v1/admin/accounts/{mainAccountId}/subaccounts`. */
export function subAccounts({ world, params }: Call): Response {
  requireWfo(world);
  if (params("mainAccountId") !== MAIN_ACCOUNT_ID) throw failures.notFound();
  return json(200, [{ subAccountId: world.subAccountId, subAccountName: SUB_ACCOUNT_NAME, isActive: true }]);
}

/** The integration API's lists want the role WFO_ACCESS. */
function requireWfo(world: World): void {
  if (!world.switches.wfoAccess) throw failures.forbidden(true);
}

/** `GET …/agentGroups`. */
export function agentGroups({ world }: Call): Response {
  requireWfo(world);
  return json(200, AGENT_GROUPS);
}

/** `GET …/agentGroups/{agentGroupId}/agents`. */
export function agentsOfGroup({ world, params }: Call): Response {
  requireWfo(world);
  const agentGroupId = Number(params("agentGroupId"));
  if (!AGENT_GROUPS.some((group) => group.agentGroupId === agentGroupId)) throw failures.notFound();
  return json(200, world.agents.filter((agent) => agent.agentGroupId === agentGroupId).map(agentRow));
}

const agentRow = (agent: RingcxAgent): Record<string, unknown> => ({
  rcUserId: agent.rcUserId,
  agentId: agent.agentId,
  agentGroupId: agent.agentGroupId,
  firstName: agent.firstName,
  lastName: agent.lastName,
  engageUserName: agent.userName,
  userName: agent.userName,
  email: agent.userName,
  agentType: "AGENT",
  isActive: agent.isActive,
  supervisorAgentIds: [],
  superviseeAgentIds: [],
  envID: 80,
});

/** `GET …/queue-groups`. */
export function queueGroups({ world }: Call): Response {
  requireWfo(world);
  return json(200, [
    { queueGroupId: VOICE_QUEUE_GROUP_ID, groupName: "Voice", queueGroupType: "VOICE" },
    { queueGroupId: DIGITAL_QUEUE_GROUP_ID, groupName: "Messages", queueGroupType: "DIGITAL" },
  ]);
}

/** `GET …/queue-groups/{id}/with-agents`. */
export function queuesWithAgents({ world, params }: Call): Response {
  requireWfo(world);
  const queueGroupId = Number(params("queueGroupId"));
  const createdOn = "2023-02-14T09:30:00.000Z";
  if (queueGroupId === DIGITAL_QUEUE_GROUP_ID) {
    return json(200, [
      {
        queueId: DIGITAL_QUEUE_ID,
        queueType: "DIGITAL",
        queueName: "Mailbox",
        queueGroupId,
        isActive: true,
        createdOn,
        agentIds: [],
      },
    ]);
  }
  if (queueGroupId !== VOICE_QUEUE_GROUP_ID) throw failures.notFound();
  const rows = VOICE_QUEUES.map((queue, nth) => ({
    queueId: queue.queueId,
    queueType: "VOICE",
    queueName: queue.queueName,
    queueGroupId,
    isActive: true,
    createdOn,
    agentIds: Array.from({ length: AGENT_COUNT }, (_, at) => at)
      .filter((at) => at % VOICE_QUEUES.length === nth)
      .map((at) => agentIdsAt(at).agentId),
  }));
  return json(200, rows.slice(0, MOST_ROWS));
}
