/**
 * One channel of a stereo MP3 frame as a frame of its own, without decoding: in plain stereo the channels stand one
 * after the other, each with its own side information (ISO 13818-3, layer III at low sampling rates: 8 bits of
 * main_data_begin, 1 or 2 private bits, then 63 bits per channel).
 */

const HEADER_BYTES = 4;
const CHANNEL_INFO_BITS = 63;
const STEREO_INFO_BYTES = 17;
const MONO_INFO_BYTES = 9;
/** Bits of a channel's main data: the first field of its side information. */
const LENGTH_BITS = 12;
const MODE_MASK = 0xc0;
const MODE_MONO = 0xc0;

class Bits {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  read(): number {
    const bit = ((this.#bytes[this.#at >> 3] ?? 0) >> (7 - (this.#at & 7))) & 1;
    this.#at += 1;
    return bit;
  }

  write(bit: number): void {
    const byte = this.#at >> 3;
    this.#bytes[byte] = (this.#bytes[byte] ?? 0) | (bit << (7 - (this.#at & 7)));
    this.#at += 1;
  }

  /** Copies bits from here to there; both go on behind them. */
  copyTo(target: Bits, count: number): void {
    for (let nth = 0; nth < count; nth += 1) target.write(this.read());
  }
}

function channelBits(frame: Uint8Array, channel: 0 | 1): number {
  const info = new Bits(frame, HEADER_BYTES * 8 + 10 + channel * CHANNEL_INFO_BITS);
  let value = 0;
  for (let nth = 0; nth < LENGTH_BITS; nth += 1) value = value * 2 + info.read();
  return value;
}

/**
 * A frame of the same size with these channels of `frame`, in this order: `[1]` is mono of the right channel, `[1, 0]`
 * the same sound with its sides exchanged. The frame must be plain stereo and stand alone, as all of `lib/samples` do.
 */
export function takeChannels(frame: Uint8Array, channels: readonly (0 | 1)[]): Uint8Array<ArrayBuffer> {
  const target = new Uint8Array(frame.length);
  target.set(frame.subarray(0, HEADER_BYTES));
  const isMono = channels.length === 1;
  if (isMono) target[3] = ((frame[3] ?? 0) & ~MODE_MASK) | MODE_MONO;
  const info = new Bits(target, HEADER_BYTES * 8 + 8 + (isMono ? 1 : 2));
  const sound = new Bits(target, (HEADER_BYTES + (isMono ? MONO_INFO_BYTES : STEREO_INFO_BYTES)) * 8);
  for (const channel of channels) {
    new Bits(frame, HEADER_BYTES * 8 + 10 + channel * CHANNEL_INFO_BITS).copyTo(info, CHANNEL_INFO_BITS);
    const before = channel === 0 ? 0 : channelBits(frame, 0);
    new Bits(frame, (HEADER_BYTES + STEREO_INFO_BYTES) * 8 + before).copyTo(
      sound,
      channelBits(frame, channel),
    );
  }
  return target;
}
