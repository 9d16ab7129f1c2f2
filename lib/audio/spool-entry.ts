import { setMaxListeners } from "node:events";
import { AppError } from "@/lib/domain/errors";
import type { SourceAudio } from "@/lib/sources/source";
import { type FileSeal, newSeal } from "./spool-crypto";
import { cachedPart, openStored, readSealed, SharedFile } from "./spool-file";
import {
  brokeOff,
  type EntryContext,
  type FetchAudio,
  type Lease,
  newLease,
  type Opened,
  Waiting,
} from "./spool-types";
import { SpoolWriter } from "./spool-writer";
import { VendorBody } from "./vendor-body";

/** One media file: arriving from its vendor, or complete on disk. */
export class SpoolEntry {
  readonly name: string;
  readonly #context: EntryContext;
  readonly #file: SharedFile;
  readonly #abort = new AbortController();
  readonly #dropped = new AbortController();
  readonly #waiting = new Waiting();
  #phase: "arriving" | "complete" | "failed" = "complete";
  #failure: unknown = null;
  #seal: FileSeal | null = null;
  #mimeType = "";
  #declaredBytes: number | null = null;
  #availableBytes = 0;
  #writer: SpoolWriter | null = null;
  /** Counted by `join` and `leave` alone. */
  listeners = 0;
  #stopLingering: (() => void) | null = null;
  #opened: Promise<Opened> | null = null;
  #body: VendorBody | null = null;
  #filling: Promise<void> = Promise.resolve();
  #diskBytes = 0;

  private constructor(context: EntryContext, name: string, path: string) {
    this.name = name;
    this.#context = context;
    this.#file = new SharedFile(path);
    // One listener per stream is what it is for.
    setMaxListeners(0, this.#dropped.signal);
  }

  /** A file left by an earlier run; read when first opened. */
  static stored(context: EntryContext, name: string, path: string, diskBytes: number): SpoolEntry {
    const entry = new SpoolEntry(context, name, path);
    entry.#diskBytes = diskBytes;
    return entry;
  }

  /** Asks the vendor at once. `finalPath` is where the complete file goes. */
  static fetch(context: EntryContext, name: string, finalPath: string, fetchAudio: FetchAudio): SpoolEntry {
    const entry = new SpoolEntry(context, name, `${finalPath}.part`);
    entry.#phase = "arriving";
    entry.#opened = entry.#fetch(fetchAudio, finalPath);
    entry.#opened.catch(() => undefined);
    return entry;
  }

  /** Settles when the first byte is there, or a stored file has shown that it is ours. Rejects when there will be none. */
  opened(): Promise<Opened> {
    this.#opened ??= this.#load();
    return this.#opened;
  }

  get mimeType(): string {
    return this.#mimeType;
  }

  /** While it arrives: what the vendor declared, unless proved wrong. When complete: the truth. */
  get totalBytes(): number | null {
    if (this.#phase === "complete") return this.#availableBytes;
    return this.#declaredBytes !== null && this.#availableBytes > this.#declaredBytes
      ? null
      : this.#declaredBytes;
  }

  get availableBytes(): number {
    return this.#availableBytes;
  }

  get diskBytes(): number {
    return this.#diskBytes;
  }

  /** Aborts, with the reason, when nobody may read any further. */
  get dropped(): AbortSignal {
    return this.#dropped.signal;
  }

  get arriving(): boolean {
    return this.#phase === "arriving";
  }

  get evictable(): boolean {
    return this.#phase === "complete" && this.listeners === 0 && this.#stopLingering === null;
  }

  join(): void {
    this.listeners += 1;
    this.#stopLingering?.();
    this.#stopLingering = null;
  }

  leave(): void {
    this.listeners -= 1;
    if (this.listeners > 0 || this.#phase === "failed") return;
    if (!this.arriving) this.#file.noteUse(this.#context.now());
    this.#stopLingering = this.#context.after(this.#context.lingerMs, () => {
      this.#stopLingering = null;
      if (this.arriving) this.end(new AppError("internal", "Nobody listens any more."));
      else this.#context.idle();
    });
  }

  /** Takes it off the disk. Who reads gets what has arrived, then `failure`. */
  end(failure: unknown): void {
    if (this.#stop(failure)) void this.#file.remove();
  }

  /** The same, but nobody reads another byte. */
  drop(failure: unknown): void {
    this.end(failure);
    this.#dropped.abort(failure);
  }

  /** For the end of the process: a complete file stays on disk. */
  async shutDown(failure: unknown): Promise<void> {
    if (this.arriving) this.end(failure);
    else this.#stop(failure);
    this.#dropped.abort(failure);
    await this.#filling;
  }

  #stop(failure: unknown): boolean {
    if (this.#phase === "failed") return false;
    this.#phase = "failed";
    this.#failure = failure;
    this.#stopLingering?.();
    this.#stopLingering = null;
    this.#abort.abort();
    this.#body?.cancel();
    this.#context.gone(this);
    if (this.#seal !== null) this.#context.frames.forget(this.#seal);
    this.#waiting.wakeAll();
    return true;
  }

  /** The true length once all is there. Rejects when it never will be. */
  async whenComplete(): Promise<number> {
    const lease = newLease();
    while (this.arriving) await this.progress(lease);
    if (this.#phase === "failed") throw this.#failure;
    return this.#availableBytes;
  }

  /** The next bytes of `[position, toByte)`, at most one block, waiting for them. Null = the end. Throws what broke it. */
  async read(position: number, toByte: number | null, lease: Lease): Promise<Uint8Array | null> {
    for (;;) {
      const to = Math.min(toByte ?? this.#availableBytes, this.#availableBytes);
      if (lease.over || (toByte !== null && position >= toByte)) return null;
      if (position < to) return this.#readArrived(position, to, lease);
      if (this.#phase === "complete") return null;
      if (this.#phase === "failed") throw this.#failure;
      await this.progress(lease);
    }
  }

  async #readArrived(from: number, to: number, lease: Lease): Promise<Uint8Array | null> {
    const [seal, { frames }] = [this.#seal, this.#context];
    if (this.#writer !== null && from >= this.#writer.sealedBytes) return this.#writer.tail(from, to);
    // The name is off the disk: only who has the file open already can have the rest of what arrived.
    if (seal === null || (this.#phase === "failed" && lease.handle === null)) throw this.#failure;
    const range = { from, to, sealedBytes: this.#writer?.sealedBytes ?? this.#availableBytes };
    const inMemory = cachedPart(frames, seal, range);
    if (inMemory !== null) return inMemory;
    try {
      const handle = await this.#file.acquireFor(lease);
      const bytes = handle && (await readSealed(handle, seal, range, frames));
      if (this.#phase === "failed") frames.forget(seal); // Dropped meanwhile: nothing of it stays in memory.
      return bytes;
    } catch (cause) {
      if (lease.over) return null;
      this.end(brokeOff(cause));
      throw this.#failure;
    }
  }

  /** Waits for more bytes, or for the end of `lease`. */
  progress(lease: Lease): Promise<void> {
    return this.#waiting.wait(lease);
  }

  /** Gives back whatever the lease holds. */
  endLease(lease: Lease): void {
    if (lease.over) return;
    lease.over = true;
    this.#waiting.leave(lease);
    if (lease.handle !== null) void this.#file.release();
    lease.handle = null;
  }

  async #load(): Promise<Opened> {
    try {
      const { seal, trailer } = await openStored(this.#file, this.#context.secret, this.name);
      this.#seal = seal;
      this.#mimeType = trailer.mimeType;
      this.#availableBytes = trailer.totalBytes;
    } catch (cause) {
      this.end(brokeOff(cause));
    }
    return this.#phase === "complete" ? "ready" : "unusable";
  }

  async #fetch(fetchAudio: FetchAudio, finalPath: string): Promise<Opened> {
    let audio: SourceAudio;
    try {
      audio = await fetchAudio(this.#abort.signal);
    } catch (error) {
      this.end(error);
      throw this.#failure;
    }
    if (audio.state === "pending") {
      this.end(brokeOff());
      return { state: "pending", retryAfterSeconds: audio.retryAfterSeconds };
    }
    this.#mimeType = audio.mimeType;
    this.#declaredBytes = audio.sizeBytes;
    const body = new VendorBody(audio.body, this.#context.after, this.#context.stallMs);
    if (this.arriving) this.#filling = this.#fill(body, finalPath);
    else body.cancel();
    const lease = newLease();
    while (this.arriving && this.#availableBytes === 0) await this.progress(lease);
    if (this.#failure !== null) throw this.#failure;
    return "ready";
  }

  /** Drains the vendor to disk at the disk's pace, whatever the listeners' pace. Memory: one frame and one chunk. */
  async #fill(body: VendorBody, finalPath: string): Promise<void> {
    this.#body = body;
    const seal = newSeal(this.#context.secret, this.name);
    try {
      const writer = new SpoolWriter(await this.#file.create(), seal);
      try {
        await writer.writeHeader();
        this.#seal = seal;
        this.#writer = writer;
        while (this.arriving) {
          const chunk = await body.next();
          if (chunk === null) break;
          await this.#take(writer, chunk);
        }
        if (this.arriving) await this.#finish(writer, finalPath);
      } finally {
        if (this.#phase === "failed") await this.#file.remove();
        await this.#file.release();
      }
    } catch (error) {
      this.end(error);
    }
  }

  async #take(writer: SpoolWriter, chunk: Uint8Array): Promise<void> {
    for (let done = 0; done < chunk.length && this.arriving; ) {
      const taken = writer.put(chunk.subarray(done));
      done += taken;
      this.#availableBytes += taken;
      this.#waiting.wakeAll();
      if (!writer.full) continue;
      await writer.sealFrame();
      this.#count(writer);
    }
  }

  async #finish(writer: SpoolWriter, finalPath: string): Promise<void> {
    const totalBytes = this.#availableBytes;
    // A vendor that sends more than it declared is believed; one that sends less has died on the way.
    if (totalBytes === 0 || totalBytes < (this.#declaredBytes ?? 0)) throw brokeOff();
    await writer.sealFrame();
    await writer.writeTrailer({ mimeType: this.#mimeType, totalBytes });
    this.#count(writer);
    if (!this.arriving) return;
    await this.#file.moveTo(finalPath);
    if (!this.arriving) return;
    this.#phase = "complete";
    this.#writer = null;
    this.#waiting.wakeAll();
  }

  #count(writer: SpoolWriter): void {
    const grownBytes = writer.diskBytes - this.#diskBytes;
    this.#diskBytes = writer.diskBytes;
    if (this.arriving) this.#context.grew(grownBytes);
  }
}
