// @ts-check
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import next from "next";
import { answerDirectly, directLane } from "./direct.mjs";
import { mendAnswer } from "./mend-answer.mjs";
import { addressOf, isApi, refuseRequest, tidyUrl } from "./request-rules.mjs";

const MAX_HEADER_BYTES = 65_536;
const HEADERS_TIMEOUT_MS = 30_000;
const REQUEST_TIMEOUT_MS = 120_000;
/** Longer than balancers keep theirs, so that they don't reuse a connection we are just closing. */
const KEEP_ALIVE_MS = 75_000;
/** How long requests that are under way may take to end when the server stops. */
const GRACE_MS = 3_000;
/** How long it may take until instrumentation.ts has begun. */
const BEGIN_MS = 30_000;
/** How long sync, jobs and the database may take. */
const STOP_MS = 20_000;

/**
 * @typedef {Readonly<{
 *   dir: string,
 *   port: number,
 *   host: string | null,
 *   trustProxy: number,
 * }>} ServerOptions
 */

/** @typedef {(request: http.IncomingMessage, response: http.ServerResponse) => Promise<void>} Handle */

/**
 * Starts the built app behind our own listener. Resolves once requests are answered; rejects in words when the port is
 * taken. `stop` ends it: no new connections, a moment for open requests, then sync, jobs and the database.
 * @param {ServerOptions} options
 * @returns {Promise<Readonly<{ stop: () => Promise<void> }>>}
 */
export async function startServer(options) {
  const { dir, port, host } = options;
  const server = http.createServer({ maxHeaderSize: MAX_HEADER_BYTES });
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.on("clientError", refuseUnreadable);

  // The port first: a second server must not get as far as the database.
  await listen(server, port, host);
  /** @type {Handle | null} */
  let handle = null;
  let stopping = false;
  server.on("request", (request, response) => {
    if (stopping) response.setHeader("connection", "close");
    if (handle) answer(request, response, handle, options.trustProxy);
    else refuse(request, response, { status: 503, statusCode: 4, words: "Earmark is starting." });
  });
  try {
    const app = next({ dev: false, dir, port, hostname: host ?? "localhost" });
    await app.prepare();
    await runtimeIsUp();
    handle = withDirectLane(app.getRequestHandler());
  } catch (error) {
    server.closeAllConnections();
    server.close();
    await stopRuntime().catch(() => undefined);
    throw error;
  }
  return {
    async stop() {
      stopping = true;
      await close(server);
      await stopRuntime();
    },
  };
}

/**
 * Ends the server at the first SIGTERM or SIGINT, and the process with it; a second one ends it at once.
 * @param {() => Promise<void>} stop
 */
export function stopOnSignals(stop) {
  let asked = false;
  const onSignal = () => {
    if (asked) process.exit(130);
    asked = true;
    setTimeout(() => process.exit(1), STOP_MS).unref();
    stop().then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  return onSignal;
}

/**
 * @param {http.IncomingMessage} request
 * @param {http.ServerResponse} response
 * @param {Handle} handle
 * @param {number} trustProxy
 */
function answer(request, response, handle, trustProxy) {
  // A proxy's client may name the whole address; only its path is ours.
  request.url = (request.url ?? "/").replace(/^https?:\/\/[^/?#]*(?=[/?#]|$)/i, "") || "/";
  const refusal = refuseRequest(request.method ?? "GET", request.url);
  if (refusal) {
    refuse(request, response, refusal);
    return;
  }
  request.url = tidyUrl(request.url);
  const forwarded = request.headers["x-forwarded-for"];
  request.headers["x-earmark-address"] = addressOf(request.socket.remoteAddress, forwarded, trustProxy);
  mendAnswer(request, response);
  handle(request, response).catch((error) => {
    console.error(error);
    response.destroy();
  });
}

/**
 * @param {http.IncomingMessage} request
 * @param {http.ServerResponse} response
 * @param {import("./request-rules.mjs").Refusal} refusal
 */
function refuse(request, response, { status, statusCode, words }) {
  const asJson = isApi(request.url ?? "/");
  const body = asJson ? JSON.stringify({ statusCode, statusMessage: words }) : words;
  response.writeHead(status, {
    "content-type": asJson ? "application/json" : "text/plain; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(status === 503 ? { "retry-after": "1" } : {}),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

/**
 * What is not HTTP at all, or has headers without end.
 * @param {NodeJS.ErrnoException} error
 * @param {import("node:stream").Duplex} socket
 */
function refuseUnreadable(error, socket) {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const status =
    error.code === "HPE_HEADER_OVERFLOW" ? "431 Request Header Fields Too Large" : "400 Bad Request";
  const body = JSON.stringify({ statusCode: 2, statusMessage: "The request is not valid." });
  const head = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
  socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n\r\n${body}`);
}

/**
 * @param {http.Server} server
 * @param {number} port
 * @param {string | null} host
 * @returns {Promise<void>}
 */
function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      const taken = `Port ${port} is taken by another program: stop that one, or set PORT to a free one.`;
      reject(error.code === "EADDRINUSE" ? new Error(taken) : error);
    });
    const listening = () => resolve();
    if (host === null) server.listen(port, listening);
    else server.listen(port, host, listening);
  });
}

/**
 * @param {http.Server} server
 * @returns {Promise<void>}
 */
async function close(server) {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const hurry = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(hurry);
}

/** Next does not wait for instrumentation.ts, and goes on when it fails: database, sources and sync are what makes us ready. */
async function runtimeIsUp() {
  for (let waitedMs = 0; waitedMs < BEGIN_MS; waitedMs += 50) {
    const running = Reflect.get(globalThis, "earmark");
    if (running) {
      await running.runtime;
      return;
    }
    await sleep(50);
  }
  throw new Error("The server's own parts were not started: the build is broken. Run `npm run build` again.");
}

/**
 * Next, but for what instrumentation.ts wants answered without it.
 * @param {Handle} next
 * @returns {Handle}
 */
function withDirectLane(next) {
  const routes = Reflect.get(globalThis, "earmarkDirect");
  const lane = directLane(Array.isArray(routes) ? routes : []);
  return (request, response) => {
    const direct = lane(request.method ?? "GET", request.url ?? "/");
    return direct ? answerDirectly(direct, request, response) : next(request, response);
  };
}

/** Set by instrumentation.ts, inside Next's bundle. */
async function stopRuntime() {
  const stop = Reflect.get(globalThis, "earmarkStop");
  if (typeof stop === "function") await stop();
}
