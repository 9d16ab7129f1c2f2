/** The source over the network as in production: node's own fetch, real sockets, the simulator served on loopback. */
import { expect, test } from "vitest";
import { deserted, redirecting, serveOnLoopback } from "@/lib/testing/loopback";
import { bytesOfAudio, leaveEarly } from "@/lib/testing/source-kit";
import type { RecordingSource } from "../source";
import { createEngageSimulator, type EngageSimulator } from "./simulator";
import { awkwardId, EVERYTHING, engageSource, readOne, signal, supported, walkAll } from "./test-kit";

async function served(): Promise<{ simulator: EngageSimulator; source: RecordingSource }> {
  const simulator = createEngageSimulator({ calls: 150 });
  simulator.switches.indexLagMs = 0;
  const baseUrl = await serveOnLoopback(simulator.fetch);
  return { simulator, source: engageSource((request) => fetch(request), { baseUrl }) };
}

async function playable(source: RecordingSource) {
  const vendorId = awkwardId(2);
  const [file] = (await readOne(source, vendorId)).recording.mediaFiles;
  return { ref: { vendorId, vendorRef: file?.vendorRef ?? "" }, sizeBytes: file?.sizeBytes ?? 0 };
}

test("searching, changing with a token, playing and deleting", async () => {
  const { simulator, source } = await served();
  simulator.switches.csrf = true;
  expect(await source.check(signal)).toEqual({ missingPermissions: [] });
  const { recordings } = await walkAll(source, EVERYTHING);
  expect(new Set(recordings.map(({ recording }) => recording.id)).size).toBeGreaterThan(200);
  const { ref, sizeBytes } = await playable(source);
  expect(await bytesOfAudio(source, ref)).toBe(sizeBytes);
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
  await expect(bytesOfAudio(source, ref)).rejects.toMatchObject({ kind: "unreachable" });
  simulator.switches.dropAudioAfterBytes = null;
  simulator.switches.audioLength = "long";
  await expect(bytesOfAudio(source, ref)).rejects.toMatchObject({ kind: "unreachable" });
});

test("a listener who leaves lets go of the connection", async () => {
  const { simulator, source } = await served();
  const { ref } = await playable(source);
  simulator.switches.throttleBytesPerSecond = 200_000;
  const reader = await leaveEarly(source, ref);
  await expect(reader.read().then(() => reader.read())).rejects.toThrow("left");
});

test("a server that is not there is unreachable, and a change it never heard of is not unclear", async () => {
  const source = engageSource((request) => fetch(request), { baseUrl: await deserted() });
  await expect(source.check(signal)).rejects.toMatchObject({ kind: "unreachable", message: /ECONNREFUSED/ });
  const change = supported(source.protection).set("R", true, signal);
  await expect(change).rejects.toMatchObject({ kind: "unreachable", unclear: false });
});

test("a redirect to another host never carries our credentials there", async () => {
  const { url, followed } = await redirecting();
  const source = engageSource((request) => fetch(request), { baseUrl: url });
  const ref = { vendorId: "R", vendorRef: "/recordings/R/play/x.mp3" };
  await expect(source.openAudio(ref, signal)).rejects.toMatchObject({
    kind: "unreachable",
    message: /redirect/,
  });
  await expect(source.check(signal)).rejects.toMatchObject({ kind: "unreachable" });
  expect(followed()).toBe(0);
});
