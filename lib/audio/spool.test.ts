import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { SourceError } from "@/lib/sources/source";
import {
  bytesIn,
  bytesOf,
  cached,
  descriptorsBelow,
  fakeVendor,
  filesBelow,
  iterate,
  openReader,
  sha,
  testSpool,
  until,
  wholeVendor,
} from "./test-audio";

const MEDIA = { recordingId: "engage.r1", mediaKey: "k".repeat(24) };
const other = (index: number) => ({ recordingId: `engage.r${index}`, mediaKey: `m${index}`.padEnd(24, "x") });
const LONG = bytesOf(300_000);

describe("one fetch, however many listen", () => {
  test("50 listeners at once cost one fetch and each gets every byte", async () => {
    const { spool } = testSpool();
    const vendor = wholeVendor(LONG);
    const all = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const reader = await openReader(spool, MEDIA, vendor);
        const from = index * 1_000;
        const bytes = await bytesIn(reader.read(from, null));
        reader.close();
        return sha(bytes) === sha(LONG.subarray(from));
      }),
    );
    expect(all).toEqual(Array.from({ length: 50 }, () => true));
    expect(vendor.calls()).toBe(1);
  });

  test("bytes are heard before the vendor is done, and the length is told as soon as it is known", async () => {
    const { spool } = testSpool();
    const vendor = fakeVendor();
    vendor.push(LONG.subarray(0, 100_000));
    const reader = await openReader(spool, MEDIA, vendor);
    expect(reader.totalBytes).toBeNull();
    const stream = iterate(reader.read(0, null));
    const heard: Uint8Array[] = [];
    while (Buffer.concat(heard).length < 100_000) heard.push((await stream.next()).value ?? new Uint8Array());
    expect(sha(Buffer.concat(heard))).toBe(sha(LONG.subarray(0, 100_000)));

    vendor.push(LONG.subarray(100_000));
    vendor.end();
    for await (const chunk of stream) heard.push(chunk);
    expect(sha(Buffer.concat(heard))).toBe(sha(LONG));
    await expect(reader.complete).resolves.toBe(LONG.length);
    expect(reader.totalBytes).toBe(LONG.length);
  });

  test("the fetch runs ahead of a listener who does not read", async () => {
    const { spool } = testSpool();
    const vendor = wholeVendor(LONG);
    const reader = await openReader(spool, MEDIA, vendor);
    const stream = reader.read(0, null);
    await expect(reader.complete).resolves.toBe(LONG.length);
    expect(sha(await bytesIn(stream))).toBe(sha(LONG));
  });

  test("a vendor that needs time answers pending to all who wait, and is asked again afterwards", async () => {
    const { spool } = testSpool();
    let calls = 0;
    const pending = async () => {
      calls += 1;
      return { state: "pending" as const, retryAfterSeconds: 7 };
    };
    const answers = await Promise.all([spool.open(MEDIA, pending), spool.open(MEDIA, pending)]);
    expect(answers).toEqual([
      { state: "pending", retryAfterSeconds: 7 },
      { state: "pending", retryAfterSeconds: 7 },
    ]);
    expect(calls).toBe(1);
    await cached(spool, MEDIA, LONG);
  });

  test("a refusal of the vendor reaches all who wait as it is, and the next one asks anew", async () => {
    const { spool } = testSpool();
    const refuse = async () => {
      throw new SourceError("refused", "The account may not.");
    };
    const answers = await Promise.allSettled([spool.open(MEDIA, refuse), spool.open(MEDIA, refuse)]);
    for (const answer of answers)
      expect(answer).toMatchObject({ status: "rejected", reason: { kind: "refused" } });
    await cached(spool, MEDIA, LONG);
  });
});

describe("listeners who leave", () => {
  test("5 s after the last one an unfinished fetch is ended and its part removed", async () => {
    const { spool, clock, dir } = testSpool();
    const vendor = fakeVendor({ sizeBytes: LONG.length });
    vendor.push(LONG.subarray(0, 100_000));
    const [one, two] = [await openReader(spool, MEDIA, vendor), await openReader(spool, MEDIA, vendor)];
    await until(() => one.availableBytes === 100_000);
    one.close();
    one.close();
    clock.advance(40_000);
    expect(vendor.aborted()).toBe(false);
    two.close();
    clock.advance(4_999);
    expect(vendor.aborted()).toBe(false);
    clock.advance(1);
    expect(vendor.aborted()).toBe(true);
    await until(() => filesBelow(dir).length === 0);
    expect(spool.stats()).toEqual({ files: 0, sizeBytes: 0, arriving: 0 });
    await cached(spool, MEDIA, LONG);
  });

  test("one who comes back within 5 s finds the same fetch", async () => {
    const { spool, clock } = testSpool();
    const vendor = fakeVendor();
    vendor.push(LONG);
    (await openReader(spool, MEDIA, vendor)).close();
    clock.advance(4_000);
    const back = await openReader(spool, MEDIA, vendor);
    clock.advance(4_000);
    vendor.end();
    expect(sha(await bytesIn(back.read(0, null)))).toBe(sha(LONG));
    expect(vendor.calls()).toBe(1);
  });

  test("leaving ends the streams at once and frees the descriptor", async () => {
    const { spool, dir } = testSpool();
    await cached(spool, MEDIA, LONG);
    const reader = await openReader(spool, MEDIA, wholeVendor(LONG));
    const streams = [reader.read(0, null).getReader(), reader.read(0, null).getReader()];
    for (const stream of streams) await stream.read();
    expect(descriptorsBelow(dir)).toBe(1);
    await streams[0]?.cancel();
    expect(descriptorsBelow(dir)).toBe(1);
    reader.close();
    await expect(streams[1]?.read()).rejects.toMatchObject({ name: "AbortError" });
    await until(() => descriptorsBelow(dir) === 0);
  });

  test("a listener who leaves before the vendor answers is not kept waiting", async () => {
    const { spool, clock } = testSpool();
    const leaving = new AbortController();
    let fetchSignal: AbortSignal | null = null;
    const opening = spool.open(
      MEDIA,
      (signal) =>
        new Promise((_, reject) => {
          fetchSignal = signal;
          signal.addEventListener("abort", () => reject(signal.reason));
        }),
      leaving.signal,
    );
    leaving.abort();
    await expect(opening).rejects.toMatchObject({ name: "AbortError" });
    clock.advance(5_000);
    expect(fetchSignal).toMatchObject({ aborted: true });
  });
});

describe("vendors on a bad day", () => {
  test.each(["dies", "ends short of what it declared"])(
    "one that %s ends the answer short, and the next try starts anew",
    async (how) => {
      const { spool, dir } = testSpool();
      const vendor = fakeVendor({ sizeBytes: LONG.length });
      vendor.push(LONG.subarray(0, 200_000));
      const reader = await openReader(spool, MEDIA, vendor);
      const stream = iterate(reader.read(0, LONG.length));
      const heard: Uint8Array[] = [];
      while (Buffer.concat(heard).length < 200_000)
        heard.push((await stream.next()).value ?? new Uint8Array());
      if (how === "dies") vendor.die();
      else vendor.end();
      await expect(stream.next()).rejects.toMatchObject({ code: "source_unavailable" });
      await expect(reader.complete).rejects.toBeInstanceOf(AppError);
      expect(sha(Buffer.concat(heard))).toBe(sha(LONG.subarray(0, 200_000)));
      reader.close();
      await until(() => filesBelow(dir).length === 0);
      expect(spool.stats().sizeBytes).toBe(0);

      const again = wholeVendor(LONG);
      const next = await openReader(spool, MEDIA, again);
      expect(sha(await bytesIn(next.read(0, null)))).toBe(sha(LONG));
      expect(again.calls()).toBe(1);
    },
  );

  test("one that sends more than it declared is believed in the end", async () => {
    const { spool } = testSpool();
    const vendor = fakeVendor({ sizeBytes: 1_000 });
    vendor.push(LONG);
    const reader = await openReader(spool, MEDIA, vendor);
    await until(() => reader.availableBytes > 1_000);
    expect(reader.totalBytes).toBeNull();
    vendor.end();
    await expect(reader.complete).resolves.toBe(LONG.length);
    expect(reader.totalBytes).toBe(LONG.length);
    expect(sha(await bytesIn(reader.read(0, null)))).toBe(sha(LONG));
  });

  test("one that sends nothing, or falls silent, is an error and no empty file", async () => {
    const { spool, clock, dir } = testSpool();
    await expect(spool.open(MEDIA, wholeVendor(new Uint8Array()).fetchAudio)).rejects.toMatchObject({
      code: "source_unavailable",
    });
    const silent = fakeVendor();
    const opening = spool.open(MEDIA, silent.fetchAudio);
    await until(() => clock.pending() > 0);
    clock.advance(60_000);
    await expect(opening).rejects.toMatchObject({ code: "source_unavailable" });
    expect(silent.aborted()).toBe(true);
    await until(() => filesBelow(dir).length === 0);
  });

  test("a fast vendor is held back: little is asked for beyond what is on disk", async () => {
    const { spool } = testSpool();
    let sent = 0;
    let largestLead = 0;
    let reader: Awaited<ReturnType<typeof openReader>> | null = null;
    const chunk = bytesOf(1_000_000);
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          largestLead = Math.max(largestLead, sent - (reader?.availableBytes ?? sent));
          if (sent >= 40_000_000) return controller.close();
          sent += chunk.length;
          controller.enqueue(chunk);
        },
      },
      { highWaterMark: 0 },
    );
    reader = await openReader(spool, MEDIA, {
      fetchAudio: async () => ({ state: "ready", body, sizeBytes: null, mimeType: "audio/wav" }),
    });
    await reader.complete;
    expect(largestLead).toBeLessThanOrEqual(chunk.length);
  });
});

describe("a deleted recording", () => {
  test("is gone at once, for those who listen too, and other recordings are not", async () => {
    const { spool, dir } = testSpool();
    await cached(spool, { ...MEDIA, mediaKey: "z".repeat(24) }, LONG);
    await cached(spool, other(2), LONG);
    const arriving = fakeVendor({ sizeBytes: 2 * LONG.length });
    arriving.push(LONG);
    const reader = await openReader(spool, MEDIA, arriving);
    const listening = reader.read(0, null).getReader();
    await listening.read();
    const paused = reader.read(0, null).getReader();

    spool.drop(MEDIA.recordingId);
    await expect(listening.read()).rejects.toMatchObject({ code: "not_found" });
    await expect(paused.read()).rejects.toMatchObject({ code: "not_found" });
    await expect(bytesIn(reader.read(0, 10))).rejects.toMatchObject({ code: "not_found" });
    expect(arriving.aborted()).toBe(true);
    await until(() => filesBelow(dir).length === 1);
    await until(() => descriptorsBelow(dir) === 0);
    expect(spool.stats().files).toBe(1);
  });
});

test("memory stays flat while 200 MB go through", async () => {
  const { spool } = testSpool({ maxBytes: 1_000_000_000 });
  const chunk = bytesOf(1_000_000);
  let sent = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (sent === 200) return controller.close();
        sent += 1;
        controller.enqueue(chunk);
      },
    },
    { highWaterMark: 0 },
  );
  const reader = await openReader(spool, MEDIA, {
    fetchAudio: async () => ({ state: "ready", body, sizeBytes: 200_000_000, mimeType: "audio/wav" }),
  });
  const before = process.memoryUsage().arrayBuffers;
  let largest = 0;
  let heard = 0;
  for await (const bytes of iterate(reader.read(0, null))) {
    heard += bytes.length;
    largest = Math.max(largest, process.memoryUsage().arrayBuffers);
  }
  expect(heard).toBe(200_000_000);
  expect(largest - before).toBeLessThan(100_000_000);
});
