/** Faults that strike whatever the endpoint does. */
import { proxyPage } from "@/lib/sources/simulator-kit/answers";
import { proxyFault as kitProxyFault } from "@/lib/sources/simulator-kit/faults";
import { type ApiFailure, failures, type Reply, success } from "./envelope";
import type { FaultName } from "./switches";
import type { World } from "./world";

type HasFault = (name: FaultName) => boolean;

/** Faults of the way to the server, before it looks at who calls. Null = none. */
export const proxyFault = ({ switches }: World, hasFault: HasFault, signal: AbortSignal) =>
  kitProxyFault({ latencyMs: switches.latencyMs, hasFault, page: proxyPage }, signal);

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
