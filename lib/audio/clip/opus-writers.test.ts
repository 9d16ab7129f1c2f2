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
import { readHead, silentPacket, withPreSkip } from "./opus-head";
import { clipOf, fixture, isSilent, webmPackets } from "./test-clip";

const RATE = 48_000;
const PACKET_MS = 20;
const OPUS = fixture("ladder.opus");
const WEBM = fixture("ladder.webm");
const [HEAD = Buffer.alloc(0), , ...PACKETS] = oggPackets(OPUS);
const PRE_SKIP = HEAD.readUInt16LE(10);

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
      const pages = [writer.begin(withPreSkip(own, 0))];
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
