import { truncateSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FRAME_BYTES, newSeal } from "./spool-crypto";
import { FrameCache } from "./spool-frames";
import {
  bytesIn,
  bytesOf,
  cached,
  filesBelow,
  openReader,
  SECRET,
  testSpool,
  wholeVendor,
} from "./test-audio";

const MEDIA = { recordingId: "engage.r1", mediaKey: "k".repeat(24) };
const LONG = bytesOf(600_000);

describe("the frames kept in memory", () => {
  test("are never more than allowed, and those asked for lately stay", () => {
    const cache = new FrameCache(3 * FRAME_BYTES);
    const seal = newSeal(SECRET, "one");
    for (const index of [0, 1, 2]) cache.put(seal, index, Buffer.alloc(FRAME_BYTES, index));
    expect(cache.get(seal, 0)?.[0]).toBe(0);
    cache.put(seal, 3, Buffer.alloc(FRAME_BYTES, 3));
    expect([0, 1, 2, 3].map((index) => cache.get(seal, index) !== null)).toEqual([true, false, true, true]);
    expect(cache.sizeBytes).toBe(3 * FRAME_BYTES);
  });

  test("of one file are not those of another, and go with their file alone", () => {
    const cache = new FrameCache(10 * FRAME_BYTES);
    const [one, other] = [newSeal(SECRET, "one"), newSeal(SECRET, "other")];
    cache.put(one, 0, Buffer.of(1));
    cache.put(other, 0, Buffer.of(2));
    cache.forget(one);
    expect(cache.get(one, 0)).toBeNull();
    expect(cache.get(other, 0)).toEqual(Buffer.of(2));
  });
});

describe("ranges", () => {
  test("that go on where the last one stopped need the disk for few of them", async () => {
    const { spool, dir } = testSpool();
    await cached(spool, MEDIA, LONG);
    const reader = await openReader(spool, MEDIA, wholeVendor(LONG));
    expect(await bytesIn(reader.read(0, 10_000))).toEqual(Buffer.from(LONG.subarray(0, 10_000)));
    const [file = ""] = filesBelow(dir);
    truncateSync(file, 100);
    expect(await bytesIn(reader.read(10_000, 120_000))).toEqual(Buffer.from(LONG.subarray(10_000, 120_000)));
    await expect(bytesIn(reader.read(140_000, 150_000))).rejects.toMatchObject({
      code: "source_unavailable",
    });
  });

  test("of a recording that was dropped are gone from memory too", async () => {
    const { spool } = testSpool();
    await cached(spool, MEDIA, LONG);
    const reader = await openReader(spool, MEDIA, wholeVendor(LONG));
    await bytesIn(reader.read(0, 10_000));
    spool.drop(MEDIA.recordingId);
    await expect(bytesIn(reader.read(0, 10_000))).rejects.toMatchObject({ code: "not_found" });
  });

  test.each([0, 2 * FRAME_BYTES, 64 * FRAME_BYTES])(
    "are right in any order, with %i bytes of memory",
    async (frameCacheBytes) => {
      const { spool } = testSpool({ frameCacheBytes });
      await cached(spool, MEDIA, LONG);
      const reader = await openReader(spool, MEDIA, wholeVendor(LONG));
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: LONG.length - 1 }),
          fc.integer({ min: 1, max: 200_000 }),
          async (from, length) => {
            const to = Math.min(LONG.length, from + length);
            expect(
              Buffer.compare(Buffer.from(await bytesIn(reader.read(from, to))), LONG.subarray(from, to)),
            ).toBe(0);
          },
        ),
        { numRuns: 60 },
      );
    },
  );
});
