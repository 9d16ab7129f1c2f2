/** The server of `npm run bench -- media`, in a process of its own: one call in the cache, served as the play route does. */
import http from "node:http";
import type { AddressInfo } from "node:net";
import { serveAudio } from "@/lib/audio/serve-audio";
import { createSpool } from "@/lib/audio/spool";
import type { SourceAudio } from "@/lib/sources/source";
import { longCall } from "./long-call";

const MEDIA = { recordingId: "engage.bench", mediaKey: "bench-media-key-of-one-call" };
const CHUNK_BYTES = 65_536;
const [dir = "", minutes = ""] = process.argv.slice(2);

const spool = createSpool({
  dir,
  maxBytes: 1024 ** 3,
  secret: Buffer.alloc(32, 7),
  now: Date.now,
});
const bytes = await longCall(Number(minutes));

async function vendor(): Promise<SourceAudio> {
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(new Uint8Array(bytes.subarray(at, at + CHUNK_BYTES)));
      at += CHUNK_BYTES;
    },
  });
  return { state: "ready", body, sizeBytes: bytes.length, mimeType: "audio/mpeg" };
}

async function open() {
  const reader = await spool.open(MEDIA, vendor);
  if ("state" in reader) throw new Error("the sound is not ready");
  return reader;
}

async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const leaving = new AbortController();
  response.once("close", () => leaving.abort());
  const headers = new Headers();
  if (request.headers.range !== undefined) headers.set("range", request.headers.range);
  const found = await serveAudio({
    method: "GET",
    headers,
    reader: await open(),
    etag: '"bench"',
    downloadName: null,
    signal: leaving.signal,
    onSent: () => undefined,
  });
  const length = found.headers.get("x-content-length");
  const own = [...found.headers].filter(([name]) => name !== "x-content-length");
  response.writeHead(
    found.status,
    Object.fromEntries([...own, ...(length ? [["content-length", length]] : [])]),
  );
  const reader = found.body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) break;
    if (!response.write(part.value)) await drained(response);
    if (response.destroyed) break;
  }
  await reader?.cancel();
  response.end();
}

function drained(response: http.ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off("drain", go);
      response.off("close", go);
      resolve();
    };
    response.on("drain", go);
    response.on("close", go);
  });
}

const first = await open();
await first.complete;
first.close();
const server = http.createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
// Longer than any pause of a listener, as in lib/http/server.mjs: a connection ended in between would be an error.
server.keepAliveTimeout = 75_000;
server.listen(0, "127.0.0.1", () => {
  const { port }: Partial<AddressInfo> = Object(server.address());
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}/`, sizeBytes: bytes.length }));
});
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ rssBytes: process.memoryUsage.rss(), cpuMs: (user + system) / 1_000 });
});
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
