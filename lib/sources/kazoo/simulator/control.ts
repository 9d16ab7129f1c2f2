/** The simulator's own endpoints, outside `/v2`: for demos and browser tests, without signing in. */
import type { z } from "zod";
import { KazooSwitchChangesSchema } from "./switches";

export type Control = Readonly<{
  reset: () => void;
  readSwitches: () => unknown;
  changeSwitches: (changes: z.infer<typeof KazooSwitchChangesSchema>) => void;
  readCalls: () => unknown;
  forgetCalls: () => void;
  expireTokens: () => void;
  /** The live calls with their recordings and masks. */
  readLive: () => unknown;
  addLive: () => string;
  endLive: (uuid: string) => boolean;
  /** Copies at storage providers, with what became of their documents. */
  readProvider: () => unknown;
  readAwkward: () => unknown;
}>;

const json = (status: number, body: unknown): Response => Response.json(body, { status });
const refused = (status: number, error: string): Response => json(status, { error });

/** Answers `/simulator/**`; `path` is what follows `/simulator`. */
export async function answerControl(control: Control, request: Request, path: string): Promise<Response> {
  const wanted = `${request.method} ${path.replace(/\/$/, "")}`;
  switch (wanted) {
    case "POST /reset":
      control.reset();
      return json(200, { reset: true });
    case "GET /switches":
      return json(200, control.readSwitches());
    case "PUT /switches":
      return changeSwitches(control, request);
    case "GET /requests":
      return json(200, { requests: control.readCalls() });
    case "DELETE /requests":
      control.forgetCalls();
      return json(200, { requests: [] });
    case "POST /expire-tokens":
      control.expireTokens();
      return json(200, { expired: true });
    case "GET /live":
      return json(200, { calls: control.readLive() });
    case "POST /live":
      return json(201, { uuid: control.addLive() });
    case "GET /provider":
      return json(200, { copies: control.readProvider() });
    case "GET /awkward":
      return json(200, control.readAwkward());
    default:
      return endLive(control, wanted) ?? refused(404, "No such endpoint of the simulator.");
  }
}

function endLive(control: Control, wanted: string): Response | null {
  const uuid = /^DELETE \/live\/(.+)$/.exec(wanted)?.[1];
  if (uuid === undefined) return null;
  return control.endLive(decodeURIComponent(uuid))
    ? json(200, { ended: true })
    : refused(404, "No such live call.");
}

async function changeSwitches(control: Control, request: Request): Promise<Response> {
  let body: unknown;
  try {
    body = JSON.parse(await request.text());
  } catch {
    return refused(400, "Switches are sent as a JSON object.");
  }
  const parsed = KazooSwitchChangesSchema.safeParse(body);
  if (!parsed.success) {
    const words = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    return refused(400, words.join("; "));
  }
  control.changeSwitches(parsed.data);
  return json(200, control.readSwitches());
}
