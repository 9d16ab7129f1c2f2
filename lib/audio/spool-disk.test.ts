import { readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { HEADER_BYTES, SEALED_FRAME_BYTES } from "./spool-crypto";
import {
  bytesIn,
  bytesOf,
  cached,
  fakeVendor,
  filesBelow,
  openReader,
  sha,
  temporaryFolder,
  testSpool,
  until,
  wholeVendor,
} from "./test-audio";

const MEDIA = { recordingId: "engage.r1", mediaKey: "k".repeat(24) };
const other = (index: number) => ({ recordingId: `engage.r${index}`, mediaKey: `m${index}`.padEnd(24, "x") });
const LONG = bytesOf(300_000);

describe("on disk", () => {
  test("nothing can be read: no sound, no type, no id; and only the owner may try", async () => {
    const { spool, dir } = testSpool();
    const mp3Run = new Uint8Array(200_000);
    for (let at = 0; at + 4 <= mp3Run.length; at += 4) mp3Run.set([0xff, 0xe3, 0x48, 0xc4], at);
    await cached(spool, MEDIA, mp3Run);
    const [file = ""] = filesBelow(dir);
    const stored = readFileSync(file);
    expect(stored.indexOf(Buffer.from([0xff, 0xe3, 0x48, 0xc4]))).toBe(-1);
    expect(new Set(stored).size).toBe(256);
    for (const clear of ["mpeg", "engage", MEDIA.mediaKey]) {
      expect(stored.includes(clear) || file.slice(dir.length).includes(clear)).toBe(false);
    }
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  });

  const damages: Record<string, (bytes: Buffer) => void> = {
    "one bit changed": (bytes) =>
      bytes.writeUInt8(bytes.readUInt8(HEADER_BYTES + 70_000) ^ 1, HEADER_BYTES + 70_000),
    "two frames swapped": (bytes) => {
      const one = Buffer.from(bytes.subarray(HEADER_BYTES, HEADER_BYTES + SEALED_FRAME_BYTES));
      bytes.copy(
        bytes,
        HEADER_BYTES,
        HEADER_BYTES + SEALED_FRAME_BYTES,
        HEADER_BYTES + 2 * SEALED_FRAME_BYTES,
      );
      one.copy(bytes, HEADER_BYTES + SEALED_FRAME_BYTES);
    },
    "another salt": (bytes) => bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20),
  };
  test.each(Object.keys(damages))(
    "%s: not one byte of it is heard, and the next try asks the vendor",
    async (what) => {
      const { spool, dir } = testSpool();
      await cached(spool, MEDIA, LONG);
      await spool.close();
      const [file = ""] = filesBelow(dir);
      const bytes = readFileSync(file);
      damages[what]?.(bytes);
      writeFileSync(file, bytes);

      const next = testSpool({ dir }).spool;
      const vendor = wholeVendor(LONG);
      const reader = await openReader(next, MEDIA, vendor);
      if (vendor.calls() === 0) {
        await expect(bytesIn(reader.read(0, null))).rejects.toMatchObject({ code: "source_unavailable" });
      }
      reader.close();
      const again = await openReader(next, MEDIA, vendor);
      expect(sha(await bytesIn(again.read(0, null)))).toBe(sha(LONG));
      expect(vendor.calls()).toBe(1);
    },
  );

  test.each([0, 10, HEADER_BYTES, 100_000, "one byte less"])(
    "a file cut to %s is no file",
    async (length) => {
      const { spool, dir } = testSpool();
      await cached(spool, MEDIA, LONG);
      await spool.close();
      const [file = ""] = filesBelow(dir);
      truncateSync(file, typeof length === "number" ? length : statSync(file).size - 1);
      const next = testSpool({ dir }).spool;
      const vendor = wholeVendor(LONG);
      const reader = await openReader(next, MEDIA, vendor);
      expect(sha(await bytesIn(reader.read(0, null)))).toBe(sha(LONG));
      expect(vendor.calls()).toBe(1);
    },
  );

  test("a restart finds complete files, with type and length, and no unfinished ones", async () => {
    const { spool, dir } = testSpool();
    await cached(spool, MEDIA, LONG);
    const unfinished = fakeVendor();
    unfinished.push(LONG);
    await openReader(spool, other(2), unfinished);
    writeFileSync(path.join(path.dirname(filesBelow(dir)[0] ?? ""), "left-behind.part"), "x");

    const next = testSpool({ dir }).spool;
    expect(filesBelow(dir)).toHaveLength(1);
    const vendor = wholeVendor(bytesOf(5));
    const reader = await openReader(next, MEDIA, vendor);
    expect(reader).toMatchObject({
      mimeType: "audio/mpeg",
      totalBytes: LONG.length,
      availableBytes: LONG.length,
    });
    expect(sha(await bytesIn(reader.read(100_001, 199_999)))).toBe(sha(LONG.subarray(100_001, 199_999)));
    expect(vendor.calls()).toBe(0);
  });

  test("another secret drops the cache and leaves what is not ours alone", async () => {
    const dir = temporaryFolder();
    const { spool } = testSpool({ dir });
    await cached(spool, MEDIA, LONG);
    await spool.close();
    writeFileSync(path.join(dir, "somebody-elses"), "x");
    const next = testSpool({ dir, secret: Buffer.alloc(32, 9) }).spool;
    expect(filesBelow(dir)).toEqual([path.join(dir, "somebody-elses")]);
    await cached(next, MEDIA, LONG);
  });
});

describe("the bound", () => {
  const FILE = 100_000;
  const onDisk = 100_000 + 1_000;

  test("the file that nobody has heard for longest goes first; one in use stays", async () => {
    const { spool, clock } = testSpool({ maxBytes: 3 * onDisk });
    for (const index of [1, 2, 3]) await cached(spool, other(index), bytesOf(FILE, index));
    clock.advance(5_000);
    const inUse = await openReader(spool, other(1), wholeVendor(bytesOf(FILE, 1)));
    await cached(spool, other(4), bytesOf(FILE, 4));
    clock.advance(5_000);
    expect(spool.stats().files).toBe(3);
    expect(spool.stats().sizeBytes).toBeLessThanOrEqual(3 * onDisk);

    const asked = await Promise.all(
      [1, 2, 3, 4].map(async (index) => {
        const vendor = wholeVendor(bytesOf(FILE, index));
        (await openReader(spool, other(index), vendor)).close();
        return vendor.calls();
      }),
    );
    expect(asked).toEqual([0, 1, 0, 0]);
    expect(sha(await bytesIn(inUse.read(0, null)))).toBe(sha(bytesOf(FILE, 1)));
  });

  test("a file larger than the bound still plays, and goes when it has been heard", async () => {
    const { spool, clock, dir } = testSpool({ maxBytes: 1_000 });
    const reader = await openReader(spool, MEDIA, wholeVendor(LONG));
    await reader.complete;
    expect(sha(await bytesIn(reader.read(0, null)))).toBe(sha(LONG));
    reader.close();
    clock.advance(5_000);
    expect(spool.stats()).toEqual({ files: 0, sizeBytes: 0, arriving: 0 });
    await until(() => filesBelow(dir).length === 0);
  });

  test("a smaller bound is kept from the next start on, oldest first", async () => {
    const { spool, dir } = testSpool();
    for (const index of [1, 2]) await cached(spool, other(index), bytesOf(FILE, index));
    await spool.close();
    const files = filesBelow(dir);
    const [kept = ""] = files;
    utimesSync(kept, 2_000_000_000, 2_000_000_000);
    testSpool({ dir, maxBytes: onDisk });
    await until(() => filesBelow(dir).length === 1);
    expect(filesBelow(dir)).toEqual([kept]);
  });
});
