/**
 * The encrypted, bounded cache of media files ("spool"). Each file is fetched from its vendor once, however many
 * listen, and can be read while it arrives. One server process owns the folder.
 */
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { recordingNotFound } from "@/lib/domain/errors";
import { spoolNames } from "./spool-crypto";
import { SpoolEntry } from "./spool-entry";
import { FrameCache } from "./spool-frames";
import { type StreamObserver, spoolStream } from "./spool-stream";
import { type After, type EntryContext, type FetchAudio, newLease, type Pending } from "./spool-types";

export type { FetchAudio, Pending } from "./spool-types";

export type SpoolReader = Readonly<{
  mimeType: string;
  /** The whole length. Null = not known yet (the vendor did not say, or what it said proved wrong). */
  readonly totalBytes: number | null;
  /** How much has arrived, from the first byte on. */
  readonly availableBytes: number;
  /**
   * The bytes `[fromByte, toByteExclusive)`; null = to the end. Waits for what has not arrived; errors when the
   * vendor dies, the recording is dropped, `signal` aborts or the reader is closed.
   */
  read(
    fromByte: number,
    toByteExclusive: number | null,
    signal?: AbortSignal,
    observer?: StreamObserver,
  ): ReadableStream<Uint8Array>;
  /** True as soon as byte `byteOffset` is there or the whole length is known; false after `timeoutMs`. */
  reached(byteOffset: number, timeoutMs: number, signal?: AbortSignal): Promise<boolean>;
  /** The true length, when the last byte has arrived. Rejects when it never will. */
  readonly complete: Promise<number>;
  /** Leaves: ends this reader's streams. An unfinished fetch that nobody reads ends 5 s later. */
  close(): void;
}>;

export type Spool = Readonly<{
  /**
   * A reader as soon as the first byte is there. `fetchAudio` is called only when the file is neither cached nor
   * arriving. Rejects with what `fetchAudio` threw, or `source_unavailable` when the vendor sends nothing.
   * The caller closes the reader.
   */
  open(
    media: { recordingId: string; mediaKey: string },
    fetchAudio: FetchAudio,
    signal?: AbortSignal,
  ): Promise<SpoolReader | Pending>;
  /** Ends and removes all files of a recording, also while they are read (`not_found` for who reads). */
  drop(recordingId: string): void;
  /** True while a file is still arriving for one reader and no other. */
  arrivesForOne(media: { recordingId: string; mediaKey: string }): boolean;
  stats(): { files: number; sizeBytes: number; arriving: number };
  /** Ends everything. Complete files stay for the next start. */
  close(): Promise<void>;
}>;

export type SpoolOptions = Readonly<{
  dir: string;
  maxBytes: number;
  /** 32 bytes, of HKDF. Another secret has another folder, and the old one's files are removed. */
  secret: Uint8Array;
  now: () => number;
  lingerMs?: number;
  stallMs?: number;
  /** Opened frames kept in memory for ranges that go on where they stopped. */
  frameCacheBytes?: number;
  after?: After;
}>;

/** For some hundred listeners whose players ask for small ranges. */
const FRAME_CACHE_BYTES = 64 * 1024 * 1024;
/** One for all: making an error with its stack for each who leaves costs more than the leaving. */
const LEFT = new DOMException("The listener left.", "AbortError");
const FOLDER = /^k-[0-9a-f]{32}$/;
const STORED = /^([0-9a-f]{32}\.[0-9a-f]{32})\.[0-9a-f]{16}\.sealed$/;

const realAfter: After = (delayMs, act) => {
  const timer = setTimeout(act, delayMs);
  timer.unref();
  return () => clearTimeout(timer);
};

export function createSpool(options: SpoolOptions): Spool {
  const names = spoolNames(options.secret);
  const folder = prepareFolder(options.dir, names.folder);
  const after = options.after ?? realAfter;
  /** Least recently used first. */
  const entries = new Map<string, SpoolEntry>();
  let sizeBytes = 0;
  let closed = false;

  const evict = () => {
    for (const entry of entries.values()) {
      if (sizeBytes <= options.maxBytes) return;
      if (entry.evictable) entry.end(recordingNotFound());
    }
  };
  const context: EntryContext = {
    secret: options.secret,
    after,
    now: options.now,
    lingerMs: options.lingerMs ?? 5_000,
    stallMs: options.stallMs ?? 60_000,
    frames: new FrameCache(options.frameCacheBytes ?? FRAME_CACHE_BYTES),
    grew(bytes) {
      sizeBytes += bytes;
      if (sizeBytes > options.maxBytes) evict();
    },
    idle: evict,
    gone(entry) {
      sizeBytes -= entry.diskBytes;
      if (entries.get(entry.name) === entry) entries.delete(entry.name);
    },
  };

  for (const file of storedFiles(folder)) {
    entries.get(file.name)?.end(recordingNotFound());
    entries.set(file.name, SpoolEntry.stored(context, file.name, file.path, file.sizeBytes));
    sizeBytes += file.sizeBytes;
  }
  evict();

  const entryOf = (name: string, fetchAudio: FetchAudio): SpoolEntry => {
    const finalPath = path.join(folder, `${name}.${randomBytes(8).toString("hex")}.sealed`);
    const entry = entries.get(name) ?? SpoolEntry.fetch(context, name, finalPath, fetchAudio);
    entries.delete(name);
    entries.set(name, entry);
    return entry;
  };

  return {
    async open(media, fetchAudio, signal) {
      const name = names.ofMedia(media.recordingId, media.mediaKey);
      for (;;) {
        if (closed) throw new Error("The spool is closed.");
        const entry = entryOf(name, fetchAudio);
        entry.join();
        let keep = false;
        try {
          const opened = await unlessAborted(entry.opened(), signal);
          if (opened === "ready") {
            keep = true;
            return readerOf(entry, after);
          }
          if (opened !== "unusable") return opened;
        } finally {
          if (!keep) entry.leave();
        }
      }
    },
    drop(recordingId) {
      const prefix = `${names.ofRecording(recordingId)}.`;
      for (const entry of [...entries.values()]) {
        if (entry.name.startsWith(prefix)) entry.drop(recordingNotFound());
      }
    },
    arrivesForOne({ recordingId, mediaKey }) {
      const entry = entries.get(names.ofMedia(recordingId, mediaKey));
      return entry?.arriving === true && entry.listeners === 1;
    },
    stats: () => ({
      files: entries.size,
      sizeBytes,
      arriving: [...entries.values()].filter((entry) => entry.arriving).length,
    }),
    async close() {
      closed = true;
      await Promise.all(
        [...entries.values()].map((entry) => entry.shutDown(new Error("The spool is closed."))),
      );
      entries.clear();
    },
  };
}

/** Makes our folder, for its owner only, and removes what other secrets and unfinished fetches left. */
function prepareFolder(dir: string, name: string): string {
  const folder = path.join(dir, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(dir, 0o700);
  chmodSync(folder, 0o700);
  for (const other of readdirSync(dir)) {
    if (other !== name && FOLDER.test(other)) rmSync(path.join(dir, other), { recursive: true, force: true });
  }
  return folder;
}

function storedFiles(folder: string): { name: string; path: string; sizeBytes: number }[] {
  const files = readdirSync(folder).flatMap((file) => {
    const filePath = path.join(folder, file);
    const name = STORED.exec(file)?.[1];
    if (name === undefined) {
      rmSync(filePath, { recursive: true, force: true });
      return [];
    }
    const { size, mtimeMs } = statSync(filePath);
    return [{ name, path: filePath, sizeBytes: size, usedMs: mtimeMs }];
  });
  return files.sort((one, other) => one.usedMs - other.usedMs);
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const leave = () => reject(LEFT);
    if (signal.aborted) leave();
    signal.addEventListener("abort", leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
}

function readerOf(entry: SpoolEntry, after: After): SpoolReader {
  const left = new AbortController();
  return {
    mimeType: entry.mimeType,
    get totalBytes() {
      return entry.totalBytes;
    },
    get availableBytes() {
      return entry.availableBytes;
    },
    get complete() {
      return entry.whenComplete();
    },
    read(fromByte, toByte, signal, observer) {
      const signals = [left.signal, entry.dropped, ...(signal === undefined ? [] : [signal])];
      return spoolStream(entry, { fromByte, toByte }, signals, observer ?? null);
    },
    async reached(byteOffset, timeoutMs, signal) {
      const lease = newLease();
      const giveUp = () => entry.endLease(lease);
      const stopTimer = after(timeoutMs, giveUp);
      signal?.addEventListener("abort", giveUp, { once: true });
      if (signal?.aborted) giveUp();
      try {
        while (!lease.over && entry.arriving && entry.availableBytes <= byteOffset) {
          await entry.progress(lease);
        }
        return !lease.over;
      } finally {
        stopTimer();
        signal?.removeEventListener("abort", giveUp);
        giveUp();
      }
    },
    close() {
      if (left.signal.aborted) return;
      left.abort(LEFT);
      entry.leave();
    },
  };
}
