/** The simulator's own endpoints, outside `/api/v2`: for demos and browser tests, without signing in. */
import { json } from "./answers";
import { EngageSwitchChangesSchema } from "./switches";

export type Control = Readonly<{
  reset: () => void;
  readSwitches: () => unknown;
  changeSwitches: (changes: ReturnType<typeof EngageSwitchChangesSchema.parse>) => void;
  readCalls: () => unknown;
  forgetCalls: () => void;
  expireSessions: () => void;
}>;

const refused = (http: number, error: string): Response => json(http, { error });

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
    case "POST /expire-sessions":
      control.expireSessions();
      return json(200, { expired: true });
    default:
      return refused(404, "No such endpoint of the simulator.");
  }
}

async function changeSwitches(control: Control, request: Request): Promise<Response> {
  let body: unknown;
  try {
    body = JSON.parse(await request.text());
  } catch {
    return refused(400, "Switches are sent as a JSON object.");
  }
  const parsed = EngageSwitchChangesSchema.safeParse(body);
  if (!parsed.success) {
    const words = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    return refused(400, words.join("; "));
  }
  control.changeSwitches(parsed.data);
  return json(200, control.readSwitches());
}
