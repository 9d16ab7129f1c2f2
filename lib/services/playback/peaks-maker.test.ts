import { pino } from "pino";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { pcm16, wavFile } from "@/lib/audio/peaks/test-files";
import { fakeVendor, testSpool } from "@/lib/audio/test-audio";
import { loadPeaks } from "@/lib/catalog/peaks";
import { getRecording, upsertRecordings } from "@/lib/catalog/recordings";
import { decodeAudiowaveform } from "@/lib/domain/audiowaveform";
import { fileOf, SOURCE, SYSTEM, sourceRecording, T0 } from "@/lib/testing/catalog-fixtures";
import { freshCatalog, type TestCatalog } from "@/lib/testing/database";
import { aSource } from "@/lib/testing/fake-source";
import { createPeaksMaker, type PeaksState } from "./peaks-maker";

/** Two seconds of stereo at 8 kHz. */
const SOUND = wavFile(pcm16(Array.from({ length: 32_000 }, (_, at) => (at * 37) % 20_000)));
const AT_ONCE = { wholeMs: 0, partMs: 0 };
const PATIENTLY = { wholeMs: 20_000, partMs: 20_000 };

let made: TestCatalog;
beforeAll(async () => {
  made = await freshCatalog("pglite");
});
afterAll(() => made.discard());

/** A maker whose vendor sends the one file of a call of its own as told. */
async function makerOf(name: string) {
  const { db } = made.catalog;
  const file = fileOf(name);
  const { recording } = sourceRecording(name, { mediaFiles: [file] });
  await upsertRecordings(SYSTEM, db, SOURCE, [sourceRecording(name, { mediaFiles: [file] })], T0);
  const stored = await getRecording(SYSTEM, db, recording.id);
  if (!stored) throw new Error("the recording was to be stored");
  const vendor = fakeVendor({ mimeType: "audio/wav" });
  const source = aSource({ openAudio: (_, signal) => vendor.fetchAudio(signal) });
  const { spool } = testSpool();
  const maker = createPeaksMaker({
    catalog: made.catalog,
    sources: { all: [source], of: () => source, byId: () => source },
    spool,
    log: pino({ level: "silent" }),
    now: () => T0,
  });
  onTestFinished(() => spool.close());
  return { vendor, file, get: (wait = AT_ONCE) => maker.get(stored, file, wait) };
}

const lengthOf = (state: PeaksState) =>
  state.state === "making" && state.soFar ? decodeAudiowaveform(state.soFar).durationMs : 0;

test("nothing is known before the first byte, then the beginning, more of it, and the whole", async () => {
  const { vendor, file, get } = await makerOf("grows");
  expect(await get()).toEqual({ state: "making", soFar: null });

  vendor.push(SOUND.subarray(0, 16_000));
  const first = await get({ wholeMs: 20_000, partMs: 0 });
  expect(lengthOf(first)).toBeGreaterThan(0);
  expect(lengthOf(first)).toBeLessThanOrEqual(500);

  vendor.push(SOUND.subarray(16_000, 48_000));
  await expect.poll(async () => lengthOf(await get()), { timeout: 10_000 }).toBeGreaterThan(1_000);

  vendor.push(SOUND.subarray(48_000));
  vendor.end();
  const whole = await get(PATIENTLY);
  if (whole.state !== "ready" || first.state !== "making" || !first.soFar) throw new Error("no peaks");
  const peaks = decodeAudiowaveform(whole.peaks.data);
  expect(peaks.durationMs).toBe(2_000);
  // What was shown first stays as it was.
  const shown = decodeAudiowaveform(first.soFar).channels[0]?.max.slice(0, -1) ?? [];
  expect(shown.length).toBeGreaterThan(10);
  expect(peaks.channels[0]?.max.slice(0, shown.length)).toEqual(shown);

  await expect.poll(() => loadPeaks(made.catalog.db, file.mediaKey)).not.toBeNull();
  expect(await get()).toEqual(whole);
  expect(vendor.calls()).toBe(1);
});

test("whoever asks while a short file arrives is answered with the whole", async () => {
  const { vendor, get } = await makerOf("short");
  const answers = [get(PATIENTLY), get(PATIENTLY)];
  vendor.push(SOUND);
  vendor.end();
  for (const answer of await Promise.all(answers)) expect(answer.state).toBe("ready");
});

test("sound that breaks off has no waveform, and what was known of it is forgotten", async () => {
  const { vendor, get } = await makerOf("breaks");
  vendor.push(SOUND.subarray(0, 16_000));
  expect(lengthOf(await get({ wholeMs: 20_000, partMs: 0 }))).toBeGreaterThan(0);
  vendor.die();
  expect(await get(PATIENTLY)).toEqual({ state: "failed" });
});
