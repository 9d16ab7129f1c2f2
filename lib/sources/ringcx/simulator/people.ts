/** Agents, agent groups, queues and customers of the simulated account, out of the shared directory. */
import { AGENTS, CUSTOMERS_FROM, HOTLINES, NUMBERS, QUEUES } from "@/lib/samples/directory";
import { below } from "@/lib/samples/random";
import type { Addresses } from "./model";

export const RC_ACCOUNT_ID = "980634004";
export const MAIN_ACCOUNT_ID = "88888888";
export const SUB_ACCOUNT_ID = "99999999";
export const SUB_ACCOUNT_NAME = "Tidewell Broadband";
/** Exists, and is not ours. */
export const FOREIGN_SUB_ACCOUNT_ID = "77777777";

const FIRST_AGENT_ID = 449_400;
const FIRST_RC_USER_ID = 985_901_000;
const FIRST_GROUP_ID = 76_870;
const FIRST_QUEUE_ID = 71_500;
export const VOICE_QUEUE_GROUP_ID = 51_001;
export const DIGITAL_QUEUE_GROUP_ID = 51_002;

export type RingcxAgent = {
  agentId: number;
  rcUserId: number;
  agentGroupId: number;
  firstName: string;
  lastName: string;
  userName: string;
  isActive: boolean;
};

const GROUP_PATHS: readonly string[] = [...new Set(AGENTS.map((agent) => agent.group))];

/** Agent groups, named by the directory's paths without the slash in front. */
export const AGENT_GROUPS = GROUP_PATHS.map((path, nth) => ({
  agentGroupId: FIRST_GROUP_ID + nth,
  groupName: path.slice(1),
}));

/** A fresh copy of all agents: hooks rename and move them. */
export const allAgents = (): RingcxAgent[] =>
  AGENTS.map((agent, nth) => ({
    agentId: FIRST_AGENT_ID + nth,
    rcUserId: FIRST_RC_USER_ID + nth,
    agentGroupId: FIRST_GROUP_ID + GROUP_PATHS.indexOf(agent.group),
    firstName: agent.firstName,
    lastName: agent.lastName,
    userName: agent.userName.includes("@") ? agent.userName : `${agent.userName}@tidewell.example`,
    isActive: nth !== 39,
  }));

/** As the calls were taken, whatever became of the agents since. */
const AGENTS_AT_CALLS: readonly RingcxAgent[] = allAgents();
export const AGENT_COUNT = AGENTS_AT_CALLS.length;

/** Took calls and is in no list any more. */
export const DEPARTED_AGENT = { agentId: 449_999, rcUserId: 985_901_999, agentGroupId: FIRST_GROUP_ID };

export type AgentIds = Readonly<{ agentId: number; rcUserId: number; agentGroupId: number }>;

/** The ids of the directory's nth agent; beyond the list the departed one's. */
export const agentIdsAt = (nth: number): AgentIds => AGENTS_AT_CALLS[nth] ?? DEPARTED_AGENT;

/** The ids of an agent by the directory's user name; the departed one's when there is none. */
export const agentIdsOf = (userName: string): AgentIds =>
  agentIdsAt(AGENTS.findIndex((agent) => agent.userName === userName) >>> 0);

export type Queue = Readonly<{
  queueId: number;
  queueName: string;
  /** The number that callers dial to reach it, as the report writes numbers. */
  dnis: string;
  dnisE164: string;
  /** Both legs are recorded apart (`perspectiveRecordingMode: ALL_AGENT_LEGS`), else mixed. */
  channels: 1 | 2;
  recordingSettings: RecordingSettings;
  /** A pause ends by itself after so many seconds; 0 = never. */
  pauseRecordingSec: number;
}>;

export type RecordingSettings =
  | "RECORD_FULL_CALL"
  | "AGENT_FULL_CONTROL_DEFAULT_ON"
  | "AGENT_FULL_CONTROL_DEFAULT_OFF"
  | "AGENT_PAUSE";

const SETTINGS_BY_QUEUE: Readonly<Record<(typeof QUEUES)[number], RecordingSettings>> = {
  Billing: "AGENT_FULL_CONTROL_DEFAULT_ON",
  Technical: "AGENT_FULL_CONTROL_DEFAULT_ON",
  Retention: "AGENT_FULL_CONTROL_DEFAULT_OFF",
  Payments: "AGENT_PAUSE",
  Moves: "AGENT_PAUSE",
  Sales: "RECORD_FULL_CALL",
  Support: "AGENT_FULL_CONTROL_DEFAULT_ON",
  Callback: "RECORD_FULL_CALL",
};
const MONO_QUEUES: ReadonlySet<string> = new Set(["Callback", "Sales"]);
const PAUSE_SECONDS: Readonly<Record<string, number>> = { Payments: 30 };

/** Voice numbers in the report are bare national digits (fact sheet §4.3); foreign ones keep their country's code. */
export const reportNumber = (e164: string): string => e164.replace(/^\+1(?=\d{10}$)/, "").replace(/^\+/, "");

export const VOICE_QUEUES: readonly Queue[] = QUEUES.map((queueName, nth) => {
  const dnisE164 = HOTLINES[nth] ?? HOTLINES[0];
  return {
    queueId: FIRST_QUEUE_ID + nth,
    queueName,
    dnis: reportNumber(dnisE164),
    dnisE164,
    channels: MONO_QUEUES.has(queueName) ? 1 : 2,
    recordingSettings: SETTINGS_BY_QUEUE[queueName],
    pauseRecordingSec: PAUSE_SECONDS[queueName] ?? 0,
  };
});

/** A queue by its place in the directory's list. */
export function queueAt(nth: number): Queue {
  const queue = VOICE_QUEUES[nth % VOICE_QUEUES.length];
  if (queue === undefined) throw new Error("The directory names no queues.");
  return queue;
}

export const queueNamed = (name: (typeof QUEUES)[number]): Queue => queueAt(QUEUES.indexOf(name));

/** A customer's number that belongs to these numbers, with country code and plus. */
export const customerAt = (seed: number, index: number, salt: number): string =>
  NUMBERS[CUSTOMERS_FROM + below(NUMBERS.length - CUSTOMERS_FROM, seed, index, salt)] ?? "anonymous";

/** The addresses of a voice call: inbound from the customer to the queue's number, outbound the other way. */
export function voiceAddresses(
  queue: Queue,
  customer: string,
  origination: Addresses["origination"] = "INBOUND",
): Addresses {
  const isOutbound = origination === "OUTBOUND";
  return {
    channelId: queue.dnis,
    channelType: "VOICE",
    channelClass: "VOICE",
    from: isOutbound ? queue.dnis : customer,
    to: isOutbound ? customer : queue.dnis,
    origination,
  };
}
