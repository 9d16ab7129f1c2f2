// @ts-check
/**
 * Opus packets into peaks, whatever container they came in. The decoder takes Ogg alone, so that is what it gets:
 * clean pages of our own making, without whatever is wrong with the file's.
 */
import { OggOpusDecoder } from "ogg-opus-decoder";
import { PeakAccumulator } from "./accumulator.mjs";
import {
  beginsWith,
  EMPTY_TAGS,
  HEAD_BYTES,
  MAX_PACKET_BYTES,
  MAX_SEGMENTS,
  MAX_SILENCE_SAMPLES,
  OPUS_RATE,
  packetSamples,
  segmentsOf,
} from "./opus-packets.mjs";
import { ReadingError } from "./reading-error.mjs";

/** Calls hold nothing above 8 kHz; decoding to more takes half as long again. */
const DECODED_RATE = 16_000;
const RATIO = OPUS_RATE / DECODED_RATE;
const MAX_CHANNELS = 8;
/** Packets given to the decoder at once, and kept back so that what a file's end says can still cut them. */
const BATCH_PACKETS = 150;
const KEPT_PACKETS = 50;
const SILENCE = new Float32Array(DECODED_RATE);
const CONTINUOUS = 0;
const BEGINNING = 2;
const CAPTURE = Buffer.from("OggS", "latin1");

/** One Opus stream on its way into peaks. */
export class OpusTrack {
  #decoder;
  #channels;
  #peaks;
  /** @type {Uint8Array[]} */
  #packets = [];
  #serial = 0;
  #position = 0;
  #silence = 0;
  #cut = 0;

  /**
   * @param {OggOpusDecoder} decoder @param {number} channels @param {PeakAccumulator} peaks
   * Use `OpusTrack.start`.
   */
  constructor(decoder, channels, peaks) {
    this.#decoder = decoder;
    this.#channels = channels;
    this.#peaks = peaks;
  }

  /**
   * `head`: the `OpusHead` packet. `before`: an earlier stream of the same file, whose peaks go on here.
   * @param {Uint8Array} head @param {import("./opus-packets.mjs").Track | null} before
   */
  static async start(head, before) {
    const channels = head[9] ?? 0;
    const version = head[8] ?? 0;
    if (head.length < HEAD_BYTES || !beginsWith(head, "OpusHead") || channels < 1) {
      throw new ReadingError("broken", "The Opus file's header makes no sense.");
    }
    if (version > 15 || channels > MAX_CHANNELS) {
      throw new ReadingError("unsupported", "This kind of Opus file can't be read.");
    }
    // Its type declaration lacks the rate that its documentation names.
    const options = { sampleRate: DECODED_RATE, forceStereo: false };
    const decoder = new OggOpusDecoder(options);
    await decoder.ready;
    const track = new OpusTrack(
      decoder,
      channels,
      before?.peaks ?? new PeakAccumulator(DECODED_RATE, channels),
    );
    await decoder.decode(CAPTURE.subarray(0, 1));
    await decoder.decode(track.#page([head], BEGINNING));
    await decoder.decode(track.#page([EMPTY_TAGS], CONTINUOUS));
    return track;
  }

  /** Where the next packet begins: samples at 48 kHz since the stream's start. */
  get position() {
    return this.#position;
  }

  get peaks() {
    return this.#peaks;
  }

  /** @param {Uint8Array} packet */
  async push(packet) {
    const samples = packetSamples(packet);
    if (samples === 0 || packet.length > MAX_PACKET_BYTES) return;
    this.#cut = 0;
    this.#position += samples;
    this.#packets.push(packet);
    if (this.#packets.length >= BATCH_PACKETS) await this.#decode(this.#packets.length - KEPT_PACKETS, 0);
  }

  /** Sound that is missing in the file: silence, so that what follows stays in its place. @param {number} samples */
  async skip(samples) {
    if (samples <= 0 || this.#silence + samples > MAX_SILENCE_SAMPLES) return;
    await this.#decode(this.#packets.length, 0);
    this.#silence += samples;
    this.#position += samples;
    for (let left = Math.round(samples / RATIO); left > 0; left -= SILENCE.length) {
      this.#peaks.add([SILENCE], Math.min(left, SILENCE.length), { stride: 1, offsetStep: 0, scale: 1 });
    }
  }

  /** So much of the end is padding, unless another packet follows. @param {number} samples at 48 kHz */
  cutEnd(samples) {
    this.#cut = Math.max(0, samples);
  }

  async end() {
    await this.#decode(this.#packets.length, Math.round(this.#cut / RATIO));
  }

  close() {
    this.#decoder.free();
  }

  /** @param {number} count @param {number} cut */
  async #decode(count, cut) {
    const packets = this.#packets.splice(0, count);
    const last = packets.length - 1;
    /** @type {Uint8Array[]} */
    let page = [];
    let segments = 0;
    for (const [index, packet] of packets.entries()) {
      page.push(packet);
      segments += segmentsOf(packet);
      const next = packets[index + 1];
      if (next !== undefined && segments + segmentsOf(next) <= MAX_SEGMENTS) continue;
      const { channelData, samplesDecoded } = await this.#decoder.decode(this.#page(page, CONTINUOUS));
      const kept = index === last ? samplesDecoded - cut : samplesDecoded;
      if (kept > 0) this.#peaks.add(channelData, kept, { stride: 1, offsetStep: 0, scale: 128 });
      page = [];
      segments = 0;
    }
  }

  /**
   * A page, from its second byte to the first byte of the next: the decoder holds a page back until something follows.
   * @param {readonly Uint8Array[]} packets @param {number} flags
   */
  #page(packets, flags) {
    const lacing = packets.flatMap((packet) => [
      ...Array.from({ length: segmentsOf(packet) - 1 }, () => 255),
      packet.length % 255,
    ]);
    const header = Buffer.alloc(27 + lacing.length);
    header.set(CAPTURE);
    header.writeUInt8(flags, 5);
    header.writeBigInt64LE(BigInt(this.#position), 6);
    header.writeUInt32LE(1, 14);
    header.writeUInt32LE(this.#serial, 18);
    header.writeUInt8(lacing.length, 26);
    header.set(lacing, 27);
    this.#serial += 1;
    return new Uint8Array(Buffer.concat([header.subarray(1), ...packets, CAPTURE.subarray(0, 1)]));
  }

  get channels() {
    return this.#channels;
  }
}
