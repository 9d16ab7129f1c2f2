import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type SimulatorServer, serveSimulator } from "./simulator-server";

let server: SimulatorServer | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

async function serve(fetch: (request: Request) => Response | Promise<Response>): Promise<string> {
  server = await serveSimulator({ fetch: async (request) => fetch(request), port: 0 });
  return server.url;
}

/** Something to wait for until it is given. */
function signal(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}

/** Sends raw bytes and returns all that comes back until the connection ends. */
async function raw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.setEncoding("utf8");
  let answer = "";
  socket.on("data", (chunk) => {
    answer += String(chunk);
  });
  socket.write(text.replaceAll("\n", "\r\n"));
  await once(socket, "close");
  return answer;
}

test("method, path, query, headers and a DELETE body come through, and so do several cookies", async () => {
  const url = await serve(async (request) => {
    const { pathname, search } = new URL(request.url);
    const headers = new Headers([
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2"],
    ]);
    const body = [request.method, pathname, search, request.headers.get("x-one"), await request.text()];
    return new Response(JSON.stringify(body), { status: 201, headers });
  });
  const answer = await fetch(`${url}/a%2Fb?q=%2B1`, {
    method: "DELETE",
    headers: { "x-one": "1" },
    body: '{"name":"x"}',
  });
  expect(answer.status).toBe(201);
  expect(await answer.json()).toEqual(["DELETE", "/a%2Fb", "?q=%2B1", "1", '{"name":"x"}']);
  expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
});

test("a GET with a body and a path like //host do no harm; HEAD has headers only", async () => {
  const url = await serve(
    (request) => new Response("hello", { headers: { "x-path": new URL(request.url).pathname } }),
  );
  const get = await raw(url, "GET //evil/x HTTP/1.1\nHost: h\nContent-Length: 5\nConnection: close\n\nabcde");
  expect(get).toContain("HTTP/1.1 200");
  expect(get).toContain("x-path: //evil/x");
  const head = await raw(url, "HEAD / HTTP/1.1\nHost: h\nConnection: close\n\n");
  expect(head).toContain("HTTP/1.1 200");
  expect(head).not.toContain("hello");
});

test("a client that leaves cancels the stream, which was never read ahead of it", async () => {
  let made = 0;
  const cancelled = signal();
  const url = await serve(
    () =>
      new Response(
        new ReadableStream<Uint8Array>(
          {
            pull(controller) {
              made += 1;
              controller.enqueue(new Uint8Array(64 * 1024));
            },
            cancel: () => cancelled.resolve(),
          },
          { highWaterMark: 0 },
        ),
      ),
  );
  const leaving = new AbortController();
  const answer = await fetch(url, { signal: leaving.signal });
  await answer.body?.getReader().read();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const madeMeanwhile = made;
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(made).toBe(madeMeanwhile);
  expect(made).toBeLessThan(400);
  leaving.abort();
  await cancelled.promise;
});

test("a handler that waits hears of it when the client leaves", async () => {
  const heard = signal();
  const url = await serve((request) => {
    request.signal.addEventListener("abort", () => heard.resolve());
    return new Promise<Response>((_, reject) =>
      request.signal.addEventListener("abort", () => reject(request.signal.reason)),
    );
  });
  await expect(fetch(url, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
  await heard.promise;
});

test("a stream that fails breaks the connection, and so does a length that was too long", async () => {
  const failing = () =>
    new Response(
      new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new Uint8Array(10)),
        pull: (controller) => controller.error(new Error("dropped")),
      }),
    );
  const url = await serve((request) =>
    request.url.endsWith("/long") ? new Response("abc", { headers: { "content-length": "30" } }) : failing(),
  );
  await expect(fetch(`${url}/drop`).then((answer) => answer.arrayBuffer())).rejects.toThrow();
  await expect(fetch(`${url}/long`).then((answer) => answer.arrayBuffer())).rejects.toThrow();
});

test("a handler that throws is a 500, and closing ends open connections", async () => {
  const url = await serve((request) => {
    if (request.url.endsWith("/open"))
      return new Response(new ReadableStream({ pull: () => new Promise(() => undefined) }));
    throw new Error("broken seed");
  });
  const failed = await fetch(url);
  expect([failed.status, await failed.text()]).toEqual([500, "The simulator failed: broken seed"]);
  const open = await fetch(`${url}/open`);
  await server?.close();
  await expect(open.text()).rejects.toThrow();
});
