/** The source over the network as in production: node's own fetch, real sockets, the simulator served on loopback. */
import { expect, test } from "vitest";
import { deserted, serveOnLoopback } from "@/lib/testing/loopback";
import { leaveEarly } from "@/lib/testing/source-kit";
import type { RecordingSource } from "../source";
import { type CloudSimulator, createCloudSimulator, spokenId } from "./simulator";
import {
  allOf,
  awkwardId,
  clockAt,
  cloudSource,
  EVERYTHING,
  firstFile,
  NOW_MS,
  readOne,
  signal,
  soundOf,
  supported,
  walkAll,
} from "./test-kit";
import { readWav } from "./test-wav";

const SPOKEN = spokenId("cross-talk");

async function served(): Promise<{ simulator: CloudSimulator; source: RecordingSource }> {
  let answer: CloudSimulator["fetch"] = async () => new Response(null, { status: 503 });
  const baseUrl = await serveOnLoopback((request) => answer(request));
  const clock = clockAt(NOW_MS, 40);
  const simulator = createCloudSimulator({
    calls: 60,
    now: () => new Date(clock.now()),
    baseTime: new Date(NOW_MS),
    baseUrl,
  });
  simulator.switches.transcodePolls = 0;
  answer = simulator.fetch;
  const source = cloudSource((request) => fetch(request), { clock, settings: simulator.source });
  return { simulator, source };
}

test("signing in, searching, reading, pausing, playing and deleting", async () => {
  const { simulator, source } = await served();
  expect(await source.check(signal)).toEqual({ missingPermissions: [] });
  expect((await walkAll(source, EVERYTHING)).recordings.length).toBeGreaterThan(40);
  expect(await supported(source.live).set(awkwardId(13), "paused", signal)).toEqual({ state: "done" });
  for (const keys of ["S", "0,1"] as const) {
    simulator.switches.mediaKeys = keys;
    const sound = await soundOf(source, SPOKEN);
    expect(sound.sizeBytes).toBe(sound.bytes.length);
    expect(readWav(sound.bytes).channels).toBe(2);
  }
  const media = simulator.calls().filter(({ host }) => host === "media");
  expect(media.map(({ hasAuthorization, status }) => [hasAuthorization, status])).toEqual(
    Array.from({ length: 3 }, () => [false, 200]),
  );
  await supported(source.protection).set(SPOKEN, true, signal);
  expect((await readOne(source, SPOKEN)).recording.nonDelete).toBe(true);
  await supported(source.protection).set(SPOKEN, false, signal);
  expect(await supported(source.deletion).delete(SPOKEN, signal)).toMatchObject({ deleted: "scheduled" });
});

test.each(["S", "0,1"] as const)(
  "sound that is cut on the way (%s) is taken up again at its byte",
  async (keys) => {
    const { simulator, source } = await served();
    simulator.switches.mediaKeys = keys;
    const whole = (await soundOf(source, SPOKEN)).bytes;
    simulator.switches.dropAudioAfterBytes = 700_000;
    expect((await soundOf(source, SPOKEN)).bytes.equals(whole)).toBe(true);
    simulator.switches.dropAudioAfterBytes = 20_000;
    await expect(soundOf(source, SPOKEN)).rejects.toMatchObject({ kind: "unreachable" });
  },
);

test("a listener who leaves lets go of both channels", async () => {
  const { simulator, source } = await served();
  simulator.switches.mediaKeys = "0,1";
  const { vendorRef } = await firstFile(source, SPOKEN);
  simulator.switches.throttleBytesPerSecond = 200_000;
  const reader = await leaveEarly(source, { vendorId: SPOKEN, vendorRef });
  await expect(reader.read()).rejects.toThrow("left");
  simulator.switches.throttleBytesPerSecond = null;
  const { bytes } = await allOf(await source.openAudio({ vendorId: SPOKEN, vendorRef }, signal));
  expect(bytes.length).toBeGreaterThan(1_000);
});

test("a server that is not there is unreachable, and a change it never heard of is not unclear", async () => {
  const apiUrl = await deserted();
  const source = cloudSource((request) => fetch(request), {
    settings: { apiUrl, loginUrl: `${apiUrl}/login` },
  });
  await expect(source.check(signal)).rejects.toMatchObject({ kind: "unreachable", message: /ECONNREFUSED/ });
  const change = supported(source.protection).set("c", true, signal);
  await expect(change).rejects.toMatchObject({ kind: "unreachable", unclear: false });
});
