// @ts-check
/** The frames of an MP3 file, found without decoding: a search where there is garbage, headers believed only in step. */
import { ReadingError } from "./reading-error.mjs";

const HEADER_BYTES = 4;
const ID3_HEADER_BYTES = 10;
/** How much that is no frame may come before the first one, or we take it that there is none. */
const MAX_SEARCH_BYTES = 1024 * 1024;
const MPEG_1 = 3;
const MPEG_2 = 2;
const MPEG_25 = 0;
const LAYER_3 = 1;
const MONO = 3;
/** Where Fraunhofer's encoder puts its table of a VBR file, in a first frame that holds no sound. */
const VBRI_AT = 36;
const KILOBITS_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KILOBITS_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const RATES = {
  [MPEG_1]: [44_100, 48_000, 32_000],
  [MPEG_2]: [22_050, 24_000, 16_000],
  [MPEG_25]: [11_025, 12_000, 8_000],
};

/** @typedef {{ bytes: number, sampleRate: number, mono: boolean, kind: number }} Frame */

/**
 * The Layer III frame whose header stands at `at`; null = there is none.
 * @param {Uint8Array} data @param {number} at @returns {Frame | null}
 */
export function frameAt(data, at) {
  const [b0 = 0, b1 = 0, b2 = 0, b3 = 0] = data.subarray(at, at + HEADER_BYTES);
  if (b0 !== 0xff || (b1 & 0xe0) !== 0xe0) return null;
  const version = (b1 >> 3) & 3;
  const rates = version === MPEG_1 || version === MPEG_2 || version === MPEG_25 ? RATES[version] : undefined;
  const sampleRate = rates?.[(b2 >> 2) & 3];
  const kilobits = (version === MPEG_1 ? KILOBITS_1 : KILOBITS_2)[b2 >> 4];
  if (((b1 >> 1) & 3) !== LAYER_3 || sampleRate === undefined || !kilobits || (b3 & 3) === 2) return null;
  const padding = (b2 >> 1) & 1;
  const bytes = Math.floor(((version === MPEG_1 ? 144 : 72) * kilobits * 1000) / sampleRate) + padding;
  return { bytes, sampleRate, mono: b3 >> 6 === MONO, kind: (b1 & 0xfe) | ((b2 & 0x0c) << 8) };
}

/**
 * Length of the ID3v2 tag at `at`; 0 = none.
 * @param {Uint8Array} data @param {number} at
 */
function id3Bytes(data, at) {
  const [i = 0, d = 0, three = 0, , , flags = 0, s3 = 0, s2 = 0, s1 = 0, s0 = 0] = data.subarray(
    at,
    at + ID3_HEADER_BYTES,
  );
  if (i !== 0x49 || d !== 0x44 || three !== 0x33 || (s3 | s2 | s1 | s0) & 0x80) return 0;
  const footer = flags & 0x10 ? ID3_HEADER_BYTES : 0;
  return ID3_HEADER_BYTES + footer + ((s3 << 21) | (s2 << 14) | (s1 << 7) | s0);
}

/**
 * Finds the frames of an MP3 file as it comes. `run` gets whole frames that follow one another, never anything else:
 * no tags, no garbage, no frame that is cut off, no table of a VBRI file.
 */
export class Mp3Scanner {
  #run;
  #held = new Uint8Array();
  #skip = 0;
  #searched = 0;
  #inStep = false;
  #cutOff = false;
  /** @type {Frame | null} */
  #first = null;

  /** @param {(frames: Uint8Array) => void} run */
  constructor(run) {
    this.#run = run;
  }

  /** The first frame of the file; all others are of its kind. */
  get first() {
    return this.#first;
  }

  /** @param {Uint8Array} bytes */
  push(bytes) {
    this.#scan(bytes, false);
  }

  /** The file ends here. Throws when it holds no frame. */
  end() {
    this.#scan(new Uint8Array(), true);
    if (this.#first !== null) return;
    if (this.#searched > 0 && !this.#cutOff) {
      throw new ReadingError("broken", "The file holds no sound that can be read.");
    }
    throw new ReadingError("truncated", "The MP3 file ends before its sound begins.");
  }

  /** @param {Uint8Array} bytes @param {boolean} last */
  #scan(bytes, last) {
    const data = this.#held.length === 0 ? bytes : joined(this.#held, bytes);
    let at = 0;
    let runStart = 0;
    const flush = () => {
      if (at > runStart) this.#run(data.subarray(runStart, at));
    };
    for (;;) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, data.length - at);
        this.#skip -= skipped;
        at += skipped;
        runStart = at;
        if (this.#skip > 0) break;
      }
      if (data.length - at < (last ? HEADER_BYTES : ID3_HEADER_BYTES)) break;
      const frame = this.#frame(data, at, last);
      if (frame === "more") break;
      if (frame !== null) {
        const isTable = this.#first === null && isVbri(data, at);
        this.#first ??= frame;
        this.#inStep = true;
        at += frame.bytes;
        if (isTable) runStart = at;
        continue;
      }
      flush();
      this.#inStep = false;
      this.#skip = id3Bytes(data, at) || this.#toNextSync(data, at);
      runStart = at;
    }
    flush();
    this.#held = data.slice(at);
  }

  /** How far it is to what may be a header. @param {Uint8Array} data @param {number} at */
  #toNextSync(data, at) {
    const next = data.indexOf(0xff, at + 1);
    const distance = (next === -1 ? data.length : next) - at;
    if (this.#first === null) this.#searched += distance;
    if (this.#searched > MAX_SEARCH_BYTES)
      throw new ReadingError("broken", "The file holds no sound that can be read.");
    return distance;
  }

  /**
   * The frame at `at`. One that follows no other is believed only when the next one bears it out.
   * @param {Uint8Array} data @param {number} at @param {boolean} last @returns {Frame | null | "more"}
   */
  #frame(data, at, last) {
    const frame = frameAt(data, at);
    if (frame === null || (this.#first !== null && frame.kind !== this.#first.kind)) return null;
    const end = at + frame.bytes;
    if (end + HEADER_BYTES > data.length) {
      if (!last) return "more";
      this.#cutOff = end > data.length;
      return this.#cutOff ? null : frame;
    }
    const next = frameAt(data, end);
    return this.#inStep || next?.kind === frame.kind || isTag(data, end) ? frame : null;
  }
}

/** The decoder knows the tables of other encoders and leaves them out; this one it would play. @param {Uint8Array} data @param {number} at */
function isVbri(data, at) {
  return String.fromCharCode(...data.subarray(at + VBRI_AT, at + VBRI_AT + 4)) === "VBRI";
}

/** A tag at the end of a file: ID3v1, APE, or ID3v2. @param {Uint8Array} data @param {number} at */
function isTag(data, at) {
  const name = String.fromCharCode(...data.subarray(at, at + 3));
  return name === "TAG" || name === "APE" || name === "ID3";
}

/** @param {Uint8Array} one @param {Uint8Array} other */
function joined(one, other) {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
