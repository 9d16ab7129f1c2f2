/** The simulator's own endpoints, outside the API: for demos and browser tests, without signing in. */
import { z } from "zod";
import { json } from "./answers";
import { CloudSwitchChangesSchema } from "./switches";

export type NewLiveCall = Readonly<{
  /** How long ago it began; default a minute. */
  ageMs?: number;
  /** `tel:+…`; default a customer of the directory. */
  customer?: string;
  direction?: "inbound" | "outbound";
  /** Position of the agent in the directory. */
  agent?: number;
  queue?: number;
  recorded?: boolean;
}>;

export type Control = Readonly<{
  reset: () => void;
  readSwitches: () => unknown;
  changeSwitches: (changes: z.infer<typeof CloudSwitchChangesSchema>) => void;
  readCalls: () => unknown;
  forgetCalls: () => void;
  expireTokens: () => void;
  liveIds: () => readonly string[];
  addLiveCall: (options: NewLiveCall) => string;
  endLiveCall: (id: string) => boolean;
  holdCall: (id: string, on: boolean) => boolean;
  transferCall: (id: string, agent?: number) => boolean;
}>;

const NewCallSchema = z.strictObject({
  ageMs: z.int().min(0).optional(),
  customer: z.string().min(1).optional(),
  direction: z.enum(["inbound", "outbound"]).optional(),
  agent: z.int().min(0).optional(),
  queue: z.int().min(0).optional(),
  recorded: z.boolean().optional(),
});
const CallSchema = z.strictObject({ id: z.string() });
const HoldSchema = CallSchema.extend({ on: z.boolean() });
const TransferSchema = CallSchema.extend({ agent: z.int().min(0).optional() });

const refused = (status: number, error: string): Response => json(status, { error });

async function withBody<T>(
  request: Request,
  schema: z.ZodType<T>,
  act: (body: T) => Response,
): Promise<Response> {
  let body: unknown;
  try {
    const text = await request.text();
    body = text === "" ? {} : JSON.parse(text);
  } catch {
    return refused(400, "The body must be a JSON object.");
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return act(parsed.data);
  const words = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  return refused(400, words.join("; "));
}

const done = (wasThere: boolean): Response =>
  wasThere ? json(200, { done: true }) : refused(404, "No such live call.");

/** Answers `/simulator/**`; `path` is what follows `/simulator`. */
export async function answerControl(control: Control, request: Request, path: string): Promise<Response> {
  switch (`${request.method} ${path.replace(/\/$/, "")}`) {
    case "POST /reset":
      control.reset();
      return json(200, { reset: true });
    case "GET /switches":
      return json(200, control.readSwitches());
    case "PUT /switches":
      return withBody(request, CloudSwitchChangesSchema, (changes) => {
        control.changeSwitches(changes);
        return json(200, control.readSwitches());
      });
    case "GET /requests":
      return json(200, { requests: control.readCalls() });
    case "DELETE /requests":
      control.forgetCalls();
      return json(200, { requests: [] });
    case "POST /expire-tokens":
      control.expireTokens();
      return json(200, { expired: true });
    case "GET /live":
      return json(200, { ids: control.liveIds() });
    case "POST /live":
      return withBody(request, NewCallSchema, (call) => json(200, { id: control.addLiveCall(call) }));
    case "POST /live/end":
      return withBody(request, CallSchema, ({ id }) => done(control.endLiveCall(id)));
    case "POST /live/hold":
      return withBody(request, HoldSchema, ({ id, on }) => done(control.holdCall(id, on)));
    case "POST /live/transfer":
      return withBody(request, TransferSchema, ({ id, agent }) => done(control.transferCall(id, agent)));
    default:
      return refused(404, "No such endpoint of the simulator.");
  }
}
