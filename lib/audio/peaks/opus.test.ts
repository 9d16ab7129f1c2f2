import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { decodeAudiowaveform } from "@/lib/domain/audiowaveform";
import { closePeaks, computePeaks, PeaksError } from "./peaks";
import { sourceOf } from "./test-files";
import {
  block,
  cluster,
  element,
  ID,
  type Lacing,
  number,
  oggPackets,
  oggPages,
  track,
  webmStart,
} from "./test-webm";

afterAll(closePeaks);

const FOLDER = path.join(import.meta.dirname, "fixtures");
const fixture = (name: string) => readFileSync(path.join(FOLDER, name));
const OPUS = fixture("stereo.opus");
const PAGES = oggPages(OPUS);
const [HEAD = Buffer.alloc(0), , ...PACKETS] = oggPackets(OPUS);
const PACKET_MS = 20;

/** Half of full scale is 64; half of that is surely the tone. */
const LOUD = 32;

/** From when to when each channel is loud, in ms. */
function loudOf(data: Uint8Array): ([number, number] | null)[] {
  const { channels, samplesPerPixel, sampleRate } = decodeAudiowaveform(data);
  const pixelMs = (samplesPerPixel * 1000) / sampleRate;
  return channels.map(({ max }) => {
    const first = max.findIndex((value) => value >= LOUD);
    const last = max.findLastIndex((value) => value >= LOUD);
    return first === -1 ? null : [first * pixelMs, (last + 1) * pixelMs];
  });
}

async function peaksOf(bytes: Uint8Array, pieceBytes = 65_536) {
  return computePeaks(sourceOf(bytes, pieceBytes));
}

const near = (fromMs: number, toMs: number) => [near1(fromMs), near1(toMs)];
const near1 = (ms: number) => expect.toSatisfy((value: number) => Math.abs(value - ms) <= 60, `about ${ms}`);
const TONES = [near(500, 1_000), near(1_500, 2_000)];

describe("files of many encoders", () => {
  const sounds = readdirSync(FOLDER).filter((name) => /\.(?:opus|webm|mp3|wav)$/.test(name));

  test("there are files", () => expect(sounds.length).toBeGreaterThanOrEqual(12));

  test.each(sounds)("%s: the right length, and each tone on its side at its time", async (name) => {
    const peaks = await peaksOf(fixture(name));
    const isMono = name.includes("mono");
    expect(peaks.channels).toBe(isMono ? 1 : 2);
    // An MP3 without a table of its own ends with its last frame; all others say exactly where their sound ends.
    const exact = !/cbr-joint|no-header/.test(name);
    if (exact) expect(peaks.durationMs).toBe(3_000);
    else expect(peaks.durationMs - 3_000).toBeLessThanOrEqual(200);
    // There the delay of encoder and decoder is sound like any other.
    const delayMs = exact ? 0 : (1_105 * 1000) / peaks.sampleRate;
    const found = loudOf(peaks.data).map((span) => span?.map((ms) => ms - delayMs));
    expect(found).toEqual(isMono ? [near(500, 2_000)] : TONES);
  });

  test.each(["stereo.opus", "live.webm", "laced.webm", "vbr-xing-id3-44100.mp3"])(
    "%s: the pieces in which it arrives change nothing",
    async (name) => {
      expect((await peaksOf(fixture(name), 97)).data).toEqual((await peaksOf(fixture(name))).data);
    },
  );

  test("Vorbis is known and not read", async () => {
    await expect(peaksOf(fixture("vorbis.ogg"))).rejects.toMatchObject({ kind: "unsupported" });
  });

  test("the table of a VBRI file is no sound", async () => {
    const sound = fixture("vbr-no-header-mono-8000.mp3");
    const table = Buffer.alloc(288);
    Buffer.from([0xff, 0xe3, 0x48, 0xc4]).copy(table);
    table.write("VBRI", 36, "latin1");
    const [with_, without] = [await peaksOf(Buffer.concat([table, sound])), await peaksOf(sound)];
    expect(with_.durationMs).toBe(without.durationMs);
  });
});

describe("Ogg", () => {
  test("two recordings in one file follow one another", async () => {
    const peaks = await peaksOf(Buffer.concat([OPUS, OPUS]));
    expect(peaks.durationMs).toBe(6_000);
    expect(loudOf(peaks.data)[0]).toEqual(near(500, 4_000));
  });

  test("a lost page is silence, and what follows stays in its place", async () => {
    const lost = 3;
    expect(PAGES.length).toBeGreaterThan(lost + 1);
    const bytes = Buffer.concat(PAGES.filter((_, index) => index !== lost).map((page) => page.bytes));
    const peaks = await peaksOf(bytes);
    expect(peaks.durationMs).toBe(3_000);
  });

  test("garbage between pages, and another stream, change nothing", async () => {
    const other = Buffer.from(PAGES[1]?.bytes ?? []);
    other.writeUInt32LE(99, 14);
    const mixed = PAGES.flatMap(({ bytes }, index) =>
      index < 2 ? [bytes] : [other, bytes, Buffer.from("OggX OggS")],
    );
    expect((await peaksOf(Buffer.concat(mixed))).data).toEqual((await peaksOf(OPUS)).data);
  });

  test("one cut out of a running stream begins at its first sound", async () => {
    const [head, tags, , ...rest] = PAGES;
    const late = Buffer.concat([head, tags, ...rest].map((page) => page?.bytes ?? Buffer.alloc(0)));
    const peaks = await peaksOf(late);
    const skippedMs = (PAGES[2]?.lacing.filter((size) => size < 255).length ?? 0) * PACKET_MS;
    expect(peaks.durationMs).toBeCloseTo(3_000 - skippedMs, -2);
  });

  test("positions that lie far ahead end in a refusal or in bounded silence, soon", async () => {
    const bytes = Buffer.concat(PAGES.map((page) => page.bytes));
    const at = (PAGES[0]?.bytes.length ?? 0) + (PAGES[1]?.bytes.length ?? 0) + (PAGES[2]?.bytes.length ?? 0);
    bytes.writeBigInt64LE(2n ** 62n, at + 6);
    expect((await peaksOf(bytes)).durationMs).toBeLessThan(13 * 3_600_000);
  }, 20_000);
});

describe("WebM", () => {
  const [RATE_PACKETS, TOTAL_MS] = [10, PACKETS.length * PACKET_MS];
  const groups = Array.from({ length: Math.ceil(PACKETS.length / RATE_PACKETS) }, (_, index) =>
    PACKETS.slice(index * RATE_PACKETS, (index + 1) * RATE_PACKETS),
  );
  const simple = (packets: readonly Buffer[], fromMs = 0) =>
    packets.map((packet, index) =>
      element(ID.simpleBlock, block([packet], fromMs + index * PACKET_MS, "none")),
    );
  const opusTrack = track({ head: HEAD });
  const clusters = groups.map((group, index) => cluster(index * RATE_PACKETS * PACKET_MS, simple(group)));
  const live = Buffer.concat([webmStart([opusTrack]), ...clusters]);
  // Up to the discarded end, which these files do not know of.
  const lengthOf = (ms: number) =>
    expect.toSatisfy((value: number) => Math.abs(value - ms) <= 10, `about ${ms}`);
  const LENGTH_MS = TOTAL_MS - 6.5;

  test("a live stream: unknown sizes, no index, no end", async () => {
    const peaks = await peaksOf(live, 331);
    expect(peaks).toMatchObject({ channels: 2, durationMs: lengthOf(LENGTH_MS) });
    expect(loudOf(peaks.data)).toEqual(TONES);
  });

  test.each(["xiph", "ebml", "even"] as const)(
    "blocks laced %s give the same picture",
    async (lacing: Lacing) => {
      const same = (packets: readonly Buffer[]) => packets.every((one) => one.length === packets[0]?.length);
      const laced = groups.map((group, index) => {
        const blocks =
          lacing !== "even" || same(group)
            ? [element(ID.simpleBlock, block(group, 0, lacing))]
            : group.map((packet, nth) => element(ID.simpleBlock, block([packet], nth * PACKET_MS, "even")));
        return cluster(index * RATE_PACKETS * PACKET_MS, blocks);
      });
      const file = Buffer.concat([webmStart([opusTrack]), ...laced]);
      expect((await peaksOf(file)).data).toEqual((await peaksOf(live)).data);
    },
  );

  test("block groups, fill, an index and a track of pictures change nothing, and padding at the end is cut", async () => {
    const picture = element(ID.simpleBlock, block([Buffer.alloc(99, 7)], 0, "none", 2));
    const grouped = groups.map((group, index) => {
      const blocks = group.map((packet, nth) =>
        element(ID.blockGroup, element(ID.block, block([packet], nth * PACKET_MS, "none"))),
      );
      return cluster(index * RATE_PACKETS * PACKET_MS, [
        element(ID.void, Buffer.alloc(50, 0x1f)),
        picture,
        ...blocks,
      ]);
    });
    const padded = element(
      ID.blockGroup,
      Buffer.concat([
        element(ID.block, block([PACKETS[0] ?? Buffer.alloc(1)], 0, "none")),
        element(ID.discard, number(15_000_000)),
      ]),
    );
    const tracks = [track({ type: 1, codec: "V_VP8", number: 2 }), opusTrack];
    const cues = element(ID.cues, Buffer.alloc(300, 0xa3));
    const file = (...more: Buffer[]) => Buffer.concat([webmStart(tracks), cues, ...grouped, ...more]);
    expect((await peaksOf(file())).data).toEqual((await peaksOf(live)).data);
    expect((await peaksOf(file(cluster(TOTAL_MS, [padded])))).durationMs).toEqual(lengthOf(LENGTH_MS + 5));
  });

  test("a gap in time is silence", async () => {
    const gapAt = 6;
    const gap = Buffer.concat([
      webmStart([opusTrack]),
      ...groups.map((group, index) =>
        cluster(index * RATE_PACKETS * PACKET_MS + (index >= gapAt ? 5_000 : 0), simple(group)),
      ),
    ]);
    const peaks = await peaksOf(gap);
    expect(peaks.durationMs).toEqual(lengthOf(LENGTH_MS + 5_000));
    expect(loudOf(peaks.data)).toEqual([near(500, 1_000), near(6_500, 7_000)]);
  });

  test.each<[string, Buffer]>([
    [
      "sizes of clusters that lie",
      Buffer.concat([
        webmStart([opusTrack], 5),
        ...groups.map((group, index) =>
          cluster(index * RATE_PACKETS * PACKET_MS, simple(group), index % 2 ? 1 : 1e9),
        ),
      ]),
    ],
    [
      "garbage between clusters",
      Buffer.concat([webmStart([opusTrack]), ...clusters.flatMap((one) => [one, Buffer.alloc(500, 0)])]),
    ],
    ["a track without a header of its own", Buffer.concat([webmStart([track({})]), ...clusters])],
  ])("%s", async (_, file) => {
    expect(loudOf((await peaksOf(file)).data)).toEqual(TONES);
  });

  test.each<[string, string, Buffer]>([
    [
      "pictures alone",
      "empty",
      Buffer.concat([webmStart([track({ type: 1, codec: "V_VP8" })]), ...clusters]),
    ],
    ["another codec", "unsupported", Buffer.concat([webmStart([track({ codec: "A_VORBIS" })]), ...clusters])],
    ["no sound", "empty", webmStart([opusTrack])],
    ["no tracks", "broken", Buffer.concat([webmStart([]).subarray(0, 60), ...clusters])],
    ["nothing but its name", "truncated", live.subarray(0, 5)],
    [
      "a header that makes no sense",
      "broken",
      Buffer.concat([webmStart([track({ head: Buffer.from("OpusHead") })]), ...clusters]),
    ],
    ["garbage", "broken", Buffer.concat([live.subarray(0, 4), Buffer.alloc(3_000_000)])],
  ])("%s", async (_, kind, file) => {
    await expect(peaksOf(file)).rejects.toMatchObject({ name: "PeaksError", kind });
  });
});

test("cut anywhere and damaged anywhere, a file has peaks or a reason, and an end", async () => {
  const names = ["stereo.opus", "with-index.webm", "cbr-info-48000.mp3", "a-law.wav"];
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      share,
      fc.array(fc.tuple(share, fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
      async (name, keptShare, damage) => {
        const file = fixture(name);
        const bytes = Buffer.from(file.subarray(0, Math.round(file.length * keptShare)));
        for (const [place, value] of damage) {
          if (bytes.length > 0) bytes[Math.floor(place * (bytes.length - 1))] = value;
        }
        const outcome = await peaksOf(bytes).catch((error: unknown) => error);
        if (outcome instanceof PeaksError) {
          expect(["empty", "truncated", "unsupported", "broken"]).toContain(outcome.kind);
        } else {
          expect(outcome).toMatchObject({ durationMs: expect.any(Number) });
        }
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);
