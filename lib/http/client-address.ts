/** Set by our own listener (server.mjs), which throws away what a client sent under this name. */
export const ADDRESS_HEADER = "x-earmark-address";

/** The client's address, behind as many proxies as EARMARK_TRUST_PROXY says; `unknown` where no listener of ours stands. */
export function clientAddress(request: Pick<Request, "headers">): string {
  return request.headers.get(ADDRESS_HEADER) ?? "unknown";
}
