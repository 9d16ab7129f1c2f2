/** Opened frames that will be asked for again soon, so that small ranges need neither disk nor cipher each time. */
import { type FileSeal, FRAME_BYTES } from "./spool-crypto";

/** Least recently used first; never more than `maxBytes`. Frames must not be written to: they are handed out as they are. */
export class FrameCache {
  readonly #maxFrames: number;
  readonly #frames = new Map<string, Buffer>();
  readonly #ids = new WeakMap<FileSeal, number>();
  #lastId = 0;

  constructor(maxBytes: number) {
    this.#maxFrames = Math.floor(maxBytes / FRAME_BYTES);
  }

  get(seal: FileSeal, index: number): Buffer | null {
    const key = this.#keyOf(seal, index);
    const frame = this.#frames.get(key);
    if (frame === undefined) return null;
    this.#frames.delete(key);
    this.#frames.set(key, frame);
    return frame;
  }

  put(seal: FileSeal, index: number, frame: Buffer): void {
    if (this.#maxFrames === 0) return;
    const key = this.#keyOf(seal, index);
    this.#frames.delete(key);
    this.#frames.set(key, frame);
    if (this.#frames.size <= this.#maxFrames) return;
    const [oldest] = this.#frames.keys();
    if (oldest !== undefined) this.#frames.delete(oldest);
  }

  /** Nothing of this file stays in memory. */
  forget(seal: FileSeal): void {
    const prefix = `${this.#idOf(seal)}:`;
    for (const key of this.#frames.keys()) if (key.startsWith(prefix)) this.#frames.delete(key);
  }

  get sizeBytes(): number {
    return [...this.#frames.values()].reduce((sum, frame) => sum + frame.length, 0);
  }

  #keyOf(seal: FileSeal, index: number): string {
    return `${this.#idOf(seal)}:${index}`;
  }

  #idOf(seal: FileSeal): number {
    const known = this.#ids.get(seal);
    if (known !== undefined) return known;
    this.#lastId += 1;
    this.#ids.set(seal, this.#lastId);
    return this.#lastId;
  }
}
