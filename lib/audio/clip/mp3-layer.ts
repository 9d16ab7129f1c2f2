/** What stands in a Layer III frame (ISO 11172-3 §2.4.1.7, ISO 13818-3), as far as it is needed to move frames about. */
import { frameAt } from "../peaks/mp3-frames.mjs";

export const HEADER_BYTES = 4;
export const CRC_BYTES = 2;
const MPEG_1 = 3;
const BITRATES = 14;
const PART_LENGTH_BITS = 12;

export type Layout = Readonly<{
  bytes: number;
  sampleRate: number;
  samples: number;
  /** Header, checksum and side information; what follows is the frame's part of the stream of sound data. */
  headBytes: number;
  sideBytes: number;
  /** How far before that part this frame's own sound data begin. */
  backBytes: number;
  /** How far that may be at most. */
  mostBackBytes: number;
  /** How long they are. */
  soundBytes: number;
}>;

/** The layout of the whole frame at `at`; null = there is none. */
export function layoutAt(data: Uint8Array, at: number): Layout | null {
  const frame = frameAt(data, at);
  if (frame === null) return null;
  const [, b1 = 0] = data.subarray(at, at + HEADER_BYTES);
  const isMpeg1 = ((b1 >> 3) & 3) === MPEG_1;
  const channels = frame.mono ? 1 : 2;
  const sideBytes = isMpeg1 ? (frame.mono ? 17 : 32) : frame.mono ? 9 : 17;
  const sideAt = at + HEADER_BYTES + ((b1 & 1) === 0 ? CRC_BYTES : 0);
  const side = data.subarray(sideAt, sideAt + sideBytes);
  // MPEG-1: two granules, and who shares scale factors; MPEG-2: one granule.
  const partsAt = isMpeg1 ? (frame.mono ? 18 : 20) : frame.mono ? 9 : 10;
  const partBits = isMpeg1 ? 59 : 63;
  const parts = Array.from({ length: channels * (isMpeg1 ? 2 : 1) }, (_, part) =>
    bitsAt(side, partsAt + part * partBits, PART_LENGTH_BITS),
  );
  return {
    bytes: frame.bytes,
    sampleRate: frame.sampleRate,
    samples: isMpeg1 ? 1_152 : 576,
    headBytes: sideAt - at + sideBytes,
    sideBytes,
    backBytes: bitsAt(side, 0, isMpeg1 ? 9 : 8),
    mostBackBytes: isMpeg1 ? 511 : 255,
    soundBytes: Math.ceil(parts.reduce((sum, bits) => sum + bits, 0) / 8),
  };
}

/** At most 16 bits. */
function bitsAt(bytes: Uint8Array, at: number, count: number): number {
  const [b0 = 0, b1 = 0, b2 = 0] = bytes.subarray(at >> 3, (at >> 3) + 3);
  return (((b0 << 16) | (b1 << 8) | b2) >> (24 - (at & 7) - count)) & ((1 << count) - 1);
}

/** The frame with its header, and with side information that says "nothing coded": it decodes to zeros. */
export function silenced(frame: Uint8Array, { headBytes, sideBytes }: Layout): Buffer {
  const silent = Buffer.alloc(frame.length);
  silent.set(frame.subarray(0, HEADER_BYTES));
  if (headBytes > HEADER_BYTES + sideBytes) {
    const checked = Buffer.concat([frame.subarray(2, HEADER_BYTES), Buffer.alloc(sideBytes)]);
    silent.writeUInt16BE(crc16(checked), HEADER_BYTES);
  }
  return silent;
}

/** A silent frame like `frame`, without checksum, with room for so many bytes of sound data at least. */
export function silentFrame(frame: Uint8Array, { sideBytes }: Layout, roomBytes: number): Buffer {
  const header = Buffer.from(frame.subarray(0, HEADER_BYTES));
  header[1] = (header[1] ?? 0) | 1;
  for (let bitrate = 1; bitrate <= BITRATES; bitrate += 1) {
    // The bit rate, the sample rate as it was, no padding, no private bit.
    header[2] = (bitrate << 4) | ((header[2] ?? 0) & 0x0c);
    const bytes = frameAt(header, 0)?.bytes ?? 0;
    if (bytes >= HEADER_BYTES + sideBytes + roomBytes) {
      return Buffer.concat([header, Buffer.alloc(bytes - HEADER_BYTES)]);
    }
  }
  throw new RangeError("No frame is as large as that.");
}

/** The checksum of frames (ISO 11172-3 §2.4.3.1). */
function crc16(bytes: Uint8Array): number {
  return bytes.reduce((crc, byte) => {
    let next = crc ^ (byte << 8);
    for (let bit = 0; bit < 8; bit += 1) next = next & 0x8000 ? (next << 1) ^ 0x8005 : next << 1;
    return next & 0xffff;
  }, 0xffff);
}
