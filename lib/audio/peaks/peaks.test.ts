import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { decodeAudiowaveform, type SilentSpan, silentSpans } from "@/lib/domain/audiowaveform";
import { loadSampleCalls, readSampleAudio, readSampleFile } from "@/lib/samples/samples";
import { MAX_PEAK_BYTES } from "./accumulator.mjs";
import { closePeaks, computePeaks, type Peaks } from "./peaks";
import { chunk, pcm16, sourceOf, wavFile } from "./test-files";

afterAll(closePeaks);

const VOICEMAIL = await readSampleAudio("voicemail.mp3");

const MAX = 32_767;
/** Two channels that can't be taken for one another: a saw on the left, a square of a tenth on the right. */
const stereo = (frames: number) =>
  Array.from({ length: frames * 2 }, (_, at) => {
    const frame = at >> 1;
    return at % 2 === 0 ? ((frame * 64) % (2 * MAX)) - MAX : frame % 16 < 8 ? 3_276 : -3_276;
  });

/** The peaks of 16 bit samples, the slow and plain way. */
function oracle(samples: readonly number[], channels: number, samplesPerPixel: number) {
  const frames = samples.length / channels;
  return Array.from({ length: channels }, (_, channel) => {
    const min: number[] = [];
    const max: number[] = [];
    for (let from = 0; from < frames; from += samplesPerPixel) {
      const pixel = samples
        .slice(from * channels, (from + samplesPerPixel) * channels)
        .filter((_, at) => at % channels === channel);
      min.push(eightBit(Math.min(...pixel) / 256));
      max.push(eightBit(Math.max(...pixel) / 256));
    }
    return { min: Int8Array.from(min), max: Int8Array.from(max) };
  });
}

/** Fainter than one step, but no digital silence: one step. */
function eightBit(value: number): number {
  if (Math.abs(value) >= 1) return Math.trunc(value);
  return Math.abs(value) < 0.08 ? 0 : Math.sign(value);
}

describe("WAV", () => {
  test("peaks are the least and greatest samples of each pixel and channel, however the bytes arrive", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -32_768, max: MAX }), { minLength: 3, maxLength: 1_500 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 700 }),
        async (values, channels, pieceBytes) => {
          const samples = values.slice(0, values.length - (values.length % channels));
          const peaks = await computePeaks(sourceOf(wavFile(pcm16(samples), { channels }), pieceBytes));
          const frames = samples.length / channels;
          expect(peaks).toMatchObject({ channels, sampleRate: 8_000, samplesPerPixel: 160 });
          expect(peaks.durationMs).toBe(Math.round(frames / 8));
          expect(decodeAudiowaveform(peaks.data).channels).toEqual(oracle(samples, channels, 160));
        },
      ),
      { numRuns: 40 },
    );
  });

  const SOUND = stereo(4_000);
  const whole = decodedOf(wavFile(pcm16(SOUND)));

  test.each<[string, Buffer]>([
    ["size zero", wavFile(pcm16(SOUND), { claimedBytes: 0 })],
    ["size unknown", wavFile(pcm16(SOUND), { claimedBytes: 0xffff_ffff })],
    ["size far too large", wavFile(pcm16(SOUND), { claimedBytes: 0x7fff_ff00 })],
    ["RF64", wavFile(pcm16(SOUND), { claimedBytes: 0xffff_ffff, riff: "RF64" })],
    [
      "chunks around the sound",
      wavFile(pcm16(SOUND), {
        before: chunk("LIST", Buffer.alloc(9)),
        after: chunk("id3 ", Buffer.alloc(99)),
      }),
    ],
    ["an empty chunk before it", wavFile(pcm16(SOUND), { before: chunk("JUNK", Buffer.alloc(0)) })],
    [
      "half a sample too much",
      Buffer.concat([wavFile(pcm16(SOUND), { claimedBytes: 0 }), Buffer.alloc(3, 77)]),
    ],
  ])("%s changes nothing", async (_, file) => {
    expect(await decodedOf(file)).toEqual(await whole);
  });

  const narrow: Record<string, { format: number; bits: number; bytes: (sample: number) => number[] }> = {
    "8 bit": { format: 1, bits: 8, bytes: (value) => [(value >> 8) + 128] },
    "24 bit": { format: 1, bits: 24, bytes: (value) => [0, value & 255, (value >> 8) & 255] },
    "32 bit": { format: 1, bits: 32, bytes: (value) => [0, 0, value & 255, (value >> 8) & 255] },
    float: {
      format: 3,
      bits: 32,
      bytes: (value) => [...new Uint8Array(Float32Array.of(value / MAX).buffer)],
    },
  };
  test.each(Object.keys(narrow))("%s gives the same picture as 16 bit", async (name) => {
    const kind = narrow[name];
    if (kind === undefined) throw new Error("No such kind.");
    const file = wavFile(Buffer.from(SOUND.flatMap(kind.bytes)), kind);
    expectAlike(await decodedOf(file), await whole, 1);
  });

  // The ends and the middle of each code, from ITU-T G.711.
  test.each([
    [
      "A-law",
      6,
      [
        [0xaa, 32_256],
        [0x2a, -32_256],
        [0xd5, 8],
        [0x55, -8],
        [0x80, 5_504],
      ],
    ],
    [
      "mu-law",
      7,
      [
        [0x80, 32_124],
        [0x00, -32_124],
        [0xff, 0],
        [0x7f, 0],
        [0xa0, 7_932],
      ],
    ],
  ] as const)("%s is expanded as G.711 says", async (_, format, codes) => {
    for (const [code, value] of codes) {
      const file = wavFile(Buffer.alloc(800, code), { format, bits: 8, channels: 1 });
      const { channels } = await decodedOf(file);
      const expected = Math.trunc(value / 256) + 0;
      expect([channels[0]?.min[0], channels[0]?.max[0]]).toEqual([expected, expected]);
    }
  });

  test("an odd number of A-law bytes is followed by padding, which is not sound", async () => {
    const peaks = await computePeaks(
      sourceOf(wavFile(Buffer.alloc(801, 0xd5), { format: 6, bits: 8, channels: 1 })),
    );
    expect(peaks.durationMs).toBe(Math.round(801 / 8));
  });
});

describe("MP3", () => {
  const spoken = loadSampleCalls().flatMap((call) =>
    call.files.flatMap((file, fileIndex) =>
      file.file === null
        ? []
        : [[file.file, file, call.transcript.filter((line) => line.fileIndex === fileIndex)] as const],
    ),
  );

  test.each(spoken)(
    "%s: the exact length, both sides, sound where somebody speaks, none where the recording paused",
    async (_, file, lines) => {
      const peaks = await computePeaks(sourceOf(await readSampleFile(file)));
      expect(peaks).toMatchObject({ durationMs: file.durationMs, channels: 2, sampleRate: 8_000 });
      const silent = silentSpans(decodeAudiowaveform(peaks.data), { minMs: 200 });
      for (const { channel, startMs, endMs } of lines) {
        expect(covers(silent[channel === "agent" ? 0 : 1], startMs, endMs)).toBe(false);
      }
      for (const { startMs, endMs } of file.masks.filter(({ fill }) => fill === "silence")) {
        expect(silent.map((spans) => covers(spans, startMs + 100, endMs - 100))).toEqual([true, true]);
      }
    },
  );

  test("an hour is read to its exact length", async () => {
    const hour = loadSampleCalls()
      .flatMap(({ files }) => files)
      .find(({ file }) => file === null);
    if (hour === undefined) throw new Error("There is no call of an hour.");
    const peaks = await computePeaks(sourceOf(await readSampleFile(hour)));
    expect(peaks.durationMs).toBe(hour.durationMs);
    expect(peaks.data.length).toBeLessThanOrEqual(MAX_PEAK_BYTES);
  });

  test("the pieces in which it arrives, tags and garbage around it change nothing", async () => {
    const bytes = VOICEMAIL;
    const whole = await decodedOf(bytes);
    const id3 = Buffer.concat([
      Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 1, 0]),
      Buffer.alloc(128, 0xff),
    ]);
    const id3v1 = Buffer.concat([Buffer.from("TAG"), Buffer.alloc(125, 0xff)]);
    expect((await computePeaks(sourceOf(bytes, 77))).data).toEqual(
      (await computePeaks(sourceOf(bytes))).data,
    );
    expect(await decodedOf(Buffer.concat([id3, bytes, id3v1]))).toEqual(whole);
    expect(await decodedOf(Buffer.concat([Buffer.alloc(5_000, 0xfe), bytes]))).toEqual(whole);
    expect(await decodedOf(bytes.subarray(0, bytes.length - 100))).toMatchObject({
      durationMs: expect.closeTo(whole.durationMs - 72, -2),
    });
  });

  test("damage in the middle costs a moment, not the call", async () => {
    const bytes = Buffer.from(VOICEMAIL);
    const before = await computePeaks(sourceOf(bytes));
    bytes.fill(0xa5, 40_000, 41_000);
    const after = await computePeaks(sourceOf(bytes));
    expect(Math.abs(after.durationMs - before.durationMs)).toBeLessThan(1_000);
  });
});

describe("the size", () => {
  test("short calls have 50 pixels a second; an hour stays within 150 kB and above 10 pixels a second", async () => {
    const short = await computePeaks(sourceOf(wavFile(Buffer.alloc(16_000 * 60), { channels: 1 })));
    expect(short.sampleRate / short.samplesPerPixel).toBe(50);
    const hour = await computePeaks(
      sourceOf(wavFile(Buffer.alloc(3_600 * 16_000, 0xff), { format: 7, bits: 8 })),
    );
    expect(hour.durationMs).toBe(3_600_000);
    expect(hour.data.length).toBeLessThanOrEqual(MAX_PEAK_BYTES);
    expect(hour.sampleRate / hour.samplesPerPixel).toBeGreaterThanOrEqual(10);
  });

  test("a click is not lost when pixels are joined, and stays in its place", async () => {
    const sound = Buffer.alloc(5 * 3_600 * 8_000, 0xff);
    const clickMs = 4 * 3_600_000 + 1_234;
    sound[clickMs * 8] = 0x80;
    const waveform = await decodedOf(wavFile(sound, { format: 7, bits: 8, channels: 1 }));
    const max = waveform.channels[0]?.max ?? new Int8Array();
    const pixelMs = (waveform.samplesPerPixel * 1000) / waveform.sampleRate;
    expect([...max].filter((value) => value > 0)).toHaveLength(1);
    expect(max.findIndex((value) => value > 0)).toBe(Math.floor(clickMs / pixelMs));
  });
});

describe("bad files have a clear reason and an end", () => {
  const cut = wavFile(pcm16(stereo(100)));
  const noise = Buffer.from(Array.from({ length: 3_000_000 }, (_, at) => (at * at * 31 + (at >> 3)) & 0xff));
  const bad: Record<string, [kind: string, bytes: Uint8Array]> = {
    nothing: ["empty", new Uint8Array()],
    "one byte": ["truncated", Uint8Array.of(0xff)],
    "a WAV header cut off": ["truncated", cut.subarray(0, 30)],
    "a WAV without sound": ["empty", cut.subarray(0, 44)],
    "a WAV whose sound comes before its format": [
      "broken",
      Buffer.concat([Buffer.from("RIFF1234WAVE"), chunk("data", cut)]),
    ],
    "a WAV of no channels": ["broken", wavFile(cut, { channels: 0 })],
    "a WAV of 12 bit": ["unsupported", wavFile(cut, { bits: 12 })],
    "GSM in WAV": ["unsupported", wavFile(cut, { format: 0x31 })],
    "Ogg that is hardly there": ["truncated", Buffer.from("OggS\0\x02aaaaaaaaaaaa")],
    FLAC: ["unsupported", Buffer.from("fLaC\0\0\0\x22aaaaaaaaaaaa")],
    AVI: ["unsupported", Buffer.from("RIFF1234AVI LIST")],
    "a web page": ["broken", Buffer.from(`<!doctype html>${"<p>no</p>".repeat(1_000)}`)],
    "a large web page": ["broken", Buffer.from("<p>no</p>".repeat(200_000))],
    "half a frame": ["truncated", VOICEMAIL.subarray(0, 200)],
    noise: ["broken", noise],
  };
  // Named by the key alone: the bytes would fill the screen.
  test.each(Object.keys(bad))(
    "%s",
    async (name) => {
      const [kind, bytes] = bad[name] ?? ["", new Uint8Array()];
      await expect(computePeaks(sourceOf(bytes))).rejects.toMatchObject({ name: "PeaksError", kind });
    },
    5_000,
  );

  test("frames that are headers and nothing else end too", async () => {
    const frame = Buffer.alloc(288, 0xff);
    VOICEMAIL.copy(frame, 0, 0, 4);
    const bytes = Buffer.concat(Array.from({ length: 2_000 }, () => frame));
    const outcome = await computePeaks(sourceOf(bytes)).then(
      (peaks) => peaks.channels,
      (error: unknown) => error,
    );
    expect([2, expect.objectContaining({ name: "PeaksError" })]).toContainEqual(outcome);
  }, 5_000);
});

function covers(spans: readonly SilentSpan[] | undefined, startMs: number, endMs: number): boolean {
  return (spans ?? []).some((span) => span.startMs <= startMs && span.endMs >= endMs);
}

async function decodedOf(file: Uint8Array) {
  const peaks: Peaks = await computePeaks(sourceOf(file));
  return decodeAudiowaveform(peaks.data);
}

function expectAlike(
  one: Awaited<ReturnType<typeof decodedOf>>,
  other: Awaited<ReturnType<typeof decodedOf>>,
  tolerance: number,
) {
  expect(one.channels).toHaveLength(other.channels.length);
  for (const [channel, peaks] of one.channels.entries()) {
    for (const side of ["min", "max"] as const) {
      const far = [...peaks[side]].filter(
        (value, pixel) => Math.abs(value - (other.channels[channel]?.[side][pixel] ?? 999)) > tolerance,
      );
      expect(far).toEqual([]);
    }
  }
}
