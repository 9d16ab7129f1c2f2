/** Faults that strike whatever the endpoint does. */
import { ApiFailure, failureResponse, failures, html, json } from "./answers";
import { type RouteName, strikes } from "./switches";
import type { World } from "./world";

/** Waits; ends early when the caller has gone. */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}

/** Waits for the caller to give up, then fails as an aborted fetch does. */
function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener("abort", end);
  });
}

/** Faults of the way to the server, before it looks at who calls. Null = none. */
export async function proxyFault(
  { switches }: World,
  route: RouteName,
  signal: AbortSignal,
): Promise<Response | null> {
  await wait(switches.latencyMs, signal);
  if (strikes(switches.hang, route)) return hang(signal);
  if (strikes(switches.badGateway, route)) return html(502, "502 Bad Gateway");
  if (strikes(switches.unavailableHtml, route)) return html(503, "503 Service Temporarily Unavailable");
  if (strikes(switches.okHtml, route)) return html(200, "Maintenance");
  return null;
}

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
  const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  if (!isJson || !strikes(world.switches.truncatedJson, route)) return response;
  const text = await response.text();
  return new Response(text.slice(0, Math.floor(text.length * 0.6)), {
    status: response.status,
    headers: response.headers,
  });
}

/** What was thrown, as the server would answer it. */
export function answerFailure(thrown: unknown): Response {
  if (thrown instanceof ApiFailure) return failureResponse(thrown);
  throw thrown;
}
