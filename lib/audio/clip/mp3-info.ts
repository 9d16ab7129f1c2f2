/** The table in a first frame ("Xing", "Info", with LAME's part): how many frames follow, and what of them is padding. */
import { CRC_BYTES, HEADER_BYTES, type Layout, silentFrame } from "./mp3-layer";

const NAME_BYTES = 4;
const HAS_FRAMES = 1;
/** What may stand before LAME's part, by its flag: number of frames, of bytes, table of places, quality. */
const PARTS = [
  [HAS_FRAMES, 4],
  [2, 4],
  [4, 100],
  [8, 4],
] as const;
/** In LAME's part: its name and version, then what we leave at zero. */
const DELAYS_AT = 21;
const LAME_BYTES = 36;
/** What every decoder adds to what the encoder adds; it is not counted in the table. */
const DECODER_DELAY_SAMPLES = 529;

export type Info = Readonly<{
  /** Frames behind this one; null = it does not say. */
  frames: number | null;
  /** What players leave out in front and at the end. */
  skipSamples: number;
  cutSamples: number;
}>;

/** What the first frame says of the file; null = it is a frame of sound. */
export function readInfo(frame: Uint8Array, { sideBytes }: Layout): Info | null {
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.length);
  // Where it is without a checksum, also in frames that have one; and only behind nothing but zeros.
  const nameAt = HEADER_BYTES + sideBytes;
  const isTable = /^(?:Xing|Info)$/.test(bytes.toString("latin1", nameAt, nameAt + NAME_BYTES));
  if (!isTable || bytes.subarray(HEADER_BYTES + CRC_BYTES, nameAt).some((byte) => byte !== 0)) return null;
  const flags = uint32(bytes, nameAt + NAME_BYTES);
  const framesAt = nameAt + NAME_BYTES + 4;
  const frames = flags & HAS_FRAMES ? uint32(bytes, framesAt) || null : null;
  const lameAt = PARTS.reduce((at, [flag, size]) => at + (flags & flag ? size : 0), framesAt);
  const isGapless = frames !== null && (bytes[lameAt] ?? 0) !== 0 && bytes.length >= lameAt + DELAYS_AT + 3;
  // Without all of this decoders leave nothing out.
  if (!isGapless) return { frames, skipSamples: 0, cutSamples: 0 };
  const delays = bytes.readUIntBE(lameAt + DELAYS_AT, 3);
  return {
    frames,
    skipSamples: (delays >> 12) + DECODER_DELAY_SAMPLES,
    cutSamples: Math.max(0, (delays & 0xfff) - DECODER_DELAY_SAMPLES),
  };
}

function uint32(bytes: Buffer, at: number): number {
  return bytes.length < at + 4 ? 0 : bytes.readUInt32BE(at);
}

/** A first frame for a file of frames like `frame`. No table of places: that would have to be known before the frames are. */
export function infoFrame(frame: Uint8Array, layout: Layout, info: Info): Buffer {
  const head = NAME_BYTES + 4 + (info.frames === null ? 0 : 4);
  const made = silentFrame(frame, layout, head + LAME_BYTES);
  const nameAt = HEADER_BYTES + layout.sideBytes;
  // "Info" would promise that all frames have one bit rate.
  made.write("Xing", nameAt, "latin1");
  if (info.frames !== null) {
    made.writeUInt32BE(HAS_FRAMES, nameAt + NAME_BYTES);
    made.writeUInt32BE(info.frames, nameAt + NAME_BYTES + 4);
  }
  // The part's own name: players look for it.
  made.write("LAME", nameAt + head, "latin1");
  const delaySamples = info.skipSamples - DECODER_DELAY_SAMPLES;
  const paddingSamples = info.cutSamples + DECODER_DELAY_SAMPLES;
  made.writeUIntBE(delaySamples * 0x1000 + paddingSamples, nameAt + head + DELAYS_AT, 3);
  return made;
}
