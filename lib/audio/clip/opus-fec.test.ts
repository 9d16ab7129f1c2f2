import { describe, expect, test } from "vitest";
import { packetSamples } from "../peaks/opus-packets.mjs";
import { oggPackets } from "../peaks/test-webm";
import { repeatsBefore } from "./opus-fec";
import { clipOf, fixture } from "./test-clip";

const FILE = fixture("speech-fec.opus");
const [HEAD = Buffer.alloc(0), , ...PACKETS] = oggPackets(FILE);
const PRE_SKIP = HEAD.readUInt16LE(10);

describe("packets that repeat the one before", () => {
  test("are told from those that don't", () => {
    const repeating = PACKETS.filter(repeatsBefore).length;
    expect(repeating).toBeGreaterThan(20);
    expect(repeating).toBeLessThan(PACKETS.length);
    expect(oggPackets(fixture("ladder.opus")).slice(2).some(repeatsBefore)).toBe(false);
  });

  test("never come first in a clip, unless the one before would be inside too", async () => {
    let moved = 0;
    for (let startMs = 100; startMs < 3_000; startMs += 100) {
      const [, , ...clip] = oggPackets(await clipOf(FILE, { startMs, endMs: startMs + 500 }));
      const [first = Buffer.alloc(0)] = clip;
      const index = PACKETS.findIndex((packet) => packet.equals(first));
      const samples = packetSamples(first);
      const at = index * samples - PRE_SKIP;
      expect(index).toBeGreaterThan(0);
      expect(at - (repeatsBefore(first) ? samples : 0)).toBeGreaterThanOrEqual(startMs * 48);
      expect(at).toBeLessThan(startMs * 48 + 2 * samples);
      if (at >= startMs * 48 + samples) moved += 1;
      expect(clip.slice(1)).toEqual(PACKETS.slice(index + 1, index + clip.length));
    }
    expect(moved, "or this test means nothing").toBeGreaterThan(3);
  });

  test.each<[string, number[]]>([
    ["one frame", [0x48, 0x40]],
    ["two of one length", [0x49, 0x40]],
    ["two of two lengths", [0x4a, 1, 0x40]],
    ["two, the first long", [0x4a, 252, 1, 0x40]],
    ["three", [0x4b, 0x03, 0x40]],
    ["three of other lengths", [0x4b, 0x83, 9, 252, 3, 0x40]],
    ["one with padding", [0x4b, 0x41, 255, 255, 7, 0x40]],
    ["60 ms", [0x58, 0x10]],
    ["stereo, the sides alone", [0x4c, 0x10]],
    ["both layers", [0x78, 0x40]],
  ])("%s: the bit is found, and found not to be set", (_, bytes) => {
    expect(repeatsBefore(Uint8Array.from(bytes))).toBe(true);
    expect(repeatsBefore(Uint8Array.from([...bytes.slice(0, -1), 0x80]))).toBe(false);
  });
});
