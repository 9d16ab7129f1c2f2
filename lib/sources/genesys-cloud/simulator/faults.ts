/** Faults that strike whatever the route does. */
import { failures, html, json } from "./answers";
import { type CloudSwitches, type RouteFamily, strikes } from "./switches";

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

/** Faults of the way to the platform, before it looks at who calls. Null = none. */
export async function proxyFault(
  switches: CloudSwitches,
  family: RouteFamily,
  signal: AbortSignal,
): Promise<Response | null> {
  await wait(switches.latencyMs, signal);
  if (strikes(switches.hang, family)) return hang(signal);
  if (strikes(switches.badGateway, family)) return html(502, "502 Bad Gateway");
  if (strikes(switches.unavailableHtml, family)) return html(503, "503 Service Temporarily Unavailable");
  if (strikes(switches.okHtml, family)) return html(200, "Maintenance");
  return null;
}

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
  const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  if (!isJson || !strikes(switches.truncatedJson, family)) return response;
  const text = await response.text();
  return new Response(text.slice(0, Math.floor(text.length * 0.6)), {
    status: response.status,
    headers: response.headers,
  });
}
