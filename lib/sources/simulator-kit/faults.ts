/** Faults as switches: on which calls one strikes, and those of the way to a server, which are the same for every vendor. */
import { z } from "zod";
import { hang, wait } from "./waiting";

const count = z.int().min(0);

/** `true` = every call; `on` = only these routes; `times` = so often, then never again (it counts down). */
export const faultSchema = <const Route extends string>(routes: readonly Route[]) =>
  z.union([z.boolean(), z.strictObject({ on: z.array(z.enum(routes)).optional(), times: count.optional() })]);

/** The same with `after`: so many calls pass first. */
export const delayedFaultSchema = <const Route extends string>(routes: readonly Route[]) =>
  z.union([
    z.boolean(),
    z.strictObject({
      on: z.array(z.enum(routes)).optional(),
      after: count.optional(),
      times: count.optional(),
    }),
  ]);

export type Fault<Route extends string> =
  | boolean
  | { on?: Route[] | undefined; after?: number | undefined; times?: number | undefined };

/** Whether a fault strikes this call; counts down `after`, then `times`. */
export function strikes<Route extends string>(fault: Fault<Route>, route: Route): boolean {
  if (typeof fault === "boolean") return fault;
  if (fault.on !== undefined && !fault.on.includes(route)) return false;
  if (fault.after !== undefined && fault.after > 0) {
    fault.after -= 1;
    return false;
  }
  if (fault.times === undefined) return true;
  if (fault.times === 0) return false;
  fault.times -= 1;
  return true;
}

export type ProxyFault = "hang" | "badGateway" | "unavailableHtml" | "okHtml";

/** What stands between the caller and the server at this moment. */
export type Way = Readonly<{
  latencyMs: number;
  hasFault: (name: ProxyFault) => boolean;
  /** The page that something in front of the server answers with. */
  page: (status: number, title: string) => Response;
}>;

/** Faults of the way to the server, before it looks at who calls. Null = none. */
export async function proxyFault(way: Way, signal: AbortSignal): Promise<Response | null> {
  const { hasFault, page } = way;
  await wait(way.latencyMs, signal);
  if (hasFault("hang")) return hang(signal);
  if (hasFault("badGateway")) return page(502, "502 Bad Gateway");
  if (hasFault("unavailableHtml")) return page(503, "503 Service Temporarily Unavailable");
  return hasFault("okHtml") ? page(200, "Maintenance") : null;
}
