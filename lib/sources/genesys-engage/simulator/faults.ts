/** Faults that strike whatever the endpoint does. */
import { cutShort, isJson, nginxPage } from "@/lib/sources/simulator-kit/answers";
import { proxyFault as kitProxyFault, strikes } from "@/lib/sources/simulator-kit/faults";
import { ApiFailure, failureResponse, failures, json } from "./answers";
import type { RouteName } from "./switches";
import type { World } from "./world";

/** Faults of the way to the server, before it looks at who calls. Null = none. */
export const proxyFault = ({ switches }: World, route: RouteName, signal: AbortSignal) =>
  kitProxyFault(
    {
      latencyMs: switches.latencyMs,
      hasFault: (name) => strikes(switches[name], route),
      page: nginxPage,
    },
    signal,
  );

/** Faults of the server itself, for an authenticated caller; throws those that end in a failure. */
export function serverFault(world: World, route: RouteName): Response | null {
  const { switches } = world;
  world.authenticatedCalls += 1;
  if (
    switches.unauthorizedAfterCalls !== null &&
    world.authenticatedCalls > switches.unauthorizedAfterCalls
  ) {
    throw failures.notAuthenticated();
  }
  if (switches.passwordChange) throw failures.passwordChange();
  if (strikes(switches.internalError, route)) throw failures.internal("Internal error");
  if (strikes(switches.okWithError, route)) {
    return json(200, { statusCode: 4, statusMessage: "A backend did not answer" });
  }
  return null;
}

/** A JSON answer that breaks off; anything but JSON passes. */
export async function truncated(world: World, route: RouteName, response: Response): Promise<Response> {
  return isJson(response) && strikes(world.switches.truncatedJson, route) ? cutShort(response) : response;
}

/** What was thrown, as the server would answer it. */
export function answerFailure(thrown: unknown): Response {
  if (thrown instanceof ApiFailure) return failureResponse(thrown);
  throw thrown;
}
