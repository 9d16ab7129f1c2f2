/** Faults that strike whatever the endpoint does. */
import { type ApiFailure, failures, html, type Reply, success } from "./envelope";
import type { FaultName } from "./switches";
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

type HasFault = (name: FaultName) => boolean;

/** Faults of the way to the server, before it looks at who calls. Null = none. */
export async function proxyFault(
  { switches }: World,
  hasFault: HasFault,
  signal: AbortSignal,
): Promise<Response | null> {
  await wait(switches.latencyMs, signal);
  if (hasFault("hang")) return hang(signal);
  if (hasFault("badGateway")) return html(502, "502 Bad Gateway");
  if (hasFault("unavailableHtml")) return html(503, "503 Service Temporarily Unavailable");
  return hasFault("okHtml") ? html(200, "Maintenance") : null;
}

const SERVER_FAULTS: readonly (readonly [FaultName, () => ApiFailure])[] = [
  ["initFailed", failures.crashed],
  ["datastoreUnreachable", failures.unreachable],
  ["datastoreFault", failures.datastoreFault],
  ["datastoreMissing", failures.datastoreMissing],
  ["missingView", failures.missingView],
];

/** Faults of the server itself, for a caller it knows; throws those that end in a failure. */
export function serverFault(reply: Reply, hasFault: HasFault): Response | null {
  for (const [name, failure] of SERVER_FAULTS) {
    if (hasFault(name)) throw failure();
  }
  if (!hasFault("okWithError")) return null;
  const answer = {
    status: "error",
    error: "500",
    message: "datastore_fault",
    data: { message: "unknown failure" },
  };
  const { headers } = success(reply, null);
  headers.delete("content-length");
  return new Response(JSON.stringify(answer), { status: 200, headers });
}

/** A JSON answer that breaks off in its middle; anything else passes. */
export async function truncated(response: Response): Promise<Response> {
  if (response.headers.get("content-type") !== "application/json") return response;
  const whole = new Uint8Array(await response.arrayBuffer());
  const part = whole.subarray(0, Math.floor(whole.length * 0.6));
  const headers = new Headers(response.headers);
  headers.set("content-length", String(part.length));
  return new Response(part, { status: response.status, headers });
}
