/** The source over the network as in production: node's own fetch, real sockets, the simulator served on loopback. */
import { createServer } from "node:http";
import { afterEach, expect, test } from "vitest";
import { serveSimulator } from "../simulator-server";
import type { RecordingSource } from "../source";
import { createEngageSimulator, type EngageSimulator } from "./simulator";
import { awkwardId, EVERYTHING, engageSource, readOne, signal, supported, walkAll } from "./test-kit";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function served(): Promise<{ simulator: EngageSimulator; source: RecordingSource }> {
  const simulator = createEngageSimulator({ calls: 150 });
  simulator.switches.indexLagMs = 0;
  const server = await serveSimulator({ fetch: simulator.fetch, port: 0 });
  closing.push(() => server.close());
  return { simulator, source: engageSource((request) => fetch(request), { baseUrl: server.url }) };
}

async function playable(source: RecordingSource) {
  const vendorId = awkwardId(2);
  const [file] = (await readOne(source, vendorId)).recording.mediaFiles;
  return { ref: { vendorId, vendorRef: file?.vendorRef ?? "" }, sizeBytes: file?.sizeBytes ?? 0 };
}

async function bytesOf(
  source: RecordingSource,
  ref: Awaited<ReturnType<typeof playable>>["ref"],
): Promise<number> {
  const sound = await source.openAudio(ref, signal);
  if (sound.state !== "ready") throw new Error("it should be ready");
  return (await new Response(sound.body).arrayBuffer()).byteLength;
}

test("searching, changing with a token, playing and deleting", async () => {
  const { simulator, source } = await served();
  simulator.switches.csrf = true;
  expect(await source.check(signal)).toEqual({ missingPermissions: [] });
  const { recordings } = await walkAll(source, EVERYTHING);
  expect(new Set(recordings.map(({ recording }) => recording.id)).size).toBeGreaterThan(200);
  const { ref, sizeBytes } = await playable(source);
  expect(await bytesOf(source, ref)).toBe(sizeBytes);
  const { vendorLabelId } = await supported(source.labels).add(
    ref.vendorId,
    { name: "vip", content: { a: "ä" } },
    signal,
  );
  expect((await readOne(source, ref.vendorId)).labels).toMatchObject([
    { vendorLabelId, content: { a: "ä" } },
  ]);
  expect(await supported(source.deletion).delete(ref.vendorId, signal)).toMatchObject({ deleted: "done" });
  expect(simulator.recording(ref.vendorId)).toBeNull();
});

test("sound that is cut, or shorter than its declared length, ends as an error", async () => {
  const { simulator, source } = await served();
  const { ref } = await playable(source);
  simulator.switches.dropAudioAfterBytes = 30_000;
  await expect(bytesOf(source, ref)).rejects.toMatchObject({ kind: "unreachable" });
  simulator.switches.dropAudioAfterBytes = null;
  simulator.switches.audioLength = "long";
  await expect(bytesOf(source, ref)).rejects.toMatchObject({ kind: "unreachable" });
});

test("a listener who leaves lets go of the connection", async () => {
  const { simulator, source } = await served();
  const { ref } = await playable(source);
  simulator.switches.throttleBytesPerSecond = 200_000;
  const left = new AbortController();
  const sound = await source.openAudio(ref, left.signal);
  if (sound.state !== "ready") throw new Error("it should be ready");
  const reader = sound.body.getReader();
  await reader.read();
  left.abort(new Error("left"));
  await expect(reader.read().then(() => reader.read())).rejects.toThrow("left");
});

test("a server that is not there is unreachable, and a change it never heard of is not unclear", async () => {
  const server = await serveSimulator({ fetch: createEngageSimulator({ calls: 0 }).fetch, port: 0 });
  await server.close();
  const source = engageSource((request) => fetch(request), { baseUrl: server.url });
  await expect(source.check(signal)).rejects.toMatchObject({ kind: "unreachable", message: /ECONNREFUSED/ });
  const change = supported(source.protection).set("R", true, signal);
  await expect(change).rejects.toMatchObject({ kind: "unreachable", unclear: false });
});

test("a redirect to another host never carries our credentials there", async () => {
  let stolen = 0;
  const thief = createServer((_, response) => {
    stolen += 1;
    response.end("x");
  });
  const door = createServer((_, response) => {
    const { port } = address(thief);
    response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end();
  });
  for (const server of [thief, door]) {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing.push(() => new Promise((resolve) => server.close(resolve)));
  }
  const source = engageSource((request) => fetch(request), {
    baseUrl: `http://127.0.0.1:${address(door).port}`,
  });
  const ref = { vendorId: "R", vendorRef: "/recordings/R/play/x.mp3" };
  await expect(source.openAudio(ref, signal)).rejects.toMatchObject({
    kind: "unreachable",
    message: /redirect/,
  });
  await expect(source.check(signal)).rejects.toMatchObject({ kind: "unreachable" });
  expect(stolen).toBe(0);
});

function address(server: ReturnType<typeof createServer>): { port: number } {
  const found = server.address();
  if (typeof found !== "object" || found === null) throw new Error("the server does not listen");
  return found;
}
