/** The source over the network as in production: node's own fetch, real sockets, the simulator served on loopback. */
import { expect, test } from "vitest";
import { deserted, redirecting, serveOnLoopback } from "@/lib/testing/loopback";
import { leaveEarly, readyAudio } from "@/lib/testing/source-kit";
import { createKazooSimulator } from "./simulator";
import {
  audioRef,
  awkwardId,
  EVERYTHING,
  kazooSource,
  NOW_MS,
  readAwkward,
  signal,
  supported,
  vendorIdIn,
  walkAll,
} from "./test-kit";

async function served() {
  const simulator = createKazooSimulator({ calls: 150 });
  const settings = { ...simulator.source, baseUrl: `${await serveOnLoopback(simulator.fetch)}/v2` };
  return { simulator, source: kazooSource((request) => fetch(request), { settings }) };
}

async function bytesOf(given: Awaited<ReturnType<typeof served>>, number: number) {
  const sound = await readyAudio(given.source, await audioRef(given, number));
  return { bytes: (await new Response(sound.body).arrayBuffer()).byteLength, told: sound.sizeBytes };
}

test("listing, labelling, playing, controlling and deleting", async () => {
  const given = await served();
  const { simulator, source } = given;
  expect(await source.check(signal)).toEqual({ missingPermissions: [] });
  const { recordings } = await walkAll(source, EVERYTHING);
  expect(new Set(recordings.map(({ recording }) => recording.id)).size).toBeGreaterThan(150);
  const { bytes, told } = await bytesOf(given, 7);
  expect(bytes).toBe(told);
  const id = vendorIdIn(simulator, awkwardId(simulator, 12));
  await supported(source.labels).add(id, { name: "from-afar", content: null }, signal);
  expect((await readAwkward(given, 12)).labels?.map(({ name }) => name)).toEqual(["important", "from-afar"]);
  const liveId = simulator.addLiveCall();
  expect(await supported(source.live).set(liveId, "paused", signal)).toEqual({ state: "requested" });
  expect(simulator.liveCalls()[0]?.recordings[0]?.masks).toEqual([{ startMs: NOW_MS, endMs: null }]);
  expect(await supported(source.deletion).delete(id, signal)).toMatchObject({ deleted: "done" });
  expect(simulator.recording(awkwardId(simulator, 12))?.deleted).toBe("soft");
});

test("sound that breaks off is whole after one resumption; broken again, it ends as an error", async () => {
  const given = await served();
  const { bytes: whole } = await bytesOf(given, 7);
  given.simulator.switches.droppedAudio = { on: ["audio"], times: 1 };
  expect(await bytesOf(given, 7)).toEqual({ bytes: whole, told: whole });
  given.simulator.switches.droppedAudio = true;
  await expect(bytesOf(given, 7)).rejects.toMatchObject({ kind: "unreachable" });
});

test("sound longer than it says it is ends as an error, not as a shorter one", async () => {
  const given = await served();
  given.simulator.switches.audioLength = "long";
  await expect(bytesOf(given, 7)).rejects.toMatchObject({ kind: "unreachable" });
});

test("a listener who leaves lets go of the connection", async () => {
  const given = await served();
  given.simulator.switches.throttleBytesPerSecond = 200_000;
  const reader = await leaveEarly(given.source, await audioRef(given, 7));
  await expect(reader.read().then(() => reader.read())).rejects.toThrow("left");
});

test("a server that is not there is unreachable, and a change it never heard of is not unclear", async () => {
  const settings = { baseUrl: `${await deserted()}/v2` };
  const source = kazooSource((request) => fetch(request), { settings });
  await expect(source.check(signal)).rejects.toMatchObject({ kind: "unreachable", message: /ECONNREFUSED/ });
  const change = supported(source.live).set("call", "paused", signal);
  await expect(change).rejects.toMatchObject({ kind: "unreachable", unclear: false });
});

test("a redirect to another host never carries our key or token there", async () => {
  const { url, followed } = await redirecting();
  const settings = { baseUrl: `${url}/v2` };
  const source = kazooSource((request) => fetch(request), { settings });
  await expect(source.check(signal)).rejects.toMatchObject({ kind: "unreachable", message: /redirect/ });
  expect(followed()).toBe(0);
});
