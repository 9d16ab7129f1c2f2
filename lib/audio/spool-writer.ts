import type { FileHandle } from "node:fs/promises";
import { type FileSeal, FRAME_BYTES, type Trailer } from "./spool-crypto";
import { writeFully } from "./spool-file";

/** Puts arriving bytes on disk frame by frame; the frame being filled stays in memory and can be read there. */
export class SpoolWriter {
  readonly #handle: FileHandle;
  readonly #seal: FileSeal;
  readonly #frame = Buffer.allocUnsafeSlow(FRAME_BYTES);
  #filled = 0;
  #sealedBytes = 0;
  #diskBytes = 0;

  constructor(handle: FileHandle, seal: FileSeal) {
    this.#handle = handle;
    this.#seal = seal;
  }

  async writeHeader(): Promise<void> {
    await this.#write(this.#seal.header);
  }

  get sealedBytes(): number {
    return this.#sealedBytes;
  }

  get diskBytes(): number {
    return this.#diskBytes;
  }

  /** Copies as much of `chunk` as fits into the frame; the answer is how much. Visible to `tail` at once. */
  put(chunk: Uint8Array): number {
    const piece = chunk.subarray(0, FRAME_BYTES - this.#filled);
    this.#frame.set(piece, this.#filled);
    this.#filled += piece.length;
    return piece.length;
  }

  get full(): boolean {
    return this.#filled === FRAME_BYTES;
  }

  /** A copy of `[from, to)`, for `from` at or beyond `sealedBytes`. */
  tail(from: number, to: number): Uint8Array {
    return Uint8Array.from(this.#frame.subarray(from - this.#sealedBytes, to - this.#sealedBytes));
  }

  /** Seals the frame as it is. Only the last one may be less than full. */
  async sealFrame(): Promise<void> {
    const filled = this.#filled;
    if (filled === 0) return;
    const index = this.#sealedBytes / FRAME_BYTES;
    await this.#write(this.#seal.sealFrame(index, this.#frame.subarray(0, filled)));
    this.#sealedBytes += filled;
    this.#filled = 0;
  }

  async writeTrailer(trailer: Trailer): Promise<void> {
    await this.#write(this.#seal.sealTrailer(trailer));
  }

  async #write(bytes: Uint8Array): Promise<void> {
    await writeFully(this.#handle, bytes, this.#diskBytes);
    this.#diskBytes += bytes.length;
  }
}
