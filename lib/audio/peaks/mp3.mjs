// @ts-check
/**
 * MP3 as it comes. We find the frames ourselves and give the decoder nothing else: garbage then costs a search and
 * not a decoder that goes astray, and a mono file is known for one (the decoder always gives two channels).
 */
import { MPEGDecoder } from "mpg123-decoder";
import { PeakAccumulator } from "./accumulator.mjs";
import { Mp3Scanner } from "./mp3-frames.mjs";
import { ReadingError } from "./reading-error.mjs";

/** Reads an MP3 file as it comes. */
export class Mp3Reader {
  #decoder;
  #scanner;
  /** @type {PeakAccumulator | null} */
  #peaks = null;

  constructor() {
    this.#decoder = new MPEGDecoder();
    this.#scanner = new Mp3Scanner((frames) => this.#decode(frames));
  }

  get ready() {
    return this.#decoder.ready;
  }

  /** @param {Uint8Array} bytes */
  push(bytes) {
    this.#scanner.push(bytes);
  }

  /** @param {Uint8Array} frames */
  #decode(frames) {
    const { channelData, samplesDecoded, sampleRate } = this.#decoder.decode(frames);
    if (samplesDecoded === 0 || this.#scanner.first === null) return;
    this.#peaks ??= new PeakAccumulator(sampleRate, this.#scanner.first.mono ? 1 : 2);
    this.#peaks.add(channelData, samplesDecoded, { stride: 1, offsetStep: 0, scale: 128 });
  }

  end() {
    this.#scanner.end();
    if (this.#peaks === null)
      throw new ReadingError("broken", "The MP3 file holds no sound that can be decoded.");
    return this.#peaks.peaks();
  }

  peaks() {
    return this.#peaks?.peaks() ?? null;
  }

  close() {
    this.#decoder.free();
  }
}
