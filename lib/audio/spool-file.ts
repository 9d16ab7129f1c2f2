import { type FileHandle, open, rename, unlink } from "node:fs/promises";
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

/** Frames read at once: answers go out in pieces of 256 KiB. */
export const BLOCK_FRAMES = 4;
export const BLOCK_BYTES = BLOCK_FRAMES * FRAME_BYTES;

const MAX_SPARE_BUFFERS = 32;
/** Buffers for sealed bytes, used again: hundreds of listeners would otherwise make garbage at the speed they read. */
const spareBuffers: Buffer[] = [];

/** One file on disk with one descriptor, however many read it; closed when the last user has let go. */
export class SharedFile {
  #path: string;
  #users = 0;
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

  get path(): string {
    return this.#path;
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

/**
 * The bytes `[from, to)` out of sealed frames, all of them below `sealedBytes` (how much sound is on disk).
 * At most one block, never across a block's border. Throws when a frame does not open.
 */
export async function readSealed(
  handle: FileHandle,
  seal: FileSeal,
  range: { from: number; to: number; sealedBytes: number },
): Promise<Uint8Array> {
  const firstFrame = Math.floor(range.from / FRAME_BYTES);
  const blockEnd = (Math.floor(range.from / BLOCK_BYTES) + 1) * BLOCK_BYTES;
  const to = Math.min(range.to, range.sealedBytes, blockEnd);
  const endFrame = Math.ceil(to / FRAME_BYTES);
  const plainEnd = Math.min(endFrame * FRAME_BYTES, range.sealedBytes);
  const sealedLength = plainEnd - firstFrame * FRAME_BYTES + (endFrame - firstFrame) * TAG_BYTES;
  const sealed = spareBuffers.pop() ?? Buffer.allocUnsafeSlow(BLOCK_FRAMES * SEALED_FRAME_BYTES);
  try {
    await readFully(handle, sealed, sealedLength, HEADER_BYTES + firstFrame * SEALED_FRAME_BYTES);
    const plain = Buffer.allocUnsafeSlow(to - range.from);
    for (let frame = firstFrame; frame < endFrame; frame += 1) {
      const at = (frame - firstFrame) * SEALED_FRAME_BYTES;
      const opened = seal.openFrame(
        frame,
        sealed.subarray(at, Math.min(at + SEALED_FRAME_BYTES, sealedLength)),
      );
      const frameStart = frame * FRAME_BYTES;
      const start = Math.max(range.from - frameStart, 0);
      opened.copy(plain, frameStart + start - range.from, start, Math.min(to - frameStart, opened.length));
    }
    return plain;
  } finally {
    if (spareBuffers.length < MAX_SPARE_BUFFERS) spareBuffers.push(sealed);
  }
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
