import http from "node:http";
import { expect, test } from "@playwright/test";
import { basic } from "./fixtures";
import { type LeakServer, type Left, startLeakServer } from "./leak-server";

const WAVE = 100;
/** Five hundred come and go after the first hundred, who fill every cache that is meant to be filled. */
const WAVES = 6;
/** Less than 3 kB for each who came after the first two waves; a request that is kept takes more than 10. */
const MAX_GROWN_BYTES = 1_200_000;
/** The spool keeps 32 buffers of 256 KiB to use them again, as many as were in use at once; a block kept for each is 50 MB. */
const MAX_GROWN_EXTERNAL_BYTES = 9_000_000;
/** Calls that are cached, and calls that keep arriving and never get far enough to stay. */
const CACHED = 6;
const ARRIVING = 6;
const SLOW_BYTES_PER_SECOND = 20_000;

type Call = Readonly<{ mediaFiles: readonly Readonly<{ playPath: string; audio: string; size: string }>[] }>;
type File = Readonly<{ path: string; sizeBytes: number }>;

let server: LeakServer;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  server = await startLeakServer();
});
test.afterAll(() => server.stop());

test("five hundred listeners come and go, and nothing of them stays", async () => {
  test.setTimeout(240_000);
  const files = await playableFiles(CACHED + ARRIVING);
  const cached = files.slice(0, CACHED);
  for (const file of cached) await listenToTheEnd(file, 0);

  const left: Left[] = [];
  for (let wave = 0; wave < WAVES; wave += 1) {
    server.throttle(SLOW_BYTES_PER_SECOND);
    const begun = server.begun();
    await Promise.all(Array.from({ length: WAVE }, (_, index) => listen(index, cached, files.slice(CACHED))));
    expect(server.begun(), "some came while the sound was still arriving").toBeGreaterThan(begun);
    await expect.poll(server.underWay, { timeout: 30_000, message: "downloads of the vendor" }).toBe(0);
    left.push(await server.left());
  }
  expect(left.map(({ arriving }) => arriving)).toEqual(left.map(() => 0));
  expect(left.map(({ listeners }) => listeners)).toEqual(left.map(() => left[0]?.listeners));
  const [second, last] = [left[1], left.at(-1)];
  if (!second || !last) throw new Error("there are no waves to compare");
  const seen = left.map(({ heapBytes, externalBytes, descriptors }) =>
    [heapBytes, externalBytes, descriptors].join(" "),
  );
  expect(last.heapBytes - second.heapBytes, `heap, external, descriptors: ${seen}`).toBeLessThan(
    MAX_GROWN_BYTES,
  );
  expect(last.externalBytes - second.externalBytes, `${seen}`).toBeLessThan(MAX_GROWN_EXTERNAL_BYTES);
  expect(last.descriptors, `${seen}`).toBeLessThanOrEqual(second.descriptors);
});

async function playableFiles(count: number): Promise<File[]> {
  const found: File[] = [];
  await expect
    .poll(
      async () => {
        const answer = await fetch(`http://127.0.0.1:${server.port}/api/v2/recordings?limit=100`, {
          headers: basic("admin"),
        });
        const { recordings }: { recordings: readonly Call[] } = await answer.json();
        const files = recordings.flatMap(({ mediaFiles }) => mediaFiles.slice(0, 1));
        found.splice(0);
        for (const { playPath, audio, size } of files) {
          // Long enough to be still arriving, slow as the vendor is, when its listener has left.
          if (audio === "ready" && Number(size) > 300_000 && Number(size) < 3_000_000)
            found.push({ path: `/api/v2${playPath}`, sizeBytes: Number(size) });
        }
        return found.length;
      },
      { timeout: 60_000, message: "calls to listen to" },
    )
    .toBeGreaterThanOrEqual(count);
  return found.slice(0, count);
}

/** One of the ways in which people listen, each of which another listener in the wave has, too. */
function listen(index: number, cached: readonly File[], arriving: readonly File[]): Promise<unknown> {
  const file = cached[index % cached.length];
  const slow = arriving[index % arriving.length];
  if (!file || !slow) throw new Error("there is nothing to listen to");
  const ways = [
    () => listenToTheEnd(file, index),
    () => leave(file, index, "first bytes"),
    () => leave(file, index, "asked"),
    () => seek(file, index),
    () => listenSlowly(file, index),
    () => leave(slow, index, "first bytes"),
    () => leave(slow, index, "asked"),
    () => ask(slow, index, { range: "bytes=0-99" }).then(drain),
  ];
  return (ways[index % ways.length] ?? fail)();
}

function fail(): never {
  throw new Error("there is no such way to listen");
}

/** A listener on a connection of their own, which ends with them. */
function request(
  file: File,
  listener: number,
  headers: Readonly<Record<string, string>> = {},
): http.ClientRequest {
  return http.get({
    host: "127.0.0.1",
    port: server.port,
    path: file.path,
    agent: false,
    headers: { ...basic("supervisor"), "x-forwarded-for": `10.1.0.${listener + 1}`, ...headers },
  });
}

function ask(
  file: File,
  listener: number,
  headers?: Readonly<Record<string, string>>,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(file, listener, headers).once("response", resolve).once("error", reject);
  });
}

async function drain(answer: http.IncomingMessage): Promise<number> {
  let sizeBytes = 0;
  for await (const part of answer) sizeBytes += part.length;
  return sizeBytes;
}

async function listenToTheEnd(file: File, listener: number): Promise<void> {
  expect(await drain(await ask(file, listener))).toBe(file.sizeBytes);
}

async function seek(file: File, listener: number): Promise<void> {
  for (const part of [0.5, 0.1, 0.9]) {
    const from = Math.floor(file.sizeBytes * part);
    const answer = await ask(file, listener, { range: `bytes=${from}-${from + 9_999}` });
    expect([answer.statusCode, await drain(answer)]).toEqual([206, Math.min(10_000, file.sizeBytes - from)]);
  }
}

/** Takes a little, then nothing until the server has stopped sending, and leaves. */
async function listenSlowly(file: File, listener: number): Promise<void> {
  const answer = await ask(file, listener);
  await new Promise<void>((resolve) => answer.once("data", () => resolve()));
  answer.pause();
  await ask(file, listener, { range: "bytes=0-0" }).then(drain);
  answer.destroy();
}

function leave(file: File, listener: number, after: "asked" | "first bytes"): Promise<void> {
  return new Promise((resolve) => {
    const asked = request(file, listener);
    asked.once("error", () => resolve());
    asked.once("close", () => resolve());
    if (after === "asked") asked.once("finish", () => asked.destroy());
    else
      asked.once("response", (answer) =>
        answer.once("data", () => asked.destroy()).once("error", () => undefined),
      );
  });
}
