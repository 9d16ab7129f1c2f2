/** Faults that strike whatever the endpoint does. */
import { cutShort, isJson, nginxPage } from "@/lib/sources/simulator-kit/answers";
import { proxyFault as kitProxyFault, strikes } from "@/lib/sources/simulator-kit/faults";
import { failures, json } from "./answers";
import type { RouteName } from "./switches";
import type { World } from "./world";

/** Faults of the way to the service, before it looks at who calls. Null = none. */
export const proxyFault = ({ switches }: World, route: RouteName, signal: AbortSignal) =>
  kitProxyFault(
    { latencyMs: switches.latencyMs, hasFault: (name) => strikes(switches[name], route), page: nginxPage },
    signal,
  );

/** Faults of the service itself, for a caller it knows; throws those that end in a failure. */
export function serviceFault(world: World, route: RouteName): Response | null {
  const { switches } = world;
  if (strikes(switches.tooMany, route)) throw failures.tooMany(switches.retryAfter ? 30 : null);
  if (strikes(switches.internalError, route)) throw failures.internal();
  if (strikes(switches.okWithError, route)) {
    return json(200, { errorCode: "backend.unavailable", generalMessage: "A backend did not answer" });
  }
  return null;
}

/** A JSON answer that breaks off; anything but JSON passes. */
export async function truncated(world: World, route: RouteName, response: Response): Promise<Response> {
  return isJson(response) && strikes(world.switches.truncatedJson, route) ? cutShort(response) : response;
}
