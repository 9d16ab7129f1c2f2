// @ts-check
import { isApi, problemBody } from "./request-rules.mjs";

/**
 * Mends what Next does to answers on their way out:
 * - it drops `Content-Length` from route handlers; they send `x-content-length` instead, which becomes it here;
 * - a body shorter than the length promised would leave the client waiting: its connection is ended;
 * - errors that it answers by itself under `/api` (unknown address, method, its own failures) are HTML or empty, not JSON.
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 */
export function mendAnswer(request, response) {
  mendLength(request, response);
  const url = request.url ?? "/";
  if (isApi(url) && !url.startsWith("/api/auth/")) mendErrors(response);
}

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 */
function mendLength(request, response) {
  const { setHeader, appendHeader } = response;
  /** @param {string | readonly string[] | number} value */
  const promise = (value) => {
    setHeader.call(response, "Content-Length", String(value));
    if (request.method !== "HEAD") endWhenShort(response, Number(value));
    return response;
  };
  response.setHeader = (name, value) =>
    name.toLowerCase() === "x-content-length" ? promise(value) : setHeader.call(response, name, value);
  response.appendHeader = (name, value) =>
    name.toLowerCase() === "x-content-length" ? promise(value) : appendHeader.call(response, name, value);
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {number} promisedBytes
 */
function endWhenShort(response, promisedBytes) {
  const { write, end } = response;
  let sentBytes = 0;
  /** @param {unknown} chunk */
  const count = (chunk) => {
    if (typeof chunk === "string") sentBytes += Buffer.byteLength(chunk);
    else if (chunk instanceof Uint8Array) sentBytes += chunk.byteLength;
  };
  response.write = /** @type {typeof write} */ (
    (/** @type {Parameters<typeof write>} */ ...args) => {
      count(args[0]);
      return write.apply(response, args);
    }
  );
  response.end = /** @type {typeof end} */ (
    (/** @type {Parameters<typeof end>} */ ...args) => {
      count(args[0]);
      if (sentBytes < promisedBytes) response.once("finish", () => response.socket?.destroy());
      return end.apply(response, args);
    }
  );
}

/** @param {import("node:http").ServerResponse} response */
function mendErrors(response) {
  const { writeHead, write, end } = response;
  /** @type {string | null} */
  let problem = null;
  const isNextsOwn = () =>
    response.statusCode >= 400 &&
    !/^(?:application\/json|audio\/)/.test(String(response.getHeader("content-type")));
  const replace = () => {
    problem = problemBody(response.statusCode);
    for (const name of response.getHeaderNames()) {
      if (/^(?:content-(?!security)|etag$|link$|refresh$|vary$|x-nextjs)/i.test(name))
        response.removeHeader(name);
    }
    response.setHeader("content-type", "application/json");
    response.setHeader("content-length", Buffer.byteLength(problem));
    response.setHeader("cache-control", "no-store");
  };
  response.writeHead = /** @type {typeof writeHead} */ (
    (/** @type {unknown[]} */ ...args) => {
      response.statusCode = Number(args[0]);
      if (problem === null && isNextsOwn()) replace();
      return Reflect.apply(writeHead, response, problem === null ? args : [response.statusCode]);
    }
  );
  const begin = () => {
    if (!response.headersSent && isNextsOwn()) response.writeHead(response.statusCode);
  };
  response.write = /** @type {typeof write} */ (
    (/** @type {Parameters<typeof write>} */ ...args) => {
      begin();
      if (problem === null) return write.apply(response, args);
      const done = args.find((arg) => typeof arg === "function");
      if (typeof done === "function") process.nextTick(done);
      return true;
    }
  );
  response.end = /** @type {typeof end} */ (
    (/** @type {Parameters<typeof end>} */ ...args) => {
      begin();
      return problem === null ? end.apply(response, args) : Reflect.apply(end, response, [problem]);
    }
  );
}
