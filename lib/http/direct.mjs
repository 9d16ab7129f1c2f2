// @ts-check
/**
 * The direct lane: operations that are asked for many times a second by each listener are answered by their own route
 * handlers without Next in between, which takes several times as long as the answer (docs/adr/0007). The handlers are the
 * same as Next's, with the same checks; without a lane, Next answers these addresses too.
 */
import { SECURITY_HEADERS } from "./security-headers.mjs";

/**
 * @typedef {(request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>} Handler
 * @typedef {Readonly<{ address: string, handlers: Readonly<Record<string, Handler>> }>} DirectRoute
 * @typedef {Readonly<{ handler: Handler, params: Record<string, string> }>} DirectAnswer
 */

/**
 * Finds the handler of a request among these routes; null = leave it to Next.
 * @param {readonly DirectRoute[]} routes
 * @returns {(method: string, url: string) => DirectAnswer | null}
 */
export function directLane(routes) {
  const known = routes.map(({ address, handlers }) => ({
    // What is written with `%` is left to Next, which has rules of its own for it.
    pattern: new RegExp(`^${address.replace(/\{(\w+)\}/g, "(?<$1>[^/?#%]+)")}(?:[?#]|$)`),
    handlers: new Map(Object.entries(handlers)),
  }));
  return (method, url) => {
    for (const { pattern, handlers } of known) {
      const handler = handlers.get(method);
      const found = handler && pattern.exec(url);
      if (handler && found) return { handler, params: { ...found.groups } };
    }
    return null;
  };
}

/**
 * Runs the handler and sends what it answers. Resolves when nothing more will be sent; never rejects.
 * @param {DirectAnswer} direct
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 */
export async function answerDirectly({ handler, params }, request, response) {
  const left = new AbortController();
  /** @type {(() => void) | null} */
  let leave = null;
  response.once("close", () => {
    if (!response.writableFinished) left.abort();
    leave?.();
  });
  try {
    const answer = await handler(webRequest(request, left.signal), { params: Promise.resolve(params) });
    response.statusCode = answer.status;
    for (const { key, value } of SECURITY_HEADERS) response.setHeader(key, value);
    for (const [name, value] of answer.headers) response.setHeader(name, value);
    const reader = answer.body?.getReader();
    leave = () => void reader?.cancel().catch(() => undefined);
    if (response.destroyed) leave();
    for (;;) {
      const part = await reader?.read();
      if (!part || part.done) break;
      if (!response.write(part.value)) await drained(response);
    }
    response.end();
  } catch {
    // The sound broke off at its source: an answer that ends short says so by ending the connection.
    response.destroy();
  }
}

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {AbortSignal} signal
 */
function webRequest(request, signal) {
  /** @type {[string, string][]} */
  const headers = [];
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.push([name, typeof value === "string" ? value : value.join(", ")]);
  }
  // Only its path and its query are ever read.
  return new Request(`http://localhost${request.url}`, { method: request.method, headers, signal });
}

/**
 * When there is room again, or nobody to send to any more.
 * @param {import("node:http").ServerResponse} response
 * @returns {Promise<void>}
 */
function drained(response) {
  return new Promise((resolve) => {
    const go = () => {
      response.off("drain", go);
      response.off("close", go);
      resolve();
    };
    response.on("drain", go);
    response.on("close", go);
    if (response.destroyed) go();
  });
}
