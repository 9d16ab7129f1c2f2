import { type FileHandle, open, rename, unlink, utimes } from "node:fs/promises";
import {
  type FileSeal,
  FRAME_BYTES,
  HEADER_BYTES,
  MAX_TRAILER_BYTES,
  SEALED_FRAME_BYTES,
  sealedBodyBytes,
  sealFromHeader,
  TAG_BYTES,
  TRAILER_LENGTH_BYTES,
  type Trailer,
} from "./spool-crypto";
import type { FrameCache } from "./spool-frames";
import type { Lease } from "./spool-types";

/** Frames read at once: answers go out in pieces of 256 KiB. */
export const BLOCK_FRAMES = 4;
export const BLOCK_BYTES = BLOCK_FRAMES * FRAME_BYTES;

const NOTE_MS = 60_000;
const MAX_SPARE_BUFFERS = 32;
/** Buffers for sealed bytes, used again: hundreds of listeners would otherwise make garbage at the speed they read. */
const spareBuffers: Buffer[] = [];

/** One file on disk with one descriptor, however many read it; closed when the last user has let go. */
export class SharedFile {
  #path: string;
  #users = 0;
  #notedMs = 0;
  #handle: Promise<FileHandle> | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** Makes the file, for its owner only. The caller is its first user. */
  async create(): Promise<FileHandle> {
    return this.#use(() => open(this.#path, "wx+", 0o600));
  }

  async acquire(): Promise<FileHandle> {
    return this.#use(() => open(this.#path, "r"));
  }

  /** The descriptor that the lease keeps until it ends; null when it has ended meanwhile. */
  async acquireFor(lease: Lease): Promise<FileHandle | null> {
    if (lease.handle !== null) return lease.handle;
    const handle = await this.acquire();
    if (!lease.over) lease.handle = handle;
    else await this.release();
    return lease.handle;
  }

  async #use(opener: () => Promise<FileHandle>): Promise<FileHandle> {
    this.#users += 1;
    this.#handle ??= opener();
    try {
      return await this.#handle;
    } catch (error) {
      this.#users -= 1;
      this.#handle = null;
      throw error;
    }
  }

  async release(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0 || this.#handle === null) return;
    const handle = this.#handle;
    this.#handle = null;
    await (await handle).close().catch(() => undefined);
  }

  async moveTo(path: string): Promise<void> {
    await rename(this.#path, path);
    this.#path = path;
  }

  /** Takes the name away; who reads now may go on reading. A file that is gone already is no error. */
  async remove(): Promise<void> {
    await unlink(this.#path).catch(() => undefined);
  }

  /** When it was last of use: the order in which a later run removes files. To the minute is good enough. */
  noteUse(nowMs: number): void {
    if (nowMs - this.#notedMs < NOTE_MS) return;
    this.#notedMs = nowMs;
    utimes(this.#path, nowMs / 1000, nowMs / 1000).catch(() => undefined);
  }
}

/** Writes all of `bytes`; a short write is gone on with. */
export async function writeFully(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

async function readFully(
  handle: FileHandle,
  buffer: Buffer,
  length: number,
  position: number,
): Promise<void> {
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) throw new Error("The cached file is shorter than it should be.");
    done += bytesRead;
  }
}

/** Part of one file: `[from, to)`, of which `sealedBytes` are on disk. */
export type SealedRange = Readonly<{ from: number; to: number; sealedBytes: number }>;

/** The same bytes as `readSealed`, when all their frames are in memory; else null. */
export function cachedPart(cache: FrameCache, seal: FileSeal, range: SealedRange): Uint8Array | null {
  const { to, firstFrame, endFrame } = extentOf(range);
  const frames: Buffer[] = [];
  for (let index = firstFrame; index < endFrame; index += 1) {
    const frame = cache.get(seal, index);
    if (frame === null) return null;
    frames.push(frame);
  }
  return partOf(frames, firstFrame, range.from, to);
}

/**
 * The bytes `[from, to)` out of sealed frames, all of them below `sealedBytes` (how much sound is on disk).
 * At most one block, never across a block's border. Throws when a frame does not open.
 * Who stops inside a frame comes back for the rest: that frame is kept, and the one after it.
 */
export async function readSealed(
  handle: FileHandle,
  seal: FileSeal,
  range: SealedRange,
  cache: FrameCache,
): Promise<Uint8Array> {
  const { to, firstFrame, endFrame } = extentOf(range);
  const stopsInside = to === range.to && to < Math.min(endFrame * FRAME_BYTES, range.sealedBytes);
  const ahead =
    stopsInside && endFrame % BLOCK_FRAMES !== 0 && endFrame * FRAME_BYTES < range.sealedBytes ? 1 : 0;
  const readEnd = endFrame + ahead;
  const plainEnd = Math.min(readEnd * FRAME_BYTES, range.sealedBytes);
  const sealedLength = plainEnd - firstFrame * FRAME_BYTES + (readEnd - firstFrame) * TAG_BYTES;
  const sealed = spareBuffers.pop() ?? Buffer.allocUnsafeSlow(BLOCK_FRAMES * SEALED_FRAME_BYTES);
  try {
    await readFully(handle, sealed, sealedLength, HEADER_BYTES + firstFrame * SEALED_FRAME_BYTES);
    const frames: Buffer[] = [];
    for (let index = firstFrame; index < readEnd; index += 1) {
      const at = (index - firstFrame) * SEALED_FRAME_BYTES;
      const end = Math.min(at + SEALED_FRAME_BYTES, sealedLength);
      const frame = seal.openFrame(index, sealed.subarray(at, end));
      frames.push(frame);
      if (stopsInside && index >= endFrame - 1) cache.put(seal, index, frame);
    }
    return partOf(frames, firstFrame, range.from, to);
  } finally {
    if (spareBuffers.length < MAX_SPARE_BUFFERS) spareBuffers.push(sealed);
  }
}

function extentOf({ from, to, sealedBytes }: SealedRange): {
  to: number;
  firstFrame: number;
  endFrame: number;
} {
  const blockEnd = (Math.floor(from / BLOCK_BYTES) + 1) * BLOCK_BYTES;
  const end = Math.min(to, sealedBytes, blockEnd);
  return { to: end, firstFrame: Math.floor(from / FRAME_BYTES), endFrame: Math.ceil(end / FRAME_BYTES) };
}

/** `[from, to)` out of opened frames, the first of which has the number `firstFrame`. */
function partOf(frames: readonly Buffer[], firstFrame: number, from: number, to: number): Uint8Array {
  const start = from - firstFrame * FRAME_BYTES;
  const length = to - from;
  const [first] = frames;
  if (first !== undefined && start + length <= first.length) return first.subarray(start, start + length);
  const plain = Buffer.allocUnsafeSlow(length);
  for (const [index, frame] of frames.entries()) {
    const frameStart = (firstFrame + index) * FRAME_BYTES;
    const skipped = Math.max(from - frameStart, 0);
    if (frameStart >= to) break;
    frame.copy(plain, frameStart + skipped - from, skipped, Math.min(to - frameStart, frame.length));
  }
  return plain;
}

/** The key and the description of a complete file. Throws when it is not one that this secret sealed under `name`. */
export async function openStored(
  file: SharedFile,
  secret: Uint8Array,
  name: string,
): Promise<{ seal: FileSeal; trailer: Trailer }> {
  const handle = await file.acquire();
  try {
    const { size } = await handle.stat();
    const part = async (position: number, length: number): Promise<Buffer> => {
      if (position < 0 || length > MAX_TRAILER_BYTES) throw new Error("The cached file is not whole.");
      const bytes = Buffer.alloc(length);
      await readFully(handle, bytes, length, position);
      return bytes;
    };
    const seal = sealFromHeader(secret, name, await part(0, HEADER_BYTES));
    if (seal === null) throw new Error("The cached file is not one of ours.");
    const trailerEnd = size - TRAILER_LENGTH_BYTES;
    const trailerBytes = (await part(trailerEnd, TRAILER_LENGTH_BYTES)).readUInt32BE();
    const trailer = seal.openTrailer(await part(trailerEnd - trailerBytes, trailerBytes));
    if (sealedBodyBytes(trailer.totalBytes) !== trailerEnd - trailerBytes) {
      throw new Error("The cached file is not whole.");
    }
    return { seal, trailer };
  } finally {
    await file.release();
  }
}
