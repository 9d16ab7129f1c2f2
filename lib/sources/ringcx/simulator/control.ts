/** The simulator's own endpoints, outside the vendor's paths: for demos and browser tests, without signing in. */
import { z } from "zod";
import { QUEUES } from "@/lib/samples/directory";
import { json } from "./answers";
import type { NewLiveCall } from "./live-calls";
import type { RingcxAgent } from "./people";
import { type RingcxSwitchChanges, RingcxSwitchChangesSchema } from "./switches";

export type AgentChange = Partial<Pick<RingcxAgent, "firstName" | "lastName" | "agentGroupId" | "isActive">>;

/** A live call from behind the scenes: no call of the vendor tells the dialog it becomes, nor whether it is being recorded. */
export type LiveState = Readonly<{ uii: string; dialogId: string; recording: boolean }>;

export type Control = Readonly<{
  reset: () => void;
  readSwitches: () => unknown;
  changeSwitches: (changes: RingcxSwitchChanges) => void;
  readCalls: () => unknown;
  forgetCalls: () => void;
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

const refused = (status: number, error: string): Response => json(status, { error });

/** Answers `/simulator/**`; `path` is what follows `/simulator`. */
export async function answerControl(control: Control, request: Request, path: string): Promise<Response> {
  const [head = "", name = "", verb = ""] = path.replace(/\/$/, "").split("/").slice(1);
  const wanted = [request.method, head, name === "" ? "" : "*", verb].filter((part) => part !== "").join(" ");
  try {
    return (
      (await answerKnown(control, request, wanted, decodeURIComponent(name))) ??
      refused(404, "No such endpoint of the simulator.")
    );
  } catch (error) {
    return refused(400, error instanceof Error ? error.message : "The request can't be understood.");
  }
}

async function answerKnown(
  control: Control,
  request: Request,
  wanted: string,
  name: string,
): Promise<Response | null> {
  switch (wanted) {
    case "POST reset":
      control.reset();
      return json(200, { reset: true });
    case "GET switches":
      return json(200, control.readSwitches());
    case "PUT switches":
      control.changeSwitches(await readBody(request, RingcxSwitchChangesSchema));
      return json(200, control.readSwitches());
    case "GET requests":
      return json(200, { requests: control.readCalls() });
    case "DELETE requests":
      control.forgetCalls();
      return json(200, { requests: [] });
    case "POST expire-tokens":
      control.expireTokens();
      return json(200, { expired: true });
    case "POST metadata-calls":
      control.spendMetadata((await readBody(request, SpendSchema)).calls);
      return json(200, { spent: true });
    case "PUT agents *":
      control.changeAgent(Number(name), await readBody(request, AgentChangeSchema));
      return json(200, { changed: true });
    case "DELETE agents *":
      control.changeAgent(Number(name), null);
      return json(200, { changed: true });
    default:
      return answerLive(control, request, wanted, name);
  }
}

async function answerLive(
  control: Control,
  request: Request,
  wanted: string,
  uii: string,
): Promise<Response | null> {
  switch (wanted) {
    case "GET live":
      return json(200, { calls: control.readLive() });
    case "POST live":
      return json(201, { uii: control.addLiveCall(await readBody(request, NewLiveCallSchema)) });
    case "POST live * end":
      control.endLiveCall(uii);
      return json(200, { ended: true });
    case "POST live * transfer":
      control.transferLiveCall(uii, (await readBody(request, TransferSchema)).agentNumber);
      return json(200, { transferred: true });
    default:
      return null;
  }
}

/** The body, checked; an empty one counts as an empty object. Throws with words for the caller. */
async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const body = (await request.text()).trim();
  let value: unknown;
  try {
    value = body === "" ? {} : JSON.parse(body);
  } catch {
    throw new Error("The body is sent as a JSON object.");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
}
