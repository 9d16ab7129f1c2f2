/** Faults that strike whatever the endpoint does. */
import { failures, html, json } from "./answers";
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
export function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener("abort", end);
  });
}

/** Faults of the way to the service, before it looks at who calls. Null = none. */
export async function proxyFault(
  world: World,
  route: RouteName,
  signal: AbortSignal,
): Promise<Response | null> {
  const { switches } = world;
  await wait(switches.latencyMs, signal);
  if (strikes(switches.hang, route)) await hang(signal);
  if (strikes(switches.badGateway, route)) return html(502, "502 Bad Gateway");
  if (strikes(switches.unavailableHtml, route)) return html(503, "503 Service Temporarily Unavailable");
  if (strikes(switches.okHtml, route)) return html(200, "Maintenance");
  return null;
}

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
  const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  if (!isJson || !strikes(world.switches.truncatedJson, route)) return response;
  const whole = await response.text();
  return new Response(whole.slice(0, Math.floor(whole.length * 0.6)), {
    status: response.status,
    headers: response.headers,
  });
}
