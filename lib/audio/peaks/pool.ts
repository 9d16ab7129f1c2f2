import path from "node:path";
import { Worker } from "node:worker_threads";
import type { RawPeaks } from "./accumulator.mjs";
import type { FromWorker, ToWorker } from "./worker.mjs";

export type PeaksErrorKind =
  | "empty" // no bytes, or no sound in them
  | "truncated" // ends before its sound begins
  | "unsupported" // a format or codec that we don't read
  | "broken" // nothing in it can be decoded
  | "interrupted" // the bytes stopped coming, or the worker thread died: worth another try
  | "timeout" // the worker thread was lost in this file
  | "cancelled";

/** Why there are no peaks. `message` is ours and safe to show. */
export class PeaksError extends Error {
  readonly kind: PeaksErrorKind;

  constructor(kind: PeaksErrorKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "PeaksError";
    this.kind = kind;
  }
}

export type PoolOptions = Readonly<{
  workerPath?: string;
  /** A worker that answers nothing for so long is ended. */
  answerMs?: number;
  /** A worker without work is ended after this. */
  idleMs?: number;
  /** Files read at once; a slow vendor then does not hold up the others. */
  maxJobs?: number;
}>;

export type PeaksJob = Readonly<{
  stream: ReadableStream<Uint8Array>;
  signal: AbortSignal | null;
  /** Told at once after the first bytes, then every `partialMs` at most, while more come. */
  onPartial: ((peaks: RawPeaks) => void) | null;
  partialMs: number;
}>;

/** Pieces on their way to the worker at once, per file, and how large they are at most. */
const WINDOW = 2;
const PIECE_BYTES = 262_144;

type Running = {
  readonly id: number;
  readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly onPartial: ((peaks: RawPeaks) => void) | null;
  admitted: boolean;
  outstanding: number;
  ended: boolean;
  error: PeaksError | null;
  result: RawPeaks | null;
  wake: (() => void) | null;
};

/** One worker thread that makes peaks, started when needed and ended when idle. */
export class PeaksPool {
  readonly #workerPath: string;
  readonly #answerMs: number;
  readonly #idleMs: number;
  readonly #running = new Map<number, Running>();
  readonly #queue: Running[] = [];
  #places: number;
  #worker: Worker | null = null;
  #lastId = 0;
  #watch: NodeJS.Timeout | null = null;
  #idle: NodeJS.Timeout | null = null;

  constructor(options: PoolOptions = {}) {
    // The bundler must leave this file alone: it can't take the decoder in.
    const folder = path.join(/* turbopackIgnore: true */ process.cwd(), "lib/audio/peaks");
    this.#workerPath = options.workerPath ?? path.join(folder, "worker.mjs");
    this.#answerMs = options.answerMs ?? 20_000;
    this.#idleMs = options.idleMs ?? 30_000;
    this.#places = options.maxJobs ?? 4;
  }

  /** Peaks of the whole stream. Rejects with PeaksError; the stream is then cancelled. */
  async run(job: PeaksJob): Promise<RawPeaks> {
    this.#lastId += 1;
    const running: Running = {
      id: this.#lastId,
      reader: job.stream.getReader(),
      onPartial: job.onPartial,
      admitted: false,
      outstanding: 0,
      ended: false,
      error: null,
      result: null,
      wake: null,
    };
    const cancel = () => fail(running, new PeaksError("cancelled", "The peaks are not wanted any more."));
    job.signal?.addEventListener("abort", cancel, { once: true });
    if (job.signal?.aborted) cancel();
    try {
      this.#queue.push(running);
      this.#admit();
      await until(running, () => running.admitted);
      await this.#feed(running, job.partialMs);
      await until(running, () => running.result !== null);
      if (running.result === null) throw new PeaksError("interrupted", "The worker gave no answer.");
      return running.result;
    } finally {
      job.signal?.removeEventListener("abort", cancel);
      this.#release(running);
    }
  }

  async close(): Promise<void> {
    await this.#endWorker(new PeaksError("cancelled", "The server is stopping."));
  }

  async #feed(running: Running, partialMs: number): Promise<void> {
    const looking = this.#lookOn(running, partialMs);
    try {
      for (;;) {
        const bytes = await nextBytes(running);
        if (running.error !== null) throw running.error;
        if (bytes === null) break;
        for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
          // A copy of its own can be given away without touching what the stream's maker holds.
          const piece = Uint8Array.from(bytes.subarray(at, at + PIECE_BYTES));
          running.outstanding += 1;
          this.#post({ type: "bytes", id: running.id, bytes: piece }, [piece.buffer]);
          looking.more();
          await until(running, () => running.outstanding < WINDOW);
        }
      }
    } finally {
      looking.stop();
    }
    running.ended = true;
    this.#post({ type: "end", id: running.id });
  }

  /** Asks the worker for what it has, not oftener than wished and never later than wished after `more` has come. */
  #lookOn(running: Running, partialMs: number): Readonly<{ more: () => void; stop: () => void }> {
    let timer: NodeJS.Timeout | null = null;
    let lastMs = Number.NEGATIVE_INFINITY;
    const look = () => {
      timer = null;
      lastMs = performance.now();
      if (running.error === null) this.#post({ type: "peek", id: running.id });
    };
    return {
      more() {
        if (running.onPartial === null || timer !== null) return;
        const dueMs = lastMs + partialMs - performance.now();
        if (dueMs <= 0) look();
        else timer = setTimeout(look, dueMs).unref();
      },
      stop() {
        if (timer !== null) clearTimeout(timer);
      },
    };
  }

  #admit(): void {
    while (this.#places > 0 && this.#queue.length > 0) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      this.#places -= 1;
      next.admitted = true;
      this.#running.set(next.id, next);
      next.wake?.();
    }
    if (this.#running.size > 0) this.#worker?.ref();
  }

  #release(running: Running): void {
    running.reader.cancel().catch(() => undefined);
    const waiting = this.#queue.indexOf(running);
    if (waiting >= 0) this.#queue.splice(waiting, 1);
    if (!this.#running.delete(running.id)) return;
    this.#places += 1;
    if (running.result === null && this.#worker !== null) {
      this.#worker.postMessage({ type: "cancel", id: running.id } satisfies ToWorker);
    }
    this.#admit();
    this.#watchOver();
    if (this.#running.size > 0) return;
    this.#worker?.unref();
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      if (this.#running.size === 0)
        void this.#endWorker(new PeaksError("interrupted", "The worker has ended."));
    }, this.#idleMs).unref();
  }

  #post(message: ToWorker, transfer: ArrayBuffer[] = []): void {
    this.#worker ??= this.#startWorker();
    this.#worker.postMessage(message, transfer);
    if (this.#watch === null) this.#watchOver();
  }

  #startWorker(): Worker {
    const worker = new Worker(/* turbopackIgnore: true */ this.#workerPath);
    const died = (cause: unknown) => {
      if (this.#worker !== worker) return;
      void this.#endWorker(new PeaksError("interrupted", "The worker thread has ended.", cause));
    };
    worker.on("message", (message: FromWorker) => this.#receive(message));
    worker.on("error", died);
    worker.on("exit", died);
    return worker;
  }

  #receive(message: FromWorker): void {
    const running = this.#running.get(message.id);
    if (running !== undefined) {
      if (message.type === "taken") running.outstanding -= 1;
      else if (message.type === "partial") running.onPartial?.(message.peaks);
      else if (message.type === "done") running.result = message.peaks;
      else fail(running, new PeaksError(message.kind, message.message));
      running.wake?.();
    }
    this.#watchOver();
  }

  /** Begins to count anew how long the worker has been silent, if it owes an answer. */
  #watchOver(): void {
    if (this.#watch !== null) clearTimeout(this.#watch);
    this.#watch = null;
    const owes = [...this.#running.values()].some(
      (running) => running.result === null && (running.outstanding > 0 || running.ended),
    );
    if (!owes) return;
    this.#watch = setTimeout(() => {
      void this.#endWorker(new PeaksError("timeout", "The file could not be read in time."));
    }, this.#answerMs).unref();
  }

  async #endWorker(error: PeaksError): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    for (const running of this.#running.values()) if (running.result === null) fail(running, error);
    await worker?.terminate();
  }
}

function fail(running: Running, error: PeaksError): void {
  running.error ??= error;
  running.reader.cancel().catch(() => undefined);
  running.wake?.();
}

/** Waits until `holds`, looked at anew after each change. Throws what ended the work meanwhile. */
async function until(running: Running, holds: () => boolean): Promise<void> {
  for (;;) {
    if (running.error !== null) throw running.error;
    if (holds()) return;
    await new Promise<void>((resolve) => {
      running.wake = resolve;
    });
  }
}

async function nextBytes(running: Running): Promise<Uint8Array | null> {
  try {
    const { done, value } = await running.reader.read();
    return done ? null : value;
  } catch (cause) {
    throw running.error ?? new PeaksError("interrupted", "The sound broke off before its end.", cause);
  }
}
