/** The simulator's own endpoints, outside the vendor's paths: for demos and browser tests, without signing in. */
import { z } from "zod";
import { QUEUES } from "@/lib/samples/directory";
import {
  type CommonControl,
  type ControlRoutes,
  commonRoutes,
  json,
  readOptionalBody,
} from "@/lib/sources/simulator-kit/control";
import type { NewLiveCall } from "./live-calls";
import type { RingcxAgent } from "./people";
import { type RingcxSwitchChanges, RingcxSwitchChangesSchema } from "./switches";

export type AgentChange = Partial<Pick<RingcxAgent, "firstName" | "lastName" | "agentGroupId" | "isActive">>;

/** A live call from behind the scenes: no call of the vendor tells the dialog it becomes, nor whether it is being recorded. */
export type LiveState = Readonly<{ uii: string; dialogId: string; recording: boolean }>;

export type Control = CommonControl<RingcxSwitchChanges> &
  Readonly<{
    expireTokens: () => void;
    spendMetadata: (calls: number) => void;
    readLive: () => readonly LiveState[];
    addLiveCall: (options: NewLiveCall) => string;
    endLiveCall: (uii: string) => void;
    transferLiveCall: (uii: string, agentNumber: number) => void;
    changeAgent: (agentId: number, change: AgentChange | null) => void;
  }>;

const NewLiveCallSchema = z.strictObject({
  customer: z.string().min(1).optional(),
  queue: z.enum(QUEUES).optional(),
  origination: z.enum(["INBOUND", "OUTBOUND"]).optional(),
  agentNumber: z.int().min(0).nullable().optional(),
  startedMsAgo: z.int().min(0).optional(),
  archive: z.boolean().optional(),
});
const TransferSchema = z.strictObject({ agentNumber: z.int().min(0) });
const SpendSchema = z.strictObject({ calls: z.int().min(1).max(10_000) });
const AgentChangeSchema = z.strictObject({
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  agentGroupId: z.int().optional(),
  isActive: z.boolean().optional(),
});

export const controlRoutes = (control: Control): ControlRoutes => ({
  ...commonRoutes(control, (request) => readOptionalBody(request, RingcxSwitchChangesSchema)),
  "POST /expire-tokens": () => {
    control.expireTokens();
    return json(200, { expired: true });
  },
  "POST /metadata-calls": async (request) => {
    control.spendMetadata((await readOptionalBody(request, SpendSchema)).calls);
    return json(200, { spent: true });
  },
  "PUT /agents/*": async (request, agentId) => {
    control.changeAgent(Number(agentId), await readOptionalBody(request, AgentChangeSchema));
    return json(200, { changed: true });
  },
  "DELETE /agents/*": (_request, agentId) => {
    control.changeAgent(Number(agentId), null);
    return json(200, { changed: true });
  },
  "GET /live": () => json(200, { calls: control.readLive() }),
  "POST /live": async (request) =>
    json(201, { uii: control.addLiveCall(await readOptionalBody(request, NewLiveCallSchema)) }),
  "POST /live/*/end": (_request, uii) => {
    control.endLiveCall(uii);
    return json(200, { ended: true });
  },
  "POST /live/*/transfer": async (request, uii) => {
    control.transferLiveCall(uii, (await readOptionalBody(request, TransferSchema)).agentNumber);
    return json(200, { transferred: true });
  },
});
