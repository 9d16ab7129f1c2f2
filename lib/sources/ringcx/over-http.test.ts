/** The source over the network as in production: node's own fetch, real sockets, the simulator served on loopback. */
import { expect, test } from "vitest";
import { deserted, serveOnLoopback } from "@/lib/testing/loopback";
import { bytesOfAudio } from "@/lib/testing/source-kit";
import type { RecordingSource } from "../source";
import { createRingcxSimulator, type RingcxSimulator } from "./simulator";
import {
  awkwardId,
  DAY_MS,
  FREE_LIMITS,
  findCall,
  NOW_MS,
  ringcxSource,
  signal,
  supported,
  walkAll,
} from "./test-kit";

/** Served below a path, as behind somebody's gateway. */
async function served(): Promise<{ simulator: RingcxSimulator; source: RecordingSource }> {
  const simulator = createRingcxSimulator({
    calls: 40,
    limits: FREE_LIMITS,
    baseUrl: "http://gateway.example/ringcx",
  });
  simulator.switches.callsPerMinute = null;
  const address = `${await serveOnLoopback(simulator.fetch)}/ringcx`;
  const settings = { ...simulator.source, baseUrl: address, platformUrl: address };
  return { simulator, source: ringcxSource((request) => fetch(request), { settings }) };
}

async function playable(source: RecordingSource, vendorId = awkwardId(11, 2)) {
  const window = { fromMs: NOW_MS - 30 * DAY_MS, toMs: NOW_MS };
  const [file] = findCall((await walkAll(source, window)).recordings, vendorId).recording.mediaFiles;
  return { ref: { vendorId, vendorRef: file?.vendorRef ?? "" }, durationMs: file?.durationMs ?? 0 };
}

test("signing in, listing, playing, and asking a live call to pause", async () => {
  const { simulator, source } = await served();
  expect(await source.check(signal)).toEqual({ missingPermissions: [] });
  const { ref, durationMs } = await playable(source);
  // Stereo, 16 bit, 8,000 Hz behind a header.
  expect(await bytesOfAudio(source, ref)).toBe(44 + (durationMs / 1_000) * 8_000 * 4);
  const uii = simulator.addLiveCall({ queue: "Billing" });
  const live = supported(source.live);
  expect((await live.list(signal)).map(({ vendorLiveId }) => vendorLiveId)).toContain(uii);
  expect(await live.set(uii, "paused", signal)).toEqual({ state: "requested" });
  expect(simulator.liveCalls().find((call) => call.uii === uii)?.recording).toBe(false);
  // Node names itself to servers unless told otherwise: ours goes with every call of the interface.
  const voice = simulator.calls().filter(({ path }) => path.startsWith("/voice/"));
  expect(new Set(voice.map(({ userAgent }) => userAgent))).toEqual(new Set(["Earmark/1.0"]));
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

test("a server that is not there is unreachable, and a toggle it never heard of is not unclear", async () => {
  const baseUrl = await deserted();
  const settings = { baseUrl, platformUrl: baseUrl, accessToken: "ready" };
  const source = ringcxSource((request) => fetch(request), { settings });
  await expect(source.check(signal)).rejects.toMatchObject({ kind: "unreachable", message: /ECONNREFUSED/ });
  await expect(supported(source.live).set("1", "paused", signal)).rejects.toMatchObject({
    kind: "unreachable",
    unclear: false,
  });
});
