/** A small bridge from node:http to a web-standard handler, for serving simulators on loopback. */

import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export type SimulatorServerOptions = Readonly<{
  fetch: (request: Request) => Promise<Response>;
  /** 0 = any free port. */
  port: number;
  host?: string;
}>;

export type SimulatorServer = Readonly<{ url: string; close: () => Promise<void> }>;

const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Serves `fetch` until `close()`, which also ends open connections. Rejects when the port is taken. */
export async function serveSimulator(options: SimulatorServerOptions): Promise<SimulatorServer> {
  const host = options.host ?? "127.0.0.1";
  const server = createServer((incoming, outgoing) => {
    handle(options.fetch, incoming, outgoing, host).catch(() => outgoing.destroy());
  });
  server.listen(options.port, host);
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function handle(
  fetch: SimulatorServerOptions["fetch"],
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  host: string,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  const body = await readBody(incoming);
  if (body === null) return refuse(outgoing, 413, "The request is too large.");
  const request = toRequest(incoming, body, host, gone.signal);
  if (request === null) return refuse(outgoing, 400, "The request can't be understood.");
  let response: Response;
  try {
    response = await fetch(request);
  } catch (thrown) {
    if (gone.signal.aborted) return;
    return refuse(
      outgoing,
      500,
      `The simulator failed: ${thrown instanceof Error ? thrown.message : "unknown"}`,
    );
  }
  await send(response, incoming.method ?? "GET", outgoing, gone.signal);
}

/** The whole body; null when it is too large, in which case the rest is left unread. */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(bytes);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** GET and HEAD lose their body: a Request can't carry one, and servers ignore it. */
function toRequest(
  incoming: IncomingMessage,
  body: Uint8Array<ArrayBuffer>,
  host: string,
  signal: AbortSignal,
): Request | null {
  const method = incoming.method ?? "GET";
  const headers = new Headers();
  for (let at = 0; at + 1 < incoming.rawHeaders.length; at += 2) {
    headers.append(incoming.rawHeaders[at] ?? "", incoming.rawHeaders[at + 1] ?? "");
  }
  try {
    const target = incoming.url ?? "/";
    const url = target.startsWith("/") ? `http://${incoming.headers.host ?? host}${target}` : target;
    const hasBody = method !== "GET" && method !== "HEAD" && body.length > 0;
    return new Request(url, { method, headers, signal, ...(hasBody ? { body } : {}) });
  } catch {
    return null;
  }
}

function refuse(outgoing: ServerResponse, status: number, words: string): void {
  outgoing.writeHead(status, { "content-type": "text/plain;charset=UTF-8", connection: "close" });
  outgoing.end(words);
}

async function send(
  response: Response,
  method: string,
  outgoing: ServerResponse,
  gone: AbortSignal,
): Promise<void> {
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name !== "set-cookie") outgoing.setHeader(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  const { body } = response;
  if (body === null || method === "HEAD") {
    await body?.cancel();
    outgoing.end();
    return;
  }
  outgoing.flushHeaders();
  const declared = Number(response.headers.get("content-length") ?? Number.NaN);
  const sent = await pump(body, outgoing, gone);
  if (sent === null) return;
  // After a wrong length the connection is of no more use: a client would wait for, or misread, what follows.
  if (!Number.isNaN(declared) && declared !== sent) outgoing.socket?.destroySoon();
  else outgoing.end();
}

/** Copies the stream as fast as the client reads it; bytes sent, or null when either side broke off. */
async function pump(
  body: ReadableStream<Uint8Array>,
  outgoing: ServerResponse,
  gone: AbortSignal,
): Promise<number | null> {
  const reader = body.getReader();
  const cancel = () => {
    reader.cancel(gone.reason).catch(() => undefined);
  };
  gone.addEventListener("abort", cancel);
  let sent = 0;
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      sent += step.value.length;
      if (!outgoing.write(step.value)) await drained(outgoing, gone);
      if (gone.aborted) return null;
    }
    return gone.aborted ? null : sent;
  } catch {
    // What was written goes out; the end that the client waits for does not.
    if (outgoing.socket === null) outgoing.destroy();
    else outgoing.socket.destroySoon();
    return null;
  } finally {
    gone.removeEventListener("abort", cancel);
  }
}

function drained(outgoing: ServerResponse, gone: AbortSignal): Promise<void> {
  if (gone.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      outgoing.off("drain", end);
      gone.removeEventListener("abort", end);
      resolve();
    };
    outgoing.once("drain", end);
    gone.addEventListener("abort", end);
  });
}
