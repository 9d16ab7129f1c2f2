import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSampleAudio } from "@/lib/samples/samples";
import { layoutAt } from "./mp3-layer";
import { clipOf, fixture, LADDER_STEP_MS, LADDER_STEPS, ladderHertz, mp3Sound, toneIn } from "./test-clip";
import { framesOf, leaksIn, SPILL_SAMPLES } from "./test-mp3";

/** Less than what another sample would differ by, more than the decoder's rounding. */
const SAME = 1e-4;
const LADDERS = [
  "cbr-joint-44100.mp3",
  "cbr-joint-8000-untagged.mp3",
  "vbr-checked-22050.mp3",
  "abr-mono-16000.mp3",
];

/** Where in the whole the clip begins, so that all but its edges is the same to the sample; -1 = nowhere. */
function placeOf(
  clip: readonly Float32Array[],
  whole: readonly Float32Array[],
  candidates: { from: number; to: number },
  isToTheEnd: boolean,
): number {
  const length = clip[0]?.length ?? 0;
  const end = isToTheEnd ? length : length - SPILL_SAMPLES;
  for (let place = candidates.from; place <= candidates.to; place += 1) {
    const isHere = clip.every((samples, channel) => {
      for (let at = SPILL_SAMPLES; at < end; at += 1) {
        const there = whole[channel]?.[place + at] ?? 9;
        if (Math.abs((samples[at] ?? 0) - there) > SAME) return false;
      }
      return true;
    });
    if (isHere) return place;
  }
  return -1;
}

describe.each([...LADDERS, "voicemail.mp3"])("%s", async (name) => {
  const file = name === "voicemail.mp3" ? await readSampleAudio(name) : fixture(name);
  const whole = await mp3Sound(file);
  const frames = framesOf(file);
  const { samples: unit = 0, sampleRate = 1 } = frames.frames[0] ?? {};
  const wholeSamples = whole.channels[0]?.length ?? 0;
  const wholeMs = (wholeSamples * 1000) / sampleRate;
  // A span in which something can be compared beside the edges.
  const leastMs = ((3 * SPILL_SAMPLES + 2 * unit) * 1000) / sampleRate;

  test("any span: the same sound to the sample, within one frame of its edges, and no byte of a frame outside", async () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const property = fc.asyncProperty(
      share,
      fc.option(share, { nil: null, freq: 6 }),
      fc.integer({ min: 37, max: 9_000 }),
      async (startShare, lengthShare, pieceBytes) => {
        const startMs = Math.floor(startShare * (wholeMs - leastMs));
        const endMs =
          lengthShare === null
            ? null
            : Math.ceil(startMs + leastMs + lengthShare * (wholeMs - startMs - leastMs));
        const clip = await clipOf(file, { startMs, endMs }, pieceBytes);
        const { channels, errors } = await mp3Sound(clip);
        expect(errors).toEqual([]);

        const startAt = (startMs * sampleRate) / 1000;
        const endAt = endMs === null ? wholeSamples : Math.min(wholeSamples, (endMs * sampleRate) / 1000);
        const [from, to] = [Math.ceil(startAt), startMs === 0 ? 0 : Math.ceil(startAt) + unit - 1];
        const place = placeOf(channels, whole.channels, { from, to }, endMs === null);
        expect(place, "the clip begins in the first frame of the span").toBeGreaterThanOrEqual(0);
        const length = channels[0]?.length ?? 0;
        if (endMs === null) expect(place + length).toBe(wholeSamples);
        expect(place + length).toBeLessThanOrEqual(
          endMs === null ? wholeSamples : (endMs * sampleRate) / 1000,
        );
        expect(place + length).toBeGreaterThan(endAt - unit);
        expect(leaksIn(clip, frames, startMs, endMs)).toBe(0);
      },
    );
    await fc.assert(property, { numRuns: name === "voicemail.mp3" ? 8 : 25 });
  });
});

describe("tones outside", () => {
  test.each(LADDERS)(
    "%s: a loud one on either side of the span is not to be heard in the clip",
    async (name) => {
      const file = fixture(name);
      const { sampleRate } = await mp3Sound(file);
      // In the file's own time a file without a table has the encoder's and decoder's delay in it.
      const delayMs = name.includes("untagged") ? (1_105 * 1000) / sampleRate : 0;
      for (const [first, last] of [
        [3, 5],
        [9, 13],
        [16, 21],
      ] as const) {
        const startMs = Math.ceil(first * LADDER_STEP_MS + delayMs);
        const endMs = Math.floor((last + 1) * LADDER_STEP_MS + delayMs);
        const { channels } = await mp3Sound(await clipOf(file, { startMs, endMs }));
        const [left = new Float32Array()] = channels;
        const heard = (step: number, part: Float32Array) => toneIn(part, ladderHertz(step), sampleRate);
        const edge = Math.round(sampleRate * 0.15);
        for (const part of [left.subarray(0, edge), left.subarray(-edge), left]) {
          for (let step = 0; step < LADDER_STEPS; step += 1) {
            if (step < first || step > last)
              expect(heard(step, part), `${startMs}: step ${step}`).toBeLessThan(0.012);
          }
        }
        const middle = left.subarray(Math.round(sampleRate * 0.3), Math.round(sampleRate * 0.45));
        expect(heard(first + 1, middle)).toBeGreaterThan(0.25);
      }
    },
  );
});

describe("the bit reservoir", () => {
  test("these files use it, so that the tests above mean something", () => {
    for (const name of LADDERS) {
      const borrowing = framesOf(fixture(name)).frames.filter(({ backBytes }) => backBytes > 0);
      expect(borrowing.length, name).toBeGreaterThan(20);
    }
  });

  test("the first frame is heard although its data began in frames outside", async () => {
    const file = fixture("cbr-joint-44100.mp3");
    const { stream, frames } = framesOf(file);
    const borrowing = frames.findIndex(({ backBytes }, index) => index > 40 && backBytes > 100);
    const { fromSamples = 0, sampleRate = 1, soundAt = 0 } = frames[borrowing] ?? {};
    const startMs = Math.floor((fromSamples * 1000) / sampleRate);
    const clip = await clipOf(file, { startMs, endMs: startMs + 500 });
    expect(clip.includes(stream.subarray(soundAt, soundAt + 40))).toBe(true);
  });
});

describe("what is in the file besides its sound", () => {
  const file = fixture("cbr-joint-44100.mp3");

  test("no tag, no name of an encoder, no table of the original", async () => {
    const original = file.toString("latin1");
    const clip = (await clipOf(file, { startMs: 500, endMs: 5_000 })).toString("latin1");
    for (const text of ["ID3", "A title of a call", "LAME3", "Info", "TAG"]) {
      expect(original, "or this test means nothing").toContain(text);
      expect(clip).not.toContain(text);
    }
    expect(clip.split("Xing")).toHaveLength(2);
  });

  test("a second file behind the first leaves its tags there, and its sound is cut like the first's", async () => {
    const both = Buffer.concat([file, file]);
    const clip = await clipOf(both, { startMs: 5_000, endMs: 8_000 });
    expect(clip.toString("latin1")).not.toContain("A title of a call");
    expect(clip.toString("latin1").split("Xing")).toHaveLength(2);
    const { channels, sampleRate } = await mp3Sound(clip);
    expect(channels[0]?.length).toBeGreaterThan(2.9 * sampleRate);
    expect(leaksIn(clip, framesOf(both), 5_000, 8_000)).toBe(0);
  });
});

describe("bad files", () => {
  const file = fixture("vbr-checked-22050.mp3");
  const nameAt = file.indexOf("Xing", 0, "latin1");

  test.each([1, 40, 1_000_000])(
    "a table that claims %i frames changes nothing that is heard",
    async (frames) => {
      const lying = Buffer.from(file);
      lying.writeUInt32BE(frames, nameAt + 8);
      const span = { startMs: 1_000, endMs: 2_000 };
      const [one, other] = [
        await mp3Sound(await clipOf(lying, span)),
        await mp3Sound(await clipOf(file, span)),
      ];
      expect(one.channels[0]?.subarray(0, 20_000)).toEqual(other.channels[0]?.subarray(0, 20_000));
    },
  );

  test("damage before, in and behind the span: what is sound is cut, and nothing outside comes along", async () => {
    const places = fc.array(fc.tuple(fc.integer({ min: 2_000, max: file.length - 64 }), fc.integer()), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 0, max: 5_000 }), async (damage, startMs) => {
        const broken = Buffer.from(file);
        for (const [at, value] of damage) broken.fill(value & 0xff, at, at + (value & 63));
        const span = { startMs, endMs: startMs + 700 };
        const clip = await clipOf(broken, span);
        expect((await mp3Sound(clip)).channels[0]?.length).toBeGreaterThan(0.5 * 22_050);
        expect(leaksIn(clip, framesOf(broken), startMs, span.endMs)).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  test("a first frame that claims data of frames outside is silent instead", async () => {
    const lying = fixture("cbr-joint-8000-untagged.mp3");
    const index = 30;
    let at = 0;
    for (let frame = 0; frame < index; frame += 1) at += layoutAt(lying, at)?.bytes ?? 0;
    // The first byte of its side information says how far back they begin.
    lying[at + 4] = 255;
    const span = { startMs: index * 72, endMs: index * 72 + 700 };
    const clip = await clipOf(lying, span);
    expect(leaksIn(clip, framesOf(lying), span.startMs, span.endMs)).toBe(0);
    const { channels } = await mp3Sound(clip);
    expect(channels[0]?.subarray(0, 500).every((value) => value === 0)).toBe(true);
    expect(channels[0]?.subarray(1_700, 2_000).some((value) => Math.abs(value) > 0.3)).toBe(true);
  });

  test("cut off in a frame, it is cut as far as it goes; of a span behind that there is nothing", async () => {
    const half = file.subarray(0, Math.round(file.length / 2));
    const { channels, sampleRate } = await mp3Sound(await clipOf(half, { startMs: 2_000, endMs: 5_000 }));
    expect((channels[0]?.length ?? 0) / sampleRate).toBeCloseTo(1, 0);
    const beyond = clipOf(half, { startMs: 4_000, endMs: 5_000 });
    await expect(beyond).rejects.toMatchObject({ code: "out_of_range" });
  });

  test.each([10, 60])("a span of %i ms holds no whole frame", async (lengthMs) => {
    const short = clipOf(file, { startMs: 1_000, endMs: 1_000 + lengthMs });
    await expect(short).rejects.toMatchObject({ code: "out_of_range" });
  });

  test.each<[string, Buffer]>([
    [
      "free format",
      Buffer.concat(Array.from({ length: 3_000 }, () => Buffer.from([0xff, 0xfb, 0x00, 0x64]))),
    ],
    ["a web page", Buffer.from(`<!doctype html>${"<p>no</p>".repeat(1_000)}`)],
    ["half a frame", file.subarray(0, 100)],
  ])("%s: refused", async (_, bytes) => {
    await expect(clipOf(bytes, { startMs: 0, endMs: 500 })).rejects.toMatchObject({ code: "source_refused" });
  });
});
