import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chunk, pcm16, wavFile } from "../peaks/test-files";
import { cutAudio } from "./clip";
import { clipOf, fixture, readerOf } from "./test-clip";

type Wav = Readonly<{
  format: number;
  channels: number;
  sampleRate: number;
  bits: number;
  sound: Buffer;
  names: string[];
}>;

/** Reads a WAV file strictly: every size has to be exactly right. */
function strictly(file: Buffer): Wav {
  expect(file.toString("latin1", 0, 4) + file.toString("latin1", 8, 12)).toBe("RIFFWAVE");
  expect(file.readUInt32LE(4)).toBe(file.length - 8);
  const chunks = new Map<string, Buffer>();
  let at = 12;
  while (at < file.length) {
    const size = file.readUInt32LE(at + 4);
    chunks.set(file.toString("latin1", at, at + 4), file.subarray(at + 8, at + 8 + size));
    at += 8 + size + (size % 2);
  }
  expect(at).toBe(file.length);
  const [description, sound] = [chunks.get("fmt "), chunks.get("data")];
  if (description === undefined || sound === undefined) throw new Error("The clip lacks a chunk.");
  const [channels, bits] = [description.readUInt16LE(2), description.readUInt16LE(14)];
  expect(description.readUInt16LE(12)).toBe((channels * bits) / 8);
  expect(description.readUInt32LE(8)).toBe((description.readUInt32LE(4) * channels * bits) / 8);
  const samples = chunks.get("fact")?.readUInt32LE(0);
  if (samples !== undefined) expect(samples).toBe(sound.length / ((channels * bits) / 8));
  const sampleRate = description.readUInt32LE(4);
  return {
    format: description.readUInt16LE(0),
    channels,
    sampleRate,
    bits,
    sound,
    names: [...chunks.keys()],
  };
}

/** Every byte says where it stood: no run of 16 comes twice. */
const numbered = (length: number) => {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE(Math.imul(at, 2_654_435_761) >>> 0, at);
  return bytes;
};

const KINDS: Record<string, { format: number; bits: number }> = {
  "8 bit": { format: 1, bits: 8 },
  "16 bit": { format: 1, bits: 16 },
  "24 bit": { format: 1, bits: 24 },
  "32 bit": { format: 1, bits: 32 },
  float: { format: 3, bits: 32 },
  "A-law": { format: 6, bits: 8 },
  "mu-law": { format: 7, bits: 8 },
};

test("the clip is exactly the samples of the span, of any kind, however the bytes come", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(KINDS)),
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom(8_000, 11_025, 44_100),
      fc.integer({ min: 0, max: 400 }),
      fc.option(fc.integer({ min: 1, max: 400 }), { nil: null }),
      fc.integer({ min: 1, max: 5_000 }),
      async (name, channels, sampleRate, startMs, lengthMs, pieceBytes) => {
        const kind = KINDS[name] ?? { format: 1, bits: 16 };
        const blockBytes = (channels * kind.bits) / 8;
        const blocks = Math.round(sampleRate * 0.5);
        const sound = numbered(blocks * blockBytes);
        const file = wavFile(sound, { ...kind, channels, sampleRate });
        const endMs = lengthMs === null ? null : startMs + lengthMs;
        const clip = strictly(await clipOf(file, { startMs, endMs }, pieceBytes));
        expect(clip).toMatchObject({ ...kind, channels, sampleRate });
        const firstBlock = Math.ceil((startMs * sampleRate) / 1000);
        const endBlock = endMs === null ? blocks : Math.min(blocks, Math.floor((endMs * sampleRate) / 1000));
        expect(clip.sound.equals(sound.subarray(firstBlock * blockBytes, endBlock * blockBytes))).toBe(true);
      },
    ),
    { numRuns: 150 },
  );
});

const SOUND = numbered(32_000);
const SPAN = { startMs: 100, endMs: 400 };
const EXPECTED = SOUND.subarray(3_200, 12_800);

describe("broken headers and other chunks", () => {
  const files: Record<string, Buffer> = {
    "size zero": wavFile(SOUND, { claimedBytes: 0 }),
    "size unknown": wavFile(SOUND, { claimedBytes: 0xffff_ffff }),
    "size far too large": wavFile(SOUND, { claimedBytes: 0x7fff_ff00 }),
    RF64: wavFile(SOUND, { claimedBytes: 0xffff_ffff, riff: "RF64" }),
    "chunks around the sound": wavFile(SOUND, {
      before: Buffer.concat([
        chunk("bext", Buffer.from("Caller +1 555 010 0142")),
        chunk("JUNK", Buffer.alloc(0)),
      ]),
      after: Buffer.concat([chunk("LIST", Buffer.from("INFO about the caller")), chunk("cue ", SOUND)]),
    }),
  };
  test.each(Object.keys(files))(
    "%s: the same clip, with sizes that are right and nothing else",
    async (name) => {
      const clip = strictly(await clipOf(files[name] ?? Buffer.alloc(0), SPAN));
      expect(clip.sound.equals(EXPECTED)).toBe(true);
      expect(clip.names).toEqual(["fmt ", "data"]);
    },
  );

  test("a long file's own size keeps what follows its sound out of a clip to its end", async () => {
    const ds64 = Buffer.alloc(28);
    ds64.writeBigUInt64LE(BigInt(SOUND.length), 8);
    const file = wavFile(SOUND, {
      riff: "RF64",
      claimedBytes: 0xffff_ffff,
      before: chunk("ds64", ds64),
      after: chunk("LIST", Buffer.from("INFO about the caller")),
    });
    const clip = strictly(await clipOf(file, { startMs: 900, endMs: null }));
    expect(clip.sound.equals(SOUND.subarray(28_800))).toBe(true);
  });

  test("the long description of a format becomes the plain one of its kind", async () => {
    const plain = wavFile(SOUND, { channels: 2, bits: 16 });
    const description = Buffer.alloc(40);
    plain.copy(description, 0, 20, 36);
    description.writeUInt16LE(0xfffe, 0);
    description.writeUInt16LE(22, 16);
    description.writeUInt16LE(1, 24);
    const file = Buffer.concat([plain.subarray(0, 12), chunk("fmt ", description), chunk("data", SOUND)]);
    expect(strictly(await clipOf(file, SPAN))).toMatchObject({ format: 1, bits: 16, sound: EXPECTED });
  });

  test("cut off, it gives what is there; of a span behind that, nothing", async () => {
    const file = wavFile(SOUND).subarray(0, 44 + 8_000);
    expect(strictly(await clipOf(file, SPAN)).sound.equals(SOUND.subarray(3_200, 8_000))).toBe(true);
    await expect(clipOf(file, { startMs: 250, endMs: 300 })).rejects.toMatchObject({ code: "out_of_range" });
  });

  test.each<[string, Buffer]>([
    ["GSM", wavFile(SOUND, { format: 0x31 })],
    ["no format", Buffer.concat([Buffer.from("RIFF1234WAVE"), chunk("data", SOUND)])],
    ["no sound", wavFile(SOUND).subarray(0, 40)],
    ["nothing but zeros", Buffer.concat([Buffer.from("RIFF1234WAVE"), Buffer.alloc(200_000)])],
  ])("%s: refused", async (_, file) => {
    await expect(clipOf(file, SPAN)).rejects.toMatchObject({ code: "source_refused" });
  });
});

describe("lengths that are not known yet", () => {
  const file = wavFile(SOUND, { claimedBytes: 0 });
  const signal = new AbortController().signal;

  test("a span needs none, and what it says of its size is kept or it breaks", async () => {
    const audio = await cutAudio(readerOf(file, { totalBytes: null }), SPAN, signal);
    expect(audio).toMatchObject({ state: "ready", sizeBytes: 44 + EXPECTED.length, mimeType: "audio/wav" });
    const beyond = { startMs: 900, endMs: 1_100 };
    const broken = await cutAudio(readerOf(file, { totalBytes: null }), beyond, signal);
    if (broken.state !== "ready") throw new Error("It was to be ready.");
    await expect(new Response(broken.body).arrayBuffer()).rejects.toMatchObject({
      code: "source_unavailable",
    });
  });

  test("to the end waits for the end", async () => {
    const audio = await cutAudio(readerOf(file, { totalBytes: null }), { startMs: 900, endMs: null }, signal);
    expect(audio).toMatchObject({ sizeBytes: 44 + 3_200 });
  });

  test("only what is sent is read", async () => {
    const reader = readerOf(wavFile(numbered(3_200_000)), { pieceBytes: 100 });
    const audio = await cutAudio(reader, { startMs: 0, endMs: 10 }, signal);
    if (audio.state !== "ready") throw new Error("It was to be ready.");
    await new Response(audio.body).arrayBuffer();
    expect(reader.furthest()).toBeLessThanOrEqual(44 + 320);
  });
});

test("files of other makers", async () => {
  for (const name of ["../a-law.wav", "../mu-law-mono.wav", "../pcm16-mono.wav"]) {
    const clip = strictly(await clipOf(fixture(name), { startMs: 500, endMs: 1_000 }));
    expect(clip.sound.length).toBe((4_000 * clip.channels * clip.bits) / 8);
    expect(fixture(name).includes(clip.sound)).toBe(true);
  }
});

test("a tone outside is nowhere in the clip", async () => {
  const loud = Array.from({ length: 8_000 }, (_, at) => (at >= 3_000 && at < 5_000 ? 7 : 30_000));
  const file = wavFile(pcm16(loud), { channels: 1 });
  const { sound } = strictly(await clipOf(file, { startMs: 375, endMs: 625 }));
  expect(sound.length).toBe(4_000);
  for (let at = 0; at < sound.length; at += 2) expect(sound.readInt16LE(at)).toBe(7);
});
