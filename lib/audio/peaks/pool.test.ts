import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { temporaryFolder, until } from "../test-audio";
import type { RawPeaks } from "./accumulator.mjs";
import { PeaksPool, type PoolOptions } from "./pool";
import { pcm16, sourceOf, wavFile } from "./test-files";

const SOUND = wavFile(pcm16(Array.from({ length: 64_000 }, (_, at) => (at * 37) % 20_000)));

function testPool(options: PoolOptions = {}): PeaksPool {
  const pool = new PeaksPool(options);
  onTestFinished(() => pool.close());
  return pool;
}

function job(stream: ReadableStream<Uint8Array>, signal: AbortSignal | null = null) {
  return { stream, signal, onPartial: null, partialMs: 500 };
}

/** A stream that sends `bytes` and then nothing more, unless told; `cancelled` when it was let go. */
function openEnded(bytes: Uint8Array) {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  const state = { cancelled: false };
  const stream = new ReadableStream<Uint8Array>({
    start(own) {
      controller = own;
      own.enqueue(bytes);
    },
    cancel() {
      state.cancelled = true;
    },
  });
  return {
    stream,
    state,
    push: (more: Uint8Array) => controller?.enqueue(more),
    end: () => controller?.close(),
    die: () => controller?.error(new Error("gone")),
  };
}

/** A worker thread that runs `code` instead of ours. */
function worker(code: string): PoolOptions {
  const workerPath = path.join(temporaryFolder(), "worker.mjs");
  writeFileSync(workerPath, code);
  return { workerPath };
}

describe("several files at once", () => {
  test("a file whose vendor is slow does not hold up the others", async () => {
    const pool = testPool();
    const slow = openEnded(SOUND.subarray(0, 1_000));
    const slowPeaks = pool.run(job(slow.stream));
    const fast = await Promise.all([1, 2, 3].map(() => pool.run(job(sourceOf(SOUND, 4_096).read()))));
    for (const peaks of fast) expect(peaks.samples).toBe(32_000);
    slow.push(SOUND.subarray(1_000));
    slow.end();
    expect(await slowPeaks).toEqual(fast[0]);
  });

  test("more than the places there are wait for their turn, unread, and all are done", async () => {
    const pool = testPool({ maxJobs: 1 });
    const first = openEnded(SOUND);
    const firstPeaks = pool.run(job(first.stream));
    let read = 0;
    const waiting = Array.from({ length: 5 }, () => {
      const stream = new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            read += 1;
            controller.enqueue(SOUND);
            controller.close();
          },
        },
        { highWaterMark: 0 },
      );
      return pool.run(job(stream));
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(read).toBe(0);
    first.end();
    const all = await Promise.all([firstPeaks, ...waiting]);
    expect(all.map(({ samples }) => samples)).toEqual([1, 2, 3, 4, 5, 6].map(() => 32_000));
  });

  test("a bad file fails alone", async () => {
    const pool = testPool();
    const outcomes = await Promise.allSettled([
      pool.run(job(sourceOf(SOUND).read())),
      pool.run(job(sourceOf(Buffer.from("OggS".repeat(100_000)), 1_000).read())),
      pool.run(job(sourceOf(SOUND).read())),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });
});

describe("what is not wanted any more", () => {
  test.each(["under way", "waiting"])("a file %s is let go at once when cancelled", async (when) => {
    const pool = testPool({ maxJobs: 1 });
    const blocking = openEnded(SOUND.subarray(0, 100));
    const blocked = when === "waiting" ? pool.run(job(blocking.stream)) : null;
    const leaving = new AbortController();
    const endless = openEnded(SOUND.subarray(0, 5_000));
    const peaks = pool.run(job(endless.stream, leaving.signal));
    await new Promise((resolve) => setImmediate(resolve));
    leaving.abort();
    await expect(peaks).rejects.toMatchObject({ kind: "cancelled" });
    expect(endless.state.cancelled).toBe(true);
    blocking.push(SOUND.subarray(100));
    blocking.end();
    if (blocked !== null) await blocked;
    expect((await pool.run(job(sourceOf(SOUND).read()))).samples).toBe(32_000);
  });

  test("one cancelled before it begins is never read", async () => {
    const stream = openEnded(SOUND);
    await expect(testPool().run(job(stream.stream, AbortSignal.abort()))).rejects.toMatchObject({
      kind: "cancelled",
    });
    expect(stream.state.cancelled).toBe(true);
  });
});

describe("bad days", () => {
  test("sound that breaks off has no peaks, and says that another try is worth it", async () => {
    const pool = testPool();
    const dying = openEnded(SOUND.subarray(0, 10_000));
    const peaks = pool.run(job(dying.stream));
    await new Promise((resolve) => setImmediate(resolve));
    dying.die();
    await expect(peaks).rejects.toMatchObject({ kind: "interrupted" });
  });

  test("a worker lost in a file is ended, and the next file gets a new one", async () => {
    const pool = testPool({
      ...worker(`
        import { parentPort } from "node:worker_threads";
        parentPort.on("message", () => { for (;;); });
      `),
      answerMs: 100,
    });
    const stream = openEnded(SOUND);
    const startMs = performance.now();
    await expect(pool.run(job(stream.stream))).rejects.toMatchObject({ kind: "timeout" });
    await expect(pool.run(job(sourceOf(SOUND).read()))).rejects.toMatchObject({ kind: "timeout" });
    expect(performance.now() - startMs).toBeLessThan(10_000);
    expect(stream.state.cancelled).toBe(true);
  });

  test.each([
    ["throws", `throw new Error("no");`],
    ["exits", `process.exit(3);`],
    ["is no program", `this is no program`],
  ])("a worker that %s fails its files and not the server", async (_, code) => {
    const pool = testPool(worker(code));
    await expect(pool.run(job(sourceOf(SOUND).read()))).rejects.toMatchObject({ kind: "interrupted" });
  });

  test("a vendor's silence is not the worker's: waiting for bytes is no time-out", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const slow = openEnded(SOUND.subarray(0, 10_000));
    let grown = 0;
    const peaks = testPool().run({
      ...job(slow.stream),
      onPartial: () => {
        grown += 1;
      },
      partialMs: 0,
    });
    await until(() => grown === 1);
    vi.advanceTimersByTime(3_600_000);
    slow.push(SOUND.subarray(10_000));
    slow.end();
    expect((await peaks).samples).toBe(32_000);
  });
});

test("an idle worker ends, and starts again when needed", async () => {
  const pool = testPool({ idleMs: 10 });
  await pool.run(job(sourceOf(SOUND).read()));
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect((await pool.run(job(sourceOf(SOUND).read()))).samples).toBe(32_000);
});

test("the peaks grow while the sound arrives", async () => {
  const slow = openEnded(SOUND.subarray(0, 20_000));
  const grown: RawPeaks[] = [];
  const peaks = testPool().run({
    stream: slow.stream,
    signal: null,
    onPartial: (partial) => grown.push(partial),
    partialMs: 0,
  });
  await until(() => grown.length === 1);
  slow.push(SOUND.subarray(20_000));
  slow.end();
  const whole = await peaks;
  const [first] = grown;
  expect(first?.samples).toBeLessThan(whole.samples);
  expect(whole.pairs.subarray(0, 100)).toEqual(first?.pairs.subarray(0, 100));
});

test("what comes soon after a look is seen by the next one, also when nothing more comes", async () => {
  const slow = openEnded(SOUND.subarray(0, 20_000));
  const grown: RawPeaks[] = [];
  const peaks = testPool().run({
    stream: slow.stream,
    signal: null,
    onPartial: (partial) => grown.push(partial),
    partialMs: 20,
  });
  await until(() => grown.length === 1);
  slow.push(SOUND.subarray(20_000));
  await until(() => grown.at(-1)?.samples === 32_000);
  slow.end();
  expect((await peaks).samples).toBe(32_000);
});
