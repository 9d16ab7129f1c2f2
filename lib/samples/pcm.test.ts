import { expect, test } from "vitest";
import { spokenPlan } from "./audio-plan";
import { FRAME_SAMPLES, pcmBytes, readPcm, wavHeader } from "./pcm";

const PLAN = spokenPlan("card-payment-padded.mp3", 0, 400, [{ from: 100, to: 160 }]);

test("samples read in pieces are the samples read at once", async () => {
  const whole = await readPcm(PLAN, 0, 300);
  const part = await readPcm(PLAN, 40, 90);
  expect(part.left).toEqual(whole.left.subarray(40 * FRAME_SAMPLES, 90 * FRAME_SAMPLES));
  expect(part.right).toEqual(whole.right.subarray(40 * FRAME_SAMPLES, 90 * FRAME_SAMPLES));
  expect(whole.left.some((sample) => Math.abs(sample) > 3_000)).toBe(true);
});

test("a silent run is digital silence but for the ringing of the frame before it", async () => {
  const { left, right } = await readPcm(PLAN, 103, 160);
  expect(Math.max(...left, ...right)).toBe(0);
});

test("two channels are interleaved, and the header says so", () => {
  const bytes = pcmBytes(Int16Array.of(1, -2), Int16Array.of(3, 4));
  expect([0, 2, 4, 6].map((at) => bytes.readInt16LE(at))).toEqual([1, 3, -2, 4]);
  expect(wavHeader(2, 8).readUInt32LE(4)).toBe(44);
  expect(wavHeader(1, 0xffff_ffff).readUInt32LE(40)).toBe(0xffff_ffff);
});
