import { SourceError } from "../source";
import type { ByteSource } from "./byte-source";
import type { SampleSource } from "./samples";

const HEADER_BYTES = 44;
const FRAME_BYTES = 4;
const MOST_FRAMES_PER_PIECE = 16_384;
const UNKNOWN_SIZE = 0xffff_ffff;

/**
 * Two channels as one stereo WAV of 16 bit, made while they arrive: no more is fetched or held than is read. The shorter
 * one is followed by silence. The header tells the length only when both are known; else it says "unknown", as streamed
 * files do. Throws SourceError when their sample rates differ.
 */
export function joinStereo(left: SampleSource, right: SampleSource): ByteSource {
  if (left.sampleRate !== right.sampleRate) {
    throw new SourceError("internal", "The two channels of this recording do not fit together.");
  }
  const lanes = [new Lane(left), new Lane(right)] as const;
  const totalFrames = longerOf(left.totalFrames, right.totalFrames);
  const totalBytes = totalFrames === null ? null : HEADER_BYTES + totalFrames * FRAME_BYTES;
  let isHeaderSent = false;
  let sentFrames = 0;

  function cancel(): void {
    for (const lane of lanes) lane.cancel();
  }

  return {
    totalBytes,
    cancel,
    async read() {
      if (!isHeaderSent) {
        isHeaderSent = true;
        return headerOf(left.sampleRate, totalFrames);
      }
      await Promise.all(lanes.map((lane) => lane.fill()));
      const promised = totalFrames === null ? Number.POSITIVE_INFINITY : totalFrames - sentFrames;
      const frames = Math.min(promised, framesNow(lanes, promised), MOST_FRAMES_PER_PIECE);
      if (frames === 0) {
        cancel();
        return null;
      }
      sentFrames += frames;
      return interleaved(lanes[0].take(frames), lanes[1].take(frames), frames);
    },
  };
}

/** Null when either is not known. */
function longerOf(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : Math.max(left, right);
}

/** As many as both have; what one has when the other has ended; silence up to what was promised when both have. */
function framesNow([left, right]: readonly [Lane, Lane], promised: number): number {
  if (left.isOver && right.isOver) return Number.isFinite(promised) ? promised : 0;
  if (left.isOver) return right.held;
  return right.isOver ? left.held : Math.min(left.held, right.held);
}

/** One channel, with the samples that the other one has not caught up with. */
class Lane {
  readonly #source: SampleSource;
  #samples: Int16Array = new Int16Array(0);
  #hasEnded = false;

  constructor(source: SampleSource) {
    this.#source = source;
  }

  get held(): number {
    return this.#samples.length;
  }

  get isOver(): boolean {
    return this.#hasEnded && this.#samples.length === 0;
  }

  /** Asks for more only when there is nothing left. */
  async fill(): Promise<void> {
    if (this.#hasEnded || this.#samples.length > 0) return;
    const more = await this.#source.read();
    if (more === null) this.#hasEnded = true;
    else this.#samples = more;
  }

  take(frames: number): Int16Array {
    const taken = this.#samples.subarray(0, frames);
    this.#samples = this.#samples.subarray(taken.length);
    return taken;
  }

  cancel(): void {
    this.#source.cancel();
  }
}

function interleaved(left: Int16Array, right: Int16Array, frames: number): Uint8Array {
  const bytes = new Uint8Array(frames * FRAME_BYTES);
  const view = new DataView(bytes.buffer);
  for (let frame = 0; frame < frames; frame += 1) {
    view.setInt16(frame * FRAME_BYTES, left[frame] ?? 0, true);
    view.setInt16(frame * FRAME_BYTES + 2, right[frame] ?? 0, true);
  }
  return bytes;
}

function headerOf(sampleRate: number, totalFrames: number | null): Uint8Array {
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  const put = (at: number, word: string) => header.set(new TextEncoder().encode(word), at);
  const dataBytes = totalFrames === null ? UNKNOWN_SIZE : Math.min(UNKNOWN_SIZE, totalFrames * FRAME_BYTES);
  put(0, "RIFF");
  view.setUint32(4, Math.min(UNKNOWN_SIZE, dataBytes + HEADER_BYTES - 8), true);
  put(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 2, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * FRAME_BYTES, true);
  view.setUint16(32, FRAME_BYTES, true);
  view.setUint16(34, 16, true);
  put(36, "data");
  view.setUint32(40, dataBytes, true);
  return header;
}
