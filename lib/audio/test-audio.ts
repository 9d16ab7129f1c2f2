/** For tests and benchmarks: a vendor whose every byte is under control, a clock that only moves when told, real disk. */
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readlinkSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { SourceAudio } from "@/lib/sources/source";
import { createSpool, type Spool, type SpoolOptions, type SpoolReader } from "./spool";
import type { After } from "./spool-types";

export const SECRET = Buffer.alloc(32, 7);

/** Bytes that look like nothing and are the same for the same seed. */
export function bytesOf(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed * 2_654_435_761;
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "earmark-spool-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Every file below `folder`. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false);
}

export type FakeClock = Readonly<{
  now: () => number;
  after: After;
  advance(ms: number): void;
  pending(): number;
}>;

export function fakeClock(): FakeClock {
  let nowMs = 1_700_000_000_000;
  const timers = new Set<{ atMs: number; act: () => void }>();
  return {
    now: () => nowMs,
    after(delayMs, act) {
      const timer = { atMs: nowMs + delayMs, act };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      nowMs += ms;
      for (const timer of [...timers].sort((one, other) => one.atMs - other.atMs)) {
        if (timer.atMs <= nowMs && timers.delete(timer)) timer.act();
      }
    },
    pending: () => timers.size,
  };
}

export type FakeVendor = Readonly<{
  fetchAudio: (signal: AbortSignal) => Promise<SourceAudio>;
  calls: () => number;
  aborted: () => boolean;
  push(bytes: Uint8Array): void;
  end(): void;
  die(): void;
}>;

/** Sends what it is told to, when it is told to. */
export function fakeVendor(options: { sizeBytes?: number | null; mimeType?: string } = {}): FakeVendor {
  let calls = 0;
  let aborted = false;
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  const queued: (() => void)[] = [];
  const act = (step: () => void) => {
    if (controller === null) queued.push(step);
    else step();
  };
  return {
    async fetchAudio(signal) {
      calls += 1;
      const body = new ReadableStream<Uint8Array>({
        start(own) {
          controller = own;
          for (const step of queued.splice(0)) step();
        },
        cancel() {
          aborted = true;
        },
      });
      signal.addEventListener("abort", () => {
        aborted = true;
      });
      return {
        state: "ready",
        body,
        sizeBytes: options.sizeBytes ?? null,
        mimeType: options.mimeType ?? "audio/mpeg",
      };
    },
    calls: () => calls,
    aborted: () => aborted,
    push: (bytes) => act(() => controller?.enqueue(bytes)),
    end: () => act(() => controller?.close()),
    die: () => act(() => controller?.error(new TypeError("terminated"))),
  };
}

/** A vendor that sends all of `bytes`, in chunks of `chunkBytes`, as fast as it is asked. */
export function wholeVendor(bytes: Uint8Array, options: { declare?: boolean; chunkBytes?: number } = {}) {
  let calls = 0;
  const chunkBytes = options.chunkBytes ?? 16_384;
  const fetchAudio = async (): Promise<SourceAudio> => {
    calls += 1;
    let position = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (position >= bytes.length) return controller.close();
          controller.enqueue(bytes.slice(position, position + chunkBytes));
          position += chunkBytes;
        },
      },
      { highWaterMark: 0 },
    );
    const sizeBytes = options.declare === false ? null : bytes.length;
    return { state: "ready", body, sizeBytes, mimeType: "audio/mpeg" };
  };
  return { fetchAudio, calls: () => calls };
}

export type TestSpool = Readonly<{ spool: Spool; clock: FakeClock; dir: string }>;

export function testSpool(options: Partial<SpoolOptions> = {}): TestSpool {
  const clock = fakeClock();
  const dir = options.dir ?? temporaryFolder();
  const spool = createSpool({
    dir,
    maxBytes: 64 * 1024 * 1024,
    secret: SECRET,
    now: clock.now,
    after: clock.after,
    ...options,
  });
  onTestFinished(() => spool.close());
  return { spool, clock, dir };
}

export async function openReader(
  spool: Spool,
  media: { recordingId: string; mediaKey: string },
  vendor: { fetchAudio: (signal: AbortSignal) => Promise<SourceAudio> },
): Promise<SpoolReader> {
  const opened = await spool.open(media, vendor.fetchAudio);
  if ("state" in opened) throw new Error("The vendor was to be ready.");
  return opened;
}

/** Puts `bytes` into the cache, as a listener who stays to the end would. */
export async function cached(
  spool: Spool,
  media: { recordingId: string; mediaKey: string },
  bytes: Uint8Array,
): Promise<void> {
  const reader = await openReader(spool, media, wholeVendor(bytes));
  await reader.complete;
  reader.close();
}

export async function bytesIn(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of iterate(stream)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function* iterate(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

export const sha = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Waits for `holds`, looking again after each turn of the event loop, 2 s at most. */
export async function until(holds: () => boolean): Promise<void> {
  const endMs = Date.now() + 2_000;
  while (!holds()) {
    if (Date.now() > endMs) throw new Error("It did not come to hold.");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** How many descriptors of this process are open on files below `folder` (Linux; elsewhere 0). */
export function descriptorsBelow(folder: string): number {
  if (process.platform !== "linux") return 0;
  return readdirSync("/proc/self/fd").filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(folder);
    } catch {
      return false;
    }
  }).length;
}
