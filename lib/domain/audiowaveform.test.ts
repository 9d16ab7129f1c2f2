import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeAudiowaveform, encodeAudiowaveform, silentSpans } from "./audiowaveform";

test("the bytes are those that the format's description names", () => {
  const bytes = encodeAudiowaveform({
    sampleRate: 8000,
    samplesPerPixel: 160,
    channels: 2,
    pairs: Int8Array.of(-1, 2, -3, 4, -128, 127, 0, 0),
  });
  expect([...bytes]).toEqual([
    ...[2, 0, 0, 0], // version
    ...[1, 0, 0, 0], // 8 bit
    ...[0x40, 0x1f, 0, 0], // 8000 Hz
    ...[160, 0, 0, 0],
    ...[2, 0, 0, 0], // pixels
    ...[2, 0, 0, 0], // channels
    ...[0xff, 2, 0xfd, 4, 0x80, 0x7f, 0, 0],
  ]);
  expect(decodeAudiowaveform(bytes)).toEqual({
    sampleRate: 8000,
    samplesPerPixel: 160,
    durationMs: 40,
    channels: [
      { min: Int8Array.of(-1, -128), max: Int8Array.of(2, 127) },
      { min: Int8Array.of(-3, 0), max: Int8Array.of(4, 0) },
    ],
  });
});

test("whatever is encoded is decoded again, from any place in a buffer", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.array(fc.integer({ min: -128, max: 127 }), { maxLength: 64 }),
      (channels, values) => {
        const pairs = Int8Array.from(values.slice(0, values.length - (values.length % (channels * 2))));
        const bytes = encodeAudiowaveform({ sampleRate: 16_000, samplesPerPixel: 320, channels, pairs });
        const moved = new Uint8Array(bytes.length + 3);
        moved.set(bytes, 3);
        const waveform = decodeAudiowaveform(moved.subarray(3));
        const back = pairs.map((_, at) => {
          const channel = waveform.channels[Math.floor(at / 2) % channels];
          const pixel = Math.floor(at / (channels * 2));
          return (at % 2 === 0 ? channel?.min[pixel] : channel?.max[pixel]) ?? 0;
        });
        expect(back).toEqual(pairs);
      },
    ),
  );
});

describe("what is no waveform is refused", () => {
  const good = encodeAudiowaveform({
    sampleRate: 8000,
    samplesPerPixel: 160,
    channels: 1,
    pairs: Int8Array.of(-1, 1, -2, 2),
  });
  const changed = (at: number, value: number) => {
    const bytes = good.slice();
    new DataView(bytes.buffer).setInt32(at, value, true);
    return bytes;
  };
  test.each([
    ["nothing", new Uint8Array()],
    ["half a header", good.slice(0, 20)],
    ["fewer pixels than it says", good.slice(0, -1)],
    ["version 1", changed(0, 1)],
    ["16 bit", changed(4, 0)],
    ["no sample rate", changed(8, 0)],
    ["no samples per pixel", changed(12, 0)],
    ["a huge count", changed(16, 0x7fffffff)],
    ["no channels", changed(20, 0)],
    ["a million channels", changed(20, 1_000_000)],
  ])("%s", (_, bytes) => expect(() => decodeAudiowaveform(bytes)).toThrow(RangeError));
});

test("silence is found per channel, and only when it lasts", () => {
  const loud = [-50, 50];
  const faint = [-2, 2];
  const pairs = [loud, faint, faint, faint, loud, faint, loud, faint, faint, faint].flatMap((left) => [
    ...left,
    ...loud,
  ]);
  const bytes = encodeAudiowaveform({
    sampleRate: 8000,
    samplesPerPixel: 800,
    channels: 2,
    pairs: Int8Array.from(pairs),
  });
  expect(silentSpans(decodeAudiowaveform(bytes), { minMs: 300 })).toEqual([
    [
      { startMs: 100, endMs: 400 },
      { startMs: 700, endMs: 1000 },
    ],
    [],
  ]);
});
