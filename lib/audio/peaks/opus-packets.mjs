// @ts-check
/** What is written in Opus packets and headers (RFC 6716, RFC 7845), without decoding them. */

/** Positions inside Opus are counted at 48 kHz, whatever it is decoded to. */
export const OPUS_RATE = 48_000;
export const HEAD_BYTES = 19;
export const MAX_SEGMENTS = 255;
/** Nothing that is longer fits into one page. */
export const MAX_PACKET_BYTES = MAX_SEGMENTS * 255 - 1;
/** Silence that gaps in one file may come to; a position beyond it is a lie. */
export const MAX_SILENCE_SAMPLES = 12 * 3_600 * OPUS_RATE;
/** Comments that say nothing. */
export const EMPTY_TAGS = Buffer.from("OpusTags\0\0\0\0\0\0\0\0", "latin1");

/**
 * What a reader of a container hands its packets to: one stream. `position` is where the next packet begins, in samples
 * at 48 kHz since the stream's start; `skip` is sound that is missing; `cutEnd` says how much of the last packet is padding.
 * @typedef {{
 *   readonly position: number,
 *   readonly peaks: import("./accumulator.mjs").PeakAccumulator | null,
 *   push(packet: Uint8Array): Promise<void>,
 *   skip(samples: number): Promise<void>,
 *   cutEnd(samples: number): void,
 *   end(): Promise<void>,
 *   close(): void,
 * }} Track
 * @typedef {(head: Uint8Array, before: Track | null) => Promise<Track>} StartTrack
 */

/** Frames of 2.5 to 60 ms at 48 kHz, by the configuration in a packet's first byte (RFC 6716 §3.1). */
const SILK_SAMPLES = [480, 960, 1_920, 2_880];
const HYBRID_SAMPLES = [480, 960];
const CELT_SAMPLES = [120, 240, 480, 960];

/** Samples per channel at 48 kHz that a packet holds; 0 = it is no packet. @param {Uint8Array} packet */
export function packetSamples(packet) {
  const [first, second = 0] = packet;
  if (first === undefined) return 0;
  const configuration = first >> 3;
  const frameSamples =
    configuration < 12
      ? SILK_SAMPLES[configuration & 3]
      : configuration < 16
        ? HYBRID_SAMPLES[configuration & 1]
        : CELT_SAMPLES[configuration & 3];
  const code = first & 3;
  const frames = code === 0 ? 1 : code === 3 ? second & 63 : 2;
  const samples = (frameSamples ?? 0) * frames;
  return samples > 5_760 ? 0 : samples;
}

/** The `OpusHead` of a file that has none. @param {number} channels @param {number} preSkip */
export function opusHead(channels, preSkip) {
  const head = Buffer.alloc(HEAD_BYTES);
  head.write("OpusHead", 0, "latin1");
  head.writeUInt8(1, 8);
  head.writeUInt8(channels, 9);
  head.writeUInt16LE(preSkip, 10);
  head.writeUInt32LE(OPUS_RATE, 12);
  return head;
}

/** True when a packet begins with `name`. @param {Uint8Array} packet @param {string} name */
export function beginsWith(packet, name) {
  return (
    Buffer.from(packet.buffer, packet.byteOffset, packet.length).toString("latin1", 0, name.length) === name
  );
}

/** How many lacing values a packet takes in an Ogg page. @param {Uint8Array} packet */
export function segmentsOf(packet) {
  return Math.floor(packet.length / 255) + 1;
}
