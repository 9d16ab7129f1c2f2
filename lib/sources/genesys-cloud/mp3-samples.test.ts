import { beforeAll, describe, expect, test } from "vitest";
import { readSampleAudio } from "@/lib/samples/samples";
import type { ByteSource } from "./byte-source";
import { joinStereo } from "./join-stereo";
import { openSamples, type SampleSource } from "./samples";
import { readWav, wavOf } from "./test-wav";

let file: Uint8Array;
beforeAll(async () => {
  file = await readSampleAudio("voicemail.mp3");
});

function pieces(bytes: Uint8Array, size: number): ByteSource {
  let at = 0;
  return {
    totalBytes: bytes.length,
    cancel: () => undefined,
    async read() {
      if (at >= bytes.length) return null;
      const piece = bytes.slice(at, at + size);
      at += size;
      return piece;
    },
  };
}

async function samplesOf(source: SampleSource): Promise<number[]> {
  const all: number[] = [];
  for (let some = await source.read(); some !== null; some = await source.read()) {
    for (const sample of some) all.push(sample);
  }
  return all;
}

describe("channels that are MP3", () => {
  test("are the same samples however the bytes arrive, as many as the file is long", async () => {
    const whole = await samplesOf(await openSamples(pieces(file, file.length)));
    expect(whole.length / 8_000).toBeCloseTo(40.176, 0);
    expect(whole.some((sample) => Math.abs(sample) > 1_000)).toBe(true);
    for (const size of [417, 4_096]) {
      expect(await samplesOf(await openSamples(pieces(file, size)))).toEqual(whole);
    }
  });

  test("are joined like others, also with a WAV; how long it will be is not known before", async () => {
    const agent = await openSamples(pieces(file, 4_096));
    const customer = await openSamples(pieces(wavOf([1, 2, 3]), 50));
    const joined = joinStereo(agent, customer);
    expect(joined.totalBytes).toBeNull();
    const parts: Uint8Array[] = [];
    for (let bytes = await joined.read(); bytes !== null; bytes = await joined.read()) parts.push(bytes);
    const { channels, claimedBytes, samples } = readWav(Buffer.concat(parts));
    expect([channels, claimedBytes]).toEqual([2, 0xffff_ffff]);
    expect(samples.filter((_, at) => at % 2 === 1).slice(0, 5)).toEqual([1, 2, 3, 0, 0]);
    expect(samples.length / 2 / 8_000).toBeCloseTo(40.176, 0);
  });

  test("that hold no sound are refused, and the decoder is let go with its source", async () => {
    const silent = new Uint8Array([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 0, ...new Array<number>(64).fill(0)]);
    await expect(openSamples(pieces(silent, 9))).rejects.toMatchObject({ kind: "internal" });
    const left = await openSamples(pieces(file, 4_096));
    await left.read();
    left.cancel();
    left.cancel();
    expect(await left.read()).toBeNull();
  });
});
