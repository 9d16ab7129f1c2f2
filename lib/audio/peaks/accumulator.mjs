// @ts-check
/** Turns samples into peaks with flat memory, whatever the length: when its pixels run out, it joins them in pairs. */

/** No file's peaks take more; a stereo call of 12 minutes still has 50 pixels a second, one of an hour 10. */
export const MAX_PEAK_BYTES = 150_000;
const HEADER_BYTES = 24;
const FINEST_PIXELS_PER_SECOND = 50;
/** Kept while reading, so that the last joining can choose any factor, not only a power of two. */
const FINE_PIXELS = 262_144;
/** -64 dBFS. A codec's own unrest stays below it (A-law's quietest code is -72), a telephone line's does not. */
const FAINT = 0.08;

/** @typedef {{ sampleRate: number, samplesPerPixel: number, channels: number, samples: number, pairs: Int8Array<ArrayBuffer> }} RawPeaks */

export class PeakAccumulator {
  #sampleRate;
  #channels;
  #samplesPerPixel;
  #samples = 0;
  #filled = 0;
  #pixels = 0;
  /** Least and greatest of the pixel being filled, per channel. */
  #open;
  #pairs;

  /** @param {number} sampleRate @param {number} channels */
  constructor(sampleRate, channels) {
    this.#sampleRate = sampleRate;
    this.#channels = channels;
    this.#samplesPerPixel = Math.max(1, Math.round(sampleRate / FINEST_PIXELS_PER_SECOND));
    this.#open = new Float64Array(channels * 2);
    this.#pairs = new Int8Array(4096 * channels * 2);
    this.#clear();
  }

  #clear() {
    for (let at = 0; at < this.#open.length; at += 2) {
      this.#open[at] = Number.POSITIVE_INFINITY;
      this.#open[at + 1] = Number.NEGATIVE_INFINITY;
    }
    this.#filled = 0;
  }

  /**
   * `count` samples of each channel. Channel c's sample i is `sources[c][c * offsetStep + i * stride] * scale`,
   * where ±128 is full scale.
   * @param {readonly (Float32Array | Int16Array)[]} sources @param {number} count
   * @param {{ stride: number, offsetStep: number, scale: number }} layout
   */
  add(sources, count, { stride, offsetStep, scale }) {
    for (let done = 0; done < count; ) {
      const piece = Math.min(count - done, this.#samplesPerPixel - this.#filled);
      for (let channel = 0; channel < this.#channels; channel += 1) {
        const source = sources[channel] ?? sources[0];
        if (source === undefined) continue;
        let least = this.#open[channel * 2] ?? 0;
        let greatest = this.#open[channel * 2 + 1] ?? 0;
        const start = channel * offsetStep + done * stride;
        const end = start + piece * stride;
        for (let at = start; at < end; at += stride) {
          const value = /** @type {number} */ (source[at]) * scale;
          if (value < least) least = value;
          if (value > greatest) greatest = value;
        }
        this.#open[channel * 2] = least;
        this.#open[channel * 2 + 1] = greatest;
      }
      done += piece;
      this.#filled += piece;
      this.#samples += piece;
      if (this.#filled === this.#samplesPerPixel) this.#closePixel();
    }
  }

  #closePixel() {
    const width = this.#channels * 2;
    if ((this.#pixels + 1) * width > this.#pairs.length) {
      const larger = new Int8Array(this.#pairs.length * 2);
      larger.set(this.#pairs);
      this.#pairs = larger;
    }
    for (let at = 0; at < width; at += 1)
      this.#pairs[this.#pixels * width + at] = eightBit(this.#open[at] ?? 0);
    this.#pixels += 1;
    this.#clear();
    if (this.#pixels < FINE_PIXELS) return;
    this.#pairs.set(join(this.#pairs, this.#pixels, this.#channels, 2));
    this.#pixels /= 2;
    this.#samplesPerPixel *= 2;
  }

  /** The peaks so far. May be asked at any time and does not disturb. @returns {RawPeaks} */
  peaks() {
    const width = this.#channels * 2;
    const started = this.#filled > 0 ? 1 : 0;
    const all = new Int8Array((this.#pixels + started) * width);
    all.set(this.#pairs.subarray(0, this.#pixels * width));
    for (let at = 0; at < started * width; at += 1)
      all[this.#pixels * width + at] = eightBit(this.#open[at] ?? 0);
    const pixels = this.#pixels + started;
    const most = Math.max(1, Math.floor((MAX_PEAK_BYTES - HEADER_BYTES) / width));
    const factor = Math.max(1, Math.ceil(pixels / most));
    return {
      sampleRate: this.#sampleRate,
      samplesPerPixel: this.#samplesPerPixel * factor,
      channels: this.#channels,
      samples: this.#samples,
      pairs: join(all, pixels, this.#channels, factor),
    };
  }

  get samples() {
    return this.#samples;
  }
}

/**
 * Towards zero, as audiowaveform does, but for what is fainter than one step: that is 1 or -1 as long as it can be noise of
 * a line (above -64 dBFS), so that 0 alone is digital silence. What was paused can then be told from who merely listens.
 * @param {number} value
 */
function eightBit(value) {
  if (value > -1 && value < 1) return value >= FAINT ? 1 : value <= -FAINT ? -1 : 0;
  return Math.max(-128, Math.min(127, Math.trunc(value)));
}

/**
 * Every `factor` pixels as one.
 * @param {Int8Array} pairs @param {number} pixels @param {number} channels @param {number} factor
 */
function join(pairs, pixels, channels, factor) {
  const width = channels * 2;
  const joined = new Int8Array(Math.ceil(pixels / factor) * width);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const into = Math.floor(pixel / factor) * width;
    const first = pixel % factor === 0;
    for (let at = 0; at < width; at += 1) {
      const value = pairs[pixel * width + at] ?? 0;
      const held = joined[into + at] ?? 0;
      const better = at % 2 === 0 ? value < held : value > held;
      if (first || better) joined[into + at] = value;
    }
  }
  return joined;
}
