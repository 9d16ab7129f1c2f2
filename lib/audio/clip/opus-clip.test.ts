import { describe, expect, test } from "vitest";
import { packetSamples } from "../peaks/opus-packets.mjs";
import { cluster, oggPackets, oggPages, track, webmStart } from "../peaks/test-webm";
import {
  clipOf,
  energy,
  fixture,
  isSilent,
  LADDER_STEP_MS,
  LADDER_STEPS,
  ladderHertz,
  oggSound,
  type Sound,
  toneIn,
  webmSound,
} from "./test-clip";

const RATE = 48_000;
const PACKET_MS = 20;
/** What a decoder needs to find its feet in the middle of a stream (RFC 7845 §4.6, and as long again). */
const SETTLED = RATE * 0.16;
const OPUS = fixture("ladder.opus");
const WEBM = fixture("ladder.webm");
const WHOLE = await oggSound(OPUS);
const [HEAD = Buffer.alloc(0), , ...PACKETS] = oggPackets(OPUS);
const PRE_SKIP = HEAD.readUInt16LE(10);
const SPANS = [
  [0, 1_000],
  [500, 2_000],
  [1_234, 2_345],
  [2_001, 2_403],
  [4_999, 5_997],
  [3_000, null],
  [0, null],
] as const;

/** Where in the whole the clip begins: the place at which a piece of its middle differs least. */
function placeOf(clip: Sound, whole: Sound, near: number): { place: number; difference: number } {
  const [samples = new Float32Array()] = clip.channels;
  const [there = new Float32Array()] = whole.channels;
  const middle = Math.floor(samples.length / 2);
  let best = { place: -1, difference: Number.POSITIVE_INFINITY };
  for (let place = near - 1_200; place <= near + 1_200; place += 1) {
    let difference = 0;
    for (let at = middle; at < middle + 1_000; at += 1)
      difference += ((samples[at] ?? 0) - (there[place + at] ?? 9)) ** 2;
    if (difference < best.difference) best = { place, difference };
  }
  return best;
}

const formats = [
  ["Ogg", OPUS, oggSound],
  ["WebM", WEBM, webmSound],
] as const;

describe.each(formats)("%s", (_, file, soundOf) => {
  test.each(SPANS)(
    "%i to %s ms: the same sound at the same time, within one packet of its edges",
    async (...span) => {
      const [startMs, endMs] = span;
      const clip = await soundOf(await clipOf(file, { startMs, endMs }, 333));
      expect(clip.channels).toHaveLength(2);
      const { place } = placeOf(clip, WHOLE, (startMs * RATE) / 1000);
      const start = (startMs * RATE) / 1000;
      expect(place).toBeGreaterThanOrEqual(start);
      expect(place).toBeLessThan(start + (PACKET_MS * RATE) / 1000);
      const end = ((endMs ?? 6_000) * RATE) / 1000;
      const length = clip.channels[0]?.length ?? 0;
      expect(place + length).toBeLessThanOrEqual(end);
      expect(place + length).toBeGreaterThan(end - ((PACKET_MS + 2.5) * RATE) / 1000);
      if (endMs === null) expect(place + length).toBe(6 * RATE);
      const settled = startMs === 0 ? 0 : SETTLED;
      for (const [channel, samples] of clip.channels.entries()) {
        const there =
          WHOLE.channels[channel]?.subarray(place + settled, place + length) ?? new Float32Array();
        const error = samples.subarray(settled).map((value, at) => value - (there[at] ?? 9));
        expect(energy(error)).toBeLessThan(energy(there) / 100);
      }
    },
  );

  test.each([
    [3, 5],
    [9, 13],
    [16, 21],
  ])("loud tones before step %i and behind step %i are not to be heard", async (first, last) => {
    const span = { startMs: first * LADDER_STEP_MS, endMs: (last + 1) * LADDER_STEP_MS };
    const { channels } = await soundOf(await clipOf(file, span));
    const [left = new Float32Array()] = channels;
    const edge = RATE * 0.15;
    for (const part of [left.subarray(0, edge), left.subarray(-edge), left]) {
      for (let step = 0; step < LADDER_STEPS; step += 1) {
        if (step >= first && step <= last) continue;
        expect(toneIn(part, ladderHertz(step), RATE), `step ${step}`).toBeLessThan(0.012);
      }
    }
    expect(toneIn(left.subarray(-edge), ladderHertz(last), RATE)).toBeGreaterThan(0.25);
  });

  test("no 16 bytes of a packet outside", async () => {
    for (const [startMs, endMs] of SPANS) {
      const clip = await clipOf(file, { startMs, endMs });
      const [start, end] = [startMs * 48, (endMs ?? Number.POSITIVE_INFINITY) * 48];
      let outside = 0;
      const runs = new Set<string>();
      for (const [index, packet] of PACKETS.entries()) {
        const at = index * PACKET_MS * 48 - PRE_SKIP;
        const isInside = (startMs === 0 || at >= start) && at + packetSamples(packet) + 120 <= end;
        if (isInside) expect(clip.includes(packet)).toBe(true);
        if (isInside) continue;
        outside += 1;
        for (let from = 0; from + 16 <= packet.length; from += 1)
          runs.add(packet.toString("latin1", from, from + 16));
      }
      for (let at = 0; at + 16 <= clip.length; at += 1)
        if (runs.has(clip.toString("latin1", at, at + 16)))
          throw new Error(`Byte ${at} is of a packet outside.`);
      if (startMs > 0) expect(outside).toBeGreaterThan(20);
    }
  });

  test("nothing of the original's tags", async () => {
    const clip = (await clipOf(file, { startMs: 500, endMs: 3_000 })).toString("latin1");
    for (const text of ["libopus", "ENCODER", "opusenc", "libebml", "mkvmerge"])
      expect(clip).not.toContain(text);
  });

  test.each([
    [0, 15],
    [1_000, 1_015],
    [6_100, 7_000],
    [7_000, null],
  ])("%i to %s ms holds no packet", async (startMs, endMs) => {
    await expect(clipOf(file, { startMs, endMs })).rejects.toMatchObject({ code: "out_of_range" });
  });
});

describe("gaps, several streams, damage", () => {
  test("a lost page inside is silence, and what follows stays in its place", async () => {
    const pages = oggPages(OPUS);
    const lost = Buffer.concat(pages.filter((_, index) => index !== 4).map(({ bytes }) => bytes));
    const [clip, whole] = [
      await oggSound(await clipOf(lost, { startMs: 500, endMs: 5_500 })),
      await oggSound(OPUS),
    ];
    expect(clip.channels[0]?.length).toBeGreaterThan(4.9 * RATE);
    const { place } = placeOf(
      { ...clip, channels: clip.channels.map((one) => one.subarray(-RATE)) },
      whole,
      5.5 * RATE - RATE,
    );
    const length = clip.channels[0]?.length ?? 0;
    expect(Math.abs(place - (500 * 48 + length - RATE))).toBeLessThanOrEqual(960);
    const samples = clip.channels[0] ?? new Float32Array();
    const silent = samples.findIndex((_, at) =>
      samples.subarray(at, at + RATE / 10).every((value) => Math.abs(value) < 1e-4),
    );
    expect(silent).toBeGreaterThan(0);
  });

  test("a span in a gap is silence of its length", async () => {
    const pages = oggPages(OPUS);
    const lost = Buffer.concat(pages.filter((_, index) => index < 3 || index > 5).map(({ bytes }) => bytes));
    const gapMs =
      pages.slice(3, 6).flatMap(({ lacing }) => [...lacing].filter((size) => size < 255)).length * PACKET_MS;
    expect(gapMs).toBeGreaterThan(1_000);
    const startMs = (pages[2]?.lacing.filter((size) => size < 255).length ?? 0) * PACKET_MS + 100;
    const { channels } = await oggSound(await clipOf(lost, { startMs, endMs: startMs + 500 }));
    expect(channels[0]?.length).toBeGreaterThan(0.47 * RATE);
    expect(channels.every(isSilent)).toBe(true);
  });

  test("a second stream in the same file goes on where the first ended", async () => {
    const both = Buffer.concat([OPUS, OPUS]);
    const clip = await oggSound(await clipOf(both, { startMs: 5_000, endMs: 8_000 }));
    const tail = { ...clip, channels: clip.channels.map((one) => one.subarray(-RATE)) };
    const { place } = placeOf(tail, WHOLE, RATE);
    expect(Math.abs(place + RATE - 2 * RATE)).toBeLessThanOrEqual(960 + 120 + PRE_SKIP);
  });

  test.each<[string, Buffer]>([
    ["Vorbis", fixture("../vorbis.ogg")],
    ["an Ogg file of one page", Buffer.from(OPUS.subarray(0, 30))],
    ["garbage behind a name", Buffer.concat([Buffer.from("OggS"), Buffer.alloc(2_000_000, 7)])],
    ["WebM without sound", Buffer.concat([webmStart([track({ type: 1, codec: "V_VP8" })]), cluster(0, [])])],
    ["WebM with another codec", webmStart([track({ codec: "A_VORBIS" })])],
  ])("%s: refused", async (_, file) => {
    await expect(clipOf(file, { startMs: 0, endMs: 500 })).rejects.toMatchObject({ code: "source_refused" });
  });
});
