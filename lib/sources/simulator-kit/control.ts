/** A simulator's own endpoints, outside the vendor's paths: for demos and browser tests, without signing in. */
import type { z } from "zod";

const PREFIX = "/simulator/";

/** Control routes by method and path below `/simulator`; a `*` stands for one segment, decoded and handed over. */
export type ControlRoutes = Readonly<
  Record<string, (request: Request, name: string) => Response | Promise<Response>>
>;

/** What every simulator can be told. */
export type CommonControl<Changes> = Readonly<{
  reset: () => void;
  readSwitches: () => unknown;
  changeSwitches: (changes: Changes) => void;
  readCalls: () => unknown;
  forgetCalls: () => void;
}>;

export const json = (status: number, body: unknown): Response =>
  Response.json(body, { status, headers: { "cache-control": "no-store" } });

export const refused = (status: number, error: string): Response => json(status, { error });

/** The routes of every simulator. */
export function commonRoutes<Changes>(
  control: CommonControl<Changes>,
  readChanges: (request: Request) => Promise<Changes>,
): ControlRoutes {
  return {
    "POST /reset": () => {
      control.reset();
      return json(200, { reset: true });
    },
    "GET /switches": () => json(200, control.readSwitches()),
    "PUT /switches": async (request) => {
      control.changeSwitches(await readChanges(request));
      return json(200, control.readSwitches());
    },
    "GET /requests": () => json(200, { requests: control.readCalls() }),
    "DELETE /requests": () => {
      control.forgetCalls();
      return json(200, { requests: [] });
    },
  };
}

/** Whether a path, below the base address, is one of the simulator's own. */
export const isControlPath = (path: string): boolean => path.startsWith(PREFIX);

/** Answers `/simulator/**`. What a route throws is told with 400. */
export async function answerControl(
  routes: ControlRoutes,
  request: Request,
  path: string,
): Promise<Response> {
  const [head = "", name = "", ...rest] = path.replace(/\/$/, "").slice(PREFIX.length).split("/");
  const at = (...segments: readonly string[]) => routes[`${request.method} /${segments.join("/")}`];
  const route = name === "" ? at(head, ...rest) : (at(head, name, ...rest) ?? at(head, "*", ...rest));
  if (route === undefined) return refused(404, "No such endpoint of the simulator.");
  try {
    return await route(request, decodeURIComponent(name));
  } catch (error) {
    return refused(400, error instanceof Error ? error.message : "The request can't be understood.");
  }
}

/** The body, checked. Throws with words for the caller. */
export async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  return checked(await request.text(), schema);
}

/** The body, checked; an empty one counts as an empty object. Throws with words for the caller. */
export async function readOptionalBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const text = (await request.text()).trim();
  return checked(text === "" ? "{}" : text, schema);
}

function checked<T>(text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("The body must be a JSON object.");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
}
