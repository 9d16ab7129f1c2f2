import { OggOpusDecoder } from "ogg-opus-decoder";
import { describe, expect, test } from "vitest";
import { children } from "../peaks/ebml.mjs";
import { packetSamples } from "../peaks/opus-packets.mjs";
import {
  block,
  cluster,
  element,
  ID,
  number,
  oggPackets,
  oggPages,
  track,
  webmStart,
} from "../peaks/test-webm";
import { checksum, OggWriter } from "./ogg-writer";
import { readHead, silentPacket } from "./opus-head";
import {
  clipOf,
  energy,
  fixture,
  LADDER_STEP_MS,
  LADDER_STEPS,
  ladderHertz,
  oggSound,
  type Sound,
  toneIn,
  webmPackets,
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

describe("Ogg as it is written", () => {
  test("the checksum is that of other writers", () => {
    for (const { bytes } of oggPages(OPUS)) {
      const claimed = bytes.readUInt32LE(22);
      bytes.writeUInt32LE(0, 22);
      expect(checksum(bytes)).toBe(claimed);
    }
  });

  test("pages follow one another, positions begin at zero, the first and last say so", async () => {
    const pages = oggPages(await clipOf(OPUS, { startMs: 1_000, endMs: 4_000 }));
    const read = pages.map(({ bytes }) => {
      const claimed = bytes.readUInt32LE(22);
      bytes.writeUInt32LE(0, 22);
      expect(claimed).toBe(checksum(bytes));
      return { flags: bytes[5], position: Number(bytes.readBigInt64LE(6)), number: bytes.readUInt32LE(18) };
    });
    expect(read.map(({ number }) => number)).toEqual(read.map((_, index) => index));
    expect(read.map(({ flags }) => flags)).toEqual([2, ...read.slice(1, -1).map(() => 0), 4]);
    expect(read.slice(0, 2).map(({ position }) => position)).toEqual([0, 0]);
    expect(read[2]?.position).toBeLessThanOrEqual(RATE);
    expect(read.at(-1)?.position).toBe(
      pages.slice(2).flatMap(({ lacing }) => [...lacing].filter((size) => size < 255)).length * 960,
    );
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

  test.each([960, 480, 240, 120])(
    "a silent packet of %i samples is silent, for one channel, two and four",
    async (samples) => {
      for (const channels of [1, 2, 4]) {
        const head = Buffer.from(HEAD);
        head[9] = channels;
        const mapped = Buffer.concat([head.subarray(0, 18), Buffer.from([1, 2, 2, 0, 1, 2, 3])]);
        const own = readHead(channels > 2 ? mapped : head);
        const silent = silentPacket(own, samples);
        expect(silent?.samples).toBe(samples);
        const packet = silent?.packet ?? Buffer.alloc(0);
        expect(packetSamples(packet)).toBe(samples);
        const writer = new OggWriter();
        const pages = [writer.begin({ ...own, bytes: withoutPreSkip(own.bytes) })];
        for (let count = 0; count < 20; count += 1) writer.packet(packet, samples);
        const decoder = new OggOpusDecoder({ forceStereo: false });
        await decoder.ready;
        const decoded = await decoder.decodeFile(new Uint8Array(Buffer.concat([...pages, writer.end(0)])));
        decoder.free();
        expect(decoded.errors).toEqual([]);
        expect(decoded.samplesDecoded).toBe(20 * samples);
        expect(decoded.channelData.every(isSilent)).toBe(true);
      }
    },
  );

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

/** The decoder's own rounding stays far below the last bit of 24. */
const isSilent = (samples: Float32Array) => samples.every((value) => Math.abs(value) < 1e-9);

function withoutPreSkip(head: Buffer): Buffer {
  const own = Buffer.from(head);
  own.writeUInt16LE(0, 10);
  return own;
}

describe("WebM as it is written and read", () => {
  const idsOf = (bytes: Uint8Array) => children(bytes).map(({ id }) => id);

  test("a segment with information, one track and clusters, from time zero, and nothing else", async () => {
    const [header, segment] = children(await clipOf(WEBM, { startMs: 1_500, endMs: 4_000 }));
    expect([header?.id, segment?.id]).toEqual([ID.ebml, ID.segment]);
    const parts = children(segment?.content ?? Buffer.alloc(0));
    expect(parts.slice(0, 2).map(({ id }) => id)).toEqual([ID.info, ID.tracks]);
    const clusters = parts.slice(2);
    expect(new Set(clusters.map(({ id }) => id))).toEqual(new Set([ID.cluster]));
    const times = clusters.flatMap(({ content }) => {
      const [time, ...blocks] = children(content);
      expect(new Set(blocks.map(({ id }) => id))).toEqual(new Set([ID.simpleBlock]));
      const base = Number(Buffer.from(time?.content ?? []).readBigUInt64BE(0));
      return blocks.map((one) => base + Buffer.from(one.content).readInt16BE(1));
    });
    expect(times).toEqual(times.map((_, index) => index * PACKET_MS));
    expect(
      idsOf(children(parts[1]?.content ?? Buffer.alloc(0))[0]?.content ?? Buffer.alloc(0)),
    ).not.toContain(0x6d80);
  });

  test.each(["xiph", "ebml"] as const)("blocks laced %s are taken apart", async (lacing) => {
    const file = Buffer.concat([
      webmStart([track({ head: HEAD })]),
      ...Array.from({ length: 30 }, (_, group) =>
        cluster(group * 200, [
          element(ID.simpleBlock, block(PACKETS.slice(group * 10, group * 10 + 10), 0, lacing)),
        ]),
      ),
    ]);
    const { packets } = await webmPackets(await clipOf(file, { startMs: 1_000, endMs: 2_000 }));
    const first = Math.ceil((1_000 * 48 + PRE_SKIP) / 960);
    expect(packets.map((packet) => Buffer.from(packet))).toEqual(
      PACKETS.slice(first, first + packets.length),
    );
    expect(packets.length).toBeGreaterThanOrEqual(48);
  });

  test("padding at the end of the file is told of in the clip to its end", async () => {
    const padded = element(
      ID.blockGroup,
      Buffer.concat([
        element(ID.block, block([PACKETS[0] ?? Buffer.alloc(1)], 0, "none")),
        element(ID.discard, number(15_000_000)),
      ]),
    );
    const simple = PACKETS.slice(0, 100).map((one, index) =>
      element(ID.simpleBlock, block([one], index * 20, "none")),
    );
    const file = Buffer.concat([
      webmStart([track({ head: HEAD })]),
      cluster(0, simple),
      cluster(2_000, [padded]),
    ]);
    expect(await webmPackets(await clipOf(file, { startMs: 0, endMs: null }))).toMatchObject({
      padding: 720,
    });
  });
});
