/**
 * MP3, cut to the frame. A frame's sound data may begin in the bytes of frames before it (the "bit reservoir"), so frames
 * can't just be copied: each byte of the cut is zero unless it belongs to the sound data of a frame inside the segment.
 */
import { Mp3Scanner } from "../peaks/mp3-frames.mjs";
import type { ClipSpan, Cutter, NewCutter } from "./clip-types";
import { type Info, infoFrame, readInfo } from "./mp3-info";
import { HEADER_BYTES, type Layout, layoutAt, silenced, silentFrame } from "./mp3-layer";

/**
 * A frame is heard beyond its own end: half of its window lies over the next granule, and the filter bank rings out.
 * All of that has to lie inside the segment.
 */
const SPILL_SAMPLES = 576 + 481;

/** A frame that waits until no later one can have sound data in it. */
type Held = Readonly<{
  /** As it will be sent: the sound data still zero. */
  out: Buffer;
  headBytes: number;
  /** Its part of the stream of sound data, as the file has it, and where in the stream that begins. */
  part: Uint8Array;
  partAt: number;
}>;

class Mp3Cutter implements Cutter {
  readonly mimeType = "audio/mpeg";
  readonly #span: ClipSpan;
  readonly #totalBytes: () => number | null;
  readonly #scanner = new Mp3Scanner((frames) => this.#run(frames));
  #ready: Uint8Array[] = [];
  #held: Held[] = [];
  #info: Info | null = null;
  #sawFirst = false;
  /** Frames of sound so far, and their bytes. */
  #frames = 0;
  #frameBytes = 0;
  #isPast = false;
  /** Where the next frame's part begins in the stream of sound data, and what came last before that. */
  #partAt = 0;
  #before: Uint8Array = new Uint8Array();
  /** Up to here the stream belongs to frames outside. */
  #outsideEnd = 0;
  /** Silent frames behind the last one, in which it is heard to its end; null = nothing has begun. */
  #tail: readonly Buffer[] | null = null;

  constructor(span: ClipSpan, totalBytes: () => number | null) {
    this.#span = span;
    this.#totalBytes = totalBytes;
  }

  push(bytes: Uint8Array): void {
    this.#scanner.push(bytes);
  }

  isPast(): boolean {
    return this.#isPast;
  }

  end(): void {
    if (!this.#isPast) this.#scanner.end();
    this.#release(Number.POSITIVE_INFINITY);
    this.#ready.push(...(this.#tail ?? []));
  }

  drain(): Uint8Array {
    return Buffer.concat(this.#ready.splice(0));
  }

  #run(frames: Uint8Array): void {
    for (let at = 0; !this.#isPast; ) {
      const layout = layoutAt(frames, at);
      if (layout === null) return;
      this.#frame(frames.subarray(at, at + layout.bytes), layout);
      at += layout.bytes;
    }
  }

  #frame(frame: Uint8Array, layout: Layout): void {
    if (!this.#sawFirst) {
      this.#sawFirst = true;
      this.#info = readInfo(frame, layout);
      if (this.#info !== null) return;
    }
    const startSamples = this.#frames * layout.samples - (this.#info?.skipSamples ?? 0);
    const endSamples = startSamples + layout.samples + SPILL_SAMPLES;
    const { startMs, endMs } = this.#span;
    if (endMs !== null && endSamples > (endMs * layout.sampleRate) / 1000) {
      this.#isPast = true;
      return;
    }
    const part = frame.subarray(layout.headBytes);
    // Nothing lies before 0 that would have to stay out.
    const isBefore = startMs > 0 && startSamples < (startMs * layout.sampleRate) / 1000;
    if (isBefore) this.#passBy(part, layout);
    else this.#keep(frame, part, layout);
    this.#frames += 1;
    this.#frameBytes += frame.length;
    this.#partAt += part.length;
  }

  /** A frame before the segment: of use only for what frames inside have in its bytes. */
  #passBy(part: Uint8Array, layout: Layout): void {
    const soundAt = this.#partAt - layout.backBytes;
    const partEnd = this.#partAt + part.length;
    const soundEnd = soundAt + layout.soundBytes;
    // One that can't be true may hold sound anywhere in its bytes.
    const isBroken = soundAt < 0 || soundEnd > partEnd;
    this.#outsideEnd = Math.max(this.#outsideEnd, isBroken ? partEnd : soundEnd);
    this.#before = Buffer.concat([this.#before, part]).subarray(-layout.mostBackBytes);
  }

  #keep(frame: Uint8Array, part: Uint8Array, layout: Layout): void {
    if (this.#tail === null) this.#begin(frame, layout);
    const soundAt = this.#partAt - layout.backBytes;
    const soundEnd = soundAt + layout.soundBytes;
    const isBroken = soundAt < this.#outsideEnd || soundEnd > this.#partAt + part.length;
    const out = silenced(frame, layout);
    if (!isBroken) out.set(frame.subarray(0, layout.headBytes));
    this.#held.push({ out, headBytes: layout.headBytes, part, partAt: this.#partAt });
    if (!isBroken) this.#copy(soundAt, soundEnd);
    this.#release(this.#partAt + part.length - layout.mostBackBytes);
  }

  /** Table, and a silent frame whose bytes are those before the first frame that is kept. */
  #begin(frame: Uint8Array, layout: Layout): void {
    const { samples, sampleRate, sideBytes, mostBackBytes } = layout;
    const { endMs } = this.#span;
    const { frames = null, skipSamples = 0, cutSamples = 0 } = this.#info ?? {};
    const framesLeft = frames === null || frames <= this.#frames ? null : frames - this.#frames;
    const mostFrames =
      endMs === null
        ? null
        : Math.floor(((endMs * sampleRate) / 1000 + skipSamples - SPILL_SAMPLES) / samples) - this.#frames;
    const isToTheEnd = mostFrames === null || (framesLeft !== null && mostFrames >= framesLeft);

    const tailFrames = isToTheEnd ? 0 : Math.ceil(SPILL_SAMPLES / samples);
    const kept = isToTheEnd ? (framesLeft ?? this.#guessFramesLeft(layout)) : mostFrames;
    const info = infoFrame(frame, layout, {
      frames: kept === null ? null : 1 + kept + tailFrames,
      skipSamples: samples + Math.max(0, skipSamples - this.#frames * samples),
      cutSamples: isToTheEnd ? cutSamples : tailFrames * samples - SPILL_SAMPLES,
    });
    this.#tail = Array.from({ length: tailFrames }, () => silentFrame(frame, layout, 0));

    const out = silentFrame(frame, layout, mostBackBytes);
    const headBytes = HEADER_BYTES + sideBytes;
    const room = out.length - headBytes;
    const part = Buffer.concat([new Uint8Array(room - this.#before.length), this.#before]);
    this.#ready.push(info);
    this.#held.push({ out, headBytes, part, partAt: this.#partAt - room });
  }

  /**
   * How many frames are to come, this one included, where the file does not say. Decoders leave out what lies in front only
   * when they are told a number; what they show as the length is off by as much as this is.
   */
  #guessFramesLeft({ bytes }: Layout): number | null {
    const totalBytes = this.#totalBytes();
    if (totalBytes === null) return null;
    const meanBytes = (this.#frameBytes + bytes) / (this.#frames + 1);
    return Math.max(1, Math.ceil((totalBytes - this.#frameBytes) / meanBytes));
  }

  /** The bytes `[from, to)` of the stream belong to a frame inside. */
  #copy(from: number, to: number): void {
    for (const { out, headBytes, part, partAt } of this.#held) {
      const [first, end] = [Math.max(from - partAt, 0), Math.min(to - partAt, part.length)];
      if (end > first) out.set(part.subarray(first, end), headBytes + first);
    }
  }

  /** Frames that end before `partAt`: nothing that comes has sound data in them. */
  #release(partAt: number): void {
    const stays = this.#held.findIndex((held) => held.partAt + held.part.length > partAt);
    const released = this.#held.splice(0, stays === -1 ? this.#held.length : stays);
    this.#ready.push(...released.map(({ out }) => out));
  }
}

/** The span is in the time that players show: without what the file's table says is padding. */
export const mp3Cutter: NewCutter = (span, totalBytes) => new Mp3Cutter(span, totalBytes);
