import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ByteSource } from "./byte-source";
import { joinStereo } from "./join-stereo";
import { openSamples } from "./samples";
import { readWav, wavOf } from "./test-wav";

/** A file in pieces of any size, as a network delivers it; counts what was asked for. */
function pieces(file: Uint8Array, sizes: readonly number[], knowsLength = true) {
  const log = { reads: 0, cancelled: 0 };
  let at = 0;
  const source: ByteSource = {
    totalBytes: knowsLength ? file.length : null,
    async read() {
      if (at >= file.length) return null;
      const size = Math.max(1, sizes[log.reads % Math.max(1, sizes.length)] ?? 1_000);
      log.reads += 1;
      const bytes = file.slice(at, at + size);
      at += bytes.length;
      return bytes;
    },
    cancel() {
      log.cancelled += 1;
    },
  };
  return { source, log };
}

async function drained(source: ByteSource): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (let bytes = await source.read(); bytes !== null; bytes = await source.read()) parts.push(bytes);
  return Buffer.concat(parts);
}

async function joinedOf(left: ByteSource, right: ByteSource) {
  return joinStereo(await openSamples(left), await openSamples(right));
}

const int16 = fc.integer({ min: -32_768, max: 32_767 });
const samples = fc.array(int16, { maxLength: 3_000 });
const sizes = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 6 });

describe("two channels become one file", () => {
  test("every sample is in its place, however the bytes arrive; the shorter side ends in silence", async () => {
    await fc.assert(
      fc.asyncProperty(
        samples,
        samples,
        sizes,
        sizes,
        fc.boolean(),
        async (left, right, inLeft, inRight, known) => {
          const joined = await joinedOf(
            pieces(wavOf(left), inLeft, known).source,
            pieces(wavOf(right), inRight, known).source,
          );
          const bytes = await drained(joined);
          const frames = Math.max(left.length, right.length);
          expect(joined.totalBytes).toBe(known ? bytes.length : null);
          const wav = readWav(bytes);
          expect(wav).toMatchObject({ format: 1, channels: 2, sampleRate: 8_000, bits: 16 });
          expect(wav.claimedBytes).toBe(known ? frames * 4 : 0xffff_ffff);
          const expected = Array.from({ length: frames }, (_, at) => [left[at] ?? 0, right[at] ?? 0]).flat();
          expect(wav.samples).toEqual(expected);
        },
      ),
      { numRuns: 80 },
    );
  });

  test.each<[string, object]>([
    ["size zero", { claimedBytes: 0 }],
    ["size unknown", { claimedBytes: 0xffff_ffff }],
    ["size far too large", { claimedBytes: 0x7fff_ff00 }],
    ["RF64", { claimedBytes: 0xffff_ffff, riff: "RF64" }],
    [
      "chunks before",
      {
        before: [
          ["LIST", 9],
          ["JUNK", 0],
        ],
      },
    ],
    ["chunks after", { after: [["id3 ", 99]] }],
    ["an extensible format", { extensible: true }],
  ])("a header with %s changes nothing", async (_, options) => {
    const left = [1, -2, 3, 32_767, -32_768];
    const joined = await joinedOf(
      pieces(wavOf(left, options), [7]).source,
      pieces(wavOf(left, options), [1_000]).source,
    );
    const wav = readWav(await drained(joined));
    expect(wav.samples).toEqual(left.flatMap((sample) => [sample, sample]));
    expect(wav.claimedBytes).toBe(left.length * 4);
  });

  test("half a sample at the end is no sample", async () => {
    const file = Buffer.concat([wavOf([5, 6], { claimedBytes: 0 }), Buffer.from([77])]);
    const joined = await joinedOf(pieces(file, [3]).source, pieces(wavOf([1]), [9]).source);
    expect(readWav(await drained(joined)).samples).toEqual([5, 1, 6, 0]);
  });

  test("µ-law and A-law become what they sound like", async () => {
    const codes = [0x00, 0x7f, 0x80, 0xff];
    const left = wavOf(codes, { format: 7, bits: 8 });
    const right = wavOf([0xd5, 0x55, 0xaa, 0x2a], { format: 6, bits: 8 });
    const wav = readWav(await drained(await joinedOf(pieces(left, [5]).source, pieces(right, [50]).source)));
    // ITU-T G.711: µ-law 0x00 is the loudest negative, 0xff zero; A-law 0xd5 and 0x55 are the quietest, 0xaa and 0x2a the loudest.
    expect(wav.samples.filter((_, at) => at % 2 === 0)).toEqual([-32_124, 0, 32_124, 0]);
    expect(wav.samples.filter((_, at) => at % 2 === 1)).toEqual([8, -8, 32_256, -32_256]);
  });

  test("8, 24, 32 bit and float become 16 bit; a file of two channels is mixed", async () => {
    const one = async (file: Buffer) => {
      const bytes = await drained(await joinedOf(pieces(file, [11]).source, pieces(wavOf([]), [99]).source));
      return readWav(bytes).samples.filter((_, at) => at % 2 === 0);
    };
    expect(await one(wavOf([0, 128, 255], { bits: 8 }))).toEqual([-32_768, 0, 32_512]);
    expect(await one(wavOf([0x123456, -0x800000], { bits: 24 }))).toEqual([0x1234, -32_768]);
    expect(await one(wavOf([0x12345678], { bits: 32 }))).toEqual([0x1234]);
    expect(await one(wavOf([0.5, -1, 7, Number.NaN], { bits: 32, format: 3 }))).toEqual([
      16_384, -32_768, 32_767, 0,
    ]);
    expect(await one(wavOf([100, 200, -100, 100], { channels: 2 }))).toEqual([150, 0]);
  });

  test("nothing is fetched before it is read, and no more than is needed for the next piece", async () => {
    const long = wavOf(Array.from({ length: 50_000 }, (_, at) => at % 100));
    const [left, right] = [pieces(long, [2_000]), pieces(long, [2_000])];
    const joined = await joinedOf(left.source, right.source);
    expect([left.log.reads, right.log.reads]).toEqual([1, 1]);
    await joined.read();
    expect([left.log.reads, right.log.reads]).toEqual([1, 1]);
    for (let piece = 0; piece < 10; piece += 1) await joined.read();
    expect(left.log.reads).toBeLessThanOrEqual(11);
    expect(left.log.cancelled).toBe(0);
    joined.cancel();
    expect([left.log.cancelled, right.log.cancelled]).toEqual([1, 1]);
  });

  test("a side that breaks off breaks the whole: no silence stands for lost speech", async () => {
    const broken: ByteSource = {
      totalBytes: null,
      cancel: () => undefined,
      read: (() => {
        let reads = 0;
        return async () => {
          reads += 1;
          if (reads > 1) throw new Error("broke off");
          return wavOf([1, 2, 3], { claimedBytes: 0 });
        };
      })(),
    };
    const joined = await joinedOf(broken, pieces(wavOf(Array(50).fill(1)), [60]).source);
    await expect(drained(joined)).rejects.toThrow("broke off");
  });

  test("sides of different rates, and what is no sound, are refused", async () => {
    const slow = pieces(wavOf([1], { sampleRate: 8_000 }), [99]).source;
    const fast = pieces(wavOf([1], { sampleRate: 16_000 }), [99]).source;
    await expect(joinedOf(slow, fast)).rejects.toMatchObject({ kind: "internal" });
    for (const file of ["OggS and so on, sixteen", "RIFF____WAVEfmt ", "RIFF____WAVEdata____"]) {
      const source = pieces(Buffer.from(file), [4]).source;
      await expect(openSamples(source)).rejects.toMatchObject({ name: "SourceError", kind: "internal" });
    }
    const odd = pieces(wavOf([1], { format: 0x55 }), [99]).source;
    await expect(openSamples(odd)).rejects.toMatchObject({ kind: "internal" });
  });
});
