/** Faults that strike whatever the route does. */
import { cutShort, isJson, proxyPage } from "@/lib/sources/simulator-kit/answers";
import { proxyFault as kitProxyFault, strikes } from "@/lib/sources/simulator-kit/faults";
import { failures, json } from "./answers";
import type { CloudSwitches, RouteFamily } from "./switches";

/** Faults of the way to the platform, before it looks at who calls. Null = none. */
export const proxyFault = (switches: CloudSwitches, family: RouteFamily, signal: AbortSignal) =>
  kitProxyFault(
    { latencyMs: switches.latencyMs, hasFault: (name) => strikes(switches[name], family), page: proxyPage },
    signal,
  );

/** Faults of the platform itself; throws those that end in its error body. */
export function platformFault(switches: CloudSwitches, family: RouteFamily): Response | null {
  if (strikes(switches.internalError, family)) throw failures.internal();
  if (strikes(switches.unavailable, family)) throw failures.unavailable();
  if (strikes(switches.gatewayTimeout, family)) throw failures.timeout();
  if (strikes(switches.okWithError, family)) {
    return json(200, { message: "A backend did not answer.", code: "internal.server.error", status: 500 });
  }
  return null;
}

/** A JSON answer that breaks off; anything but JSON passes. */
export async function truncated(
  switches: CloudSwitches,
  family: RouteFamily,
  response: Response,
): Promise<Response> {
  return isJson(response) && strikes(switches.truncatedJson, family) ? cutShort(response) : response;
}
