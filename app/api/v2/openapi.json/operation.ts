import type { Operation, OperationWords } from "@/lib/http/openapi";
import type { RouteHandler } from "@/lib/http/route";

/** One operation of a route file, described. */
export function operation(
  method: Operation["method"],
  address: string,
  handler: RouteHandler,
  words: OperationWords,
): Operation {
  return { method, address, definition: handler.definition, ...words };
}
