// @ts-check
/**
 * WAV as call recorders write it: PCM of 8, 16, 24 and 32 bit, float, A-law and mu-law, with sizes that are zero,
 * too large or "unknown" because the recorder never came back to mend its header. A size that can be true is believed.
 */
import { PeakAccumulator } from "./accumulator.mjs";
import { ReadingError } from "./reading-error.mjs";

export const PCM = 1;
const FLOAT = 3;
const A_LAW = 6;
const MU_LAW = 7;
export const EXTENSIBLE = 0xfffe;
export const UNKNOWN_SIZE = 0xffff_ffff;
export const CHUNK_HEADER_BYTES = 8;
export const MAX_FORMAT_BYTES = 4_096;
const MAX_CHANNELS = 8;

/** @param {number} code */
function aLaw(code) {
  const bits = code ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 15) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}

/** @param {number} code */
function muLaw(code) {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
  return bits & 0x80 ? -magnitude : magnitude;
}

const A_LAW_TABLE = Int16Array.from({ length: 256 }, (_, code) => aLaw(code));
const MU_LAW_TABLE = Int16Array.from({ length: 256 }, (_, code) => muLaw(code));

/** @typedef {(bytes: Buffer, count: number) => Int16Array} ToSamples */

/** @param {number} bytesPerSample @param {(bytes: Buffer, at: number) => number} read @returns {ToSamples} */
function each(bytesPerSample, read) {
  return (bytes, count) => {
    const samples = new Int16Array(count);
    for (let index = 0; index < count; index += 1) samples[index] = read(bytes, index * bytesPerSample);
    return samples;
  };
}

/** @type {ToSamples} */
function sixteenBit(bytes, count) {
  if (bytes.byteOffset % 2 === 0) return new Int16Array(bytes.buffer, bytes.byteOffset, count);
  return new Int16Array(Uint8Array.from(bytes.subarray(0, count * 2)).buffer);
}

/** Samples of any kind as 16 bit. @param {number} format @param {number} bits @returns {ToSamples | null} */
function converter(format, bits) {
  if (format === A_LAW && bits === 8) return each(1, (bytes, at) => A_LAW_TABLE[bytes[at] ?? 0] ?? 0);
  if (format === MU_LAW && bits === 8) return each(1, (bytes, at) => MU_LAW_TABLE[bytes[at] ?? 0] ?? 0);
  if (format === FLOAT && bits === 32) {
    return each(4, (bytes, at) => Math.max(-1, Math.min(1, bytes.readFloatLE(at))) * 32_767);
  }
  if (format === FLOAT && bits === 64) {
    return each(8, (bytes, at) => Math.max(-1, Math.min(1, bytes.readDoubleLE(at))) * 32_767);
  }
  if (format !== PCM) return null;
  if (bits === 8) return each(1, (bytes, at) => ((bytes[at] ?? 128) - 128) << 8);
  if (bits === 16) return sixteenBit;
  if (bits === 24) return each(3, (bytes, at) => bytes.readInt16LE(at + 1));
  if (bits === 32) return each(4, (bytes, at) => bytes.readInt16LE(at + 2));
  return null;
}

/** @typedef {{ toSamples: ToSamples, channels: number, blockBytes: number, sampleRate: number }} Format */

/** What a `fmt ` chunk says. Throws ReadingError. @param {Buffer} chunk @returns {Format} */
export function readFormat(chunk) {
  if (chunk.length < 16) throw new ReadingError("broken", "The WAV file's format is cut off.");
  const tag = chunk.readUInt16LE(0);
  const format = tag === EXTENSIBLE && chunk.length >= 26 ? chunk.readUInt16LE(24) : tag;
  const channels = chunk.readUInt16LE(2);
  const sampleRate = chunk.readUInt32LE(4);
  const bits = chunk.readUInt16LE(14);
  const toSamples = converter(format, bits);
  if (toSamples === null) throw new ReadingError("unsupported", "This kind of WAV file can't be read.");
  if (channels < 1 || channels > MAX_CHANNELS || sampleRate < 1_000 || sampleRate > 384_000) {
    throw new ReadingError("broken", "The WAV file's format makes no sense.");
  }
  return { toSamples, channels, blockBytes: (channels * bits) / 8, sampleRate };
}

/** Reads a WAV file as it comes. */
export class WavReader {
  /** @type {Buffer} */
  #held = Buffer.alloc(0);
  /** @type {Format | null} */
  #format = null;
  /** @type {PeakAccumulator | null} */
  #peaks = null;
  /** What is left of the chunk being read; Infinity = to the end of the file. */
  #left = 0;
  /** A chunk of odd size is followed by one byte more. */
  #padding = 0;
  /** @type {"start" | "chunks" | "skip" | "data"} */
  #state = "start";

  /** @param {Uint8Array} bytes */
  push(bytes) {
    const arrived = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const all = this.#held.length === 0 ? arrived : Buffer.concat([this.#held, arrived]);
    let at = 0;
    for (let used = -1; used !== 0; at += used) used = this.#step(all.subarray(at));
    this.#held = Buffer.from(all.subarray(at));
  }

  /** How many bytes were used; 0 = more are needed. @param {Buffer} bytes @returns {number} */
  #step(bytes) {
    if (this.#state === "start") {
      if (bytes.length < 12) return 0;
      this.#state = "chunks";
      return 12;
    }
    if (this.#state === "chunks") return this.#chunkHeader(bytes);
    return this.#state === "skip" ? this.#skip(bytes) : this.#data(bytes);
  }

  /** @param {Buffer} bytes */
  #chunkHeader(bytes) {
    if (bytes.length < CHUNK_HEADER_BYTES) return 0;
    const name = bytes.toString("latin1", 0, 4);
    const size = bytes.readUInt32LE(4);
    if (name === "data") {
      if (this.#format === null)
        throw new ReadingError("broken", "The WAV file does not say how to read it.");
      this.#peaks ??= new PeakAccumulator(this.#format.sampleRate, this.#format.channels);
      this.#state = "data";
      this.#left = size === 0 || size === UNKNOWN_SIZE ? Number.POSITIVE_INFINITY : size;
      this.#padding = size % 2;
      return CHUNK_HEADER_BYTES;
    }
    if (name === "fmt " && this.#format === null) {
      if (size > MAX_FORMAT_BYTES) throw new ReadingError("broken", "The WAV file's format makes no sense.");
      if (bytes.length < CHUNK_HEADER_BYTES + size) return 0;
      this.#format = readFormat(bytes.subarray(CHUNK_HEADER_BYTES, CHUNK_HEADER_BYTES + size));
    }
    this.#state = "skip";
    this.#left = size + (size % 2);
    return CHUNK_HEADER_BYTES;
  }

  /** @param {Buffer} bytes */
  #skip(bytes) {
    const used = Math.min(bytes.length, this.#left);
    this.#left -= used;
    if (this.#left > 0) return used;
    this.#state = "chunks";
    // An empty chunk uses nothing more, and that would read as "more bytes are needed".
    return used === 0 ? this.#chunkHeader(bytes) : used;
  }

  /** @param {Buffer} bytes */
  #data(bytes) {
    const format = this.#format;
    if (format === null || this.#peaks === null) return 0;
    const blocks = Math.floor(Math.min(bytes.length, this.#left) / format.blockBytes);
    if (blocks === 0) {
      if (this.#left >= format.blockBytes) return 0;
      this.#state = "skip";
      this.#left += this.#padding;
      return this.#skip(bytes);
    }
    const used = blocks * format.blockBytes;
    const samples = format.toSamples(bytes.subarray(0, used), blocks * format.channels);
    const sources = Array.from({ length: format.channels }, () => samples);
    this.#peaks.add(sources, blocks, { stride: format.channels, offsetStep: 1, scale: 1 / 256 });
    this.#left -= used;
    return used;
  }

  end() {
    if (this.#peaks === null)
      throw new ReadingError("truncated", "The WAV file ends before its sound begins.");
    if (this.#peaks.samples === 0) throw new ReadingError("empty", "The WAV file holds no sound.");
    return this.#peaks.peaks();
  }

  peaks() {
    return this.#peaks === null || this.#peaks.samples === 0 ? null : this.#peaks.peaks();
  }

  close() {
    this.#held = Buffer.alloc(0);
  }
}
