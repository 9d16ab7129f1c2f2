/**
 * MP3 as a row of frames: cut, repeat and silence without decoding. Layer III only. The sample files carry no
 * bit reservoir, so each of their frames can stand anywhere.
 */

const HEADER_BYTES = 4;
const CRC_BYTES = 2;
/** A frame sounds from its own start over the next one (overlapping transform), then the filter bank rings out. */
const OVERLAP_FRAMES = 2;
const RINGING_SAMPLES = 480;

const KILOBITS_MPEG1 = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KILOBITS_MPEG2 = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const SAMPLE_RATES_MPEG1 = [44_100, 48_000, 32_000];
const VERSIONS: Readonly<Record<number, { isMpeg1: boolean; rateDivisor: number }>> = {
  0: { isMpeg1: false, rateDivisor: 4 },
  2: { isMpeg1: false, rateDivisor: 2 },
  3: { isMpeg1: true, rateDivisor: 1 },
};

export type Mp3FrameHeader = Readonly<{
  sampleRate: number;
  channels: 1 | 2;
  bitsPerSecond: number;
  samplesPerFrame: number;
  sizeBytes: number;
  isMpeg1: boolean;
  hasCrc: boolean;
}>;

/** Reads the frame header at `offset` (layer III of MPEG 1, 2 or 2.5). Throws when none stands there. */
export function readFrameHeader(buffer: Buffer, offset = 0): Mp3FrameHeader {
  const word = offset + HEADER_BYTES <= buffer.length ? buffer.readUInt32BE(offset) : 0;
  const version = VERSIONS[(word >>> 19) & 0b11];
  const kilobits = (version?.isMpeg1 ? KILOBITS_MPEG1 : KILOBITS_MPEG2)[((word >>> 12) & 0b1111) - 1];
  const baseRate = SAMPLE_RATES_MPEG1[(word >>> 10) & 0b11];
  const isLayer3 = word >>> 21 === 0x7ff && ((word >>> 17) & 0b11) === 0b01;
  if (!isLayer3 || !version || !kilobits || !baseRate) {
    throw new Error(`No MP3 frame begins at byte ${offset}.`);
  }
  const sampleRate = baseRate / version.rateDivisor;
  const samplesPerFrame = version.isMpeg1 ? 1152 : 576;
  const padding = (word >>> 9) & 1;
  return {
    sampleRate,
    channels: ((word >>> 6) & 0b11) === 0b11 ? 1 : 2,
    bitsPerSecond: kilobits * 1000,
    samplesPerFrame,
    sizeBytes: Math.floor(((samplesPerFrame / 8) * kilobits * 1000) / sampleRate) + padding,
    isMpeg1: version.isMpeg1,
    hasCrc: ((word >>> 16) & 1) === 0,
  };
}

/** How long the frame sounds, in milliseconds (72 for the sample files). */
export function frameDurationMs(frame: Buffer): number {
  const { samplesPerFrame, sampleRate } = readFrameHeader(frame);
  return (samplesPerFrame / sampleRate) * 1000;
}

function id3Bytes(buffer: Buffer): number {
  if (buffer.length < 10 || buffer.toString("latin1", 0, 3) !== "ID3") return 0;
  const [high = 0, upper = 0, lower = 0, low = 0] = buffer.subarray(6, 10);
  return 10 + ((high << 21) | (upper << 14) | (lower << 7) | low);
}

/** The file's frames, as views into it; ID3 tags in front and behind are left out. Throws on anything else. */
export function splitFrames(buffer: Buffer): Buffer[] {
  const hasTag =
    buffer.length >= 128 && buffer.toString("latin1", buffer.length - 128, buffer.length - 125) === "TAG";
  const end = buffer.length - (hasTag ? 128 : 0);
  const frames: Buffer[] = [];
  for (let offset = id3Bytes(buffer); offset < end; ) {
    const { sizeBytes } = readFrameHeader(buffer, offset);
    if (offset + sizeBytes > end) throw new Error(`The MP3 frame at byte ${offset} is cut short.`);
    frames.push(buffer.subarray(offset, offset + sizeBytes));
    offset += sizeBytes;
  }
  return frames;
}

/** True when decoding the frame needs bytes of the frames before it (bit reservoir). */
export function usesReservoir(frame: Buffer): boolean {
  const { hasCrc, isMpeg1 } = readFrameHeader(frame);
  const at = HEADER_BYTES + (hasCrc ? CRC_BYTES : 0);
  return isMpeg1 ? frame.readUInt16BE(at) >>> 7 !== 0 : frame.readUInt8(at) !== 0;
}

/** The file `times` times over, without its tags. */
export function repeatFrames(buffer: Buffer, times: number): Buffer {
  const once = Buffer.concat(splitFrames(buffer));
  const repeated = Buffer.alloc(once.length * times);
  for (let index = 0; index < times; index += 1) once.copy(repeated, index * once.length);
  return repeated;
}

/** A frame of the template's format that decodes to zeros: all of its side information says "nothing coded". */
function silentFrame(template: Buffer): Buffer {
  const { sizeBytes } = readFrameHeader(template);
  const frame = Buffer.alloc(sizeBytes);
  // Sets the bit "no checksum follows", so that none has to be computed.
  frame.writeUInt32BE((template.readUInt32BE(0) | 0x1_0000) >>> 0, 0);
  return frame;
}

/** Digital silence in the template frame's format: `durationMs` to the nearest whole frame. */
export function silentFrames(template: Buffer, durationMs: number): Buffer {
  const frame = silentFrame(template);
  const count = Math.round(durationMs / frameDurationMs(template));
  return Buffer.alloc(count * frame.length, frame);
}

export type ComposeOptions = Readonly<{
  /** An MP3 file without bit reservoir, e.g. a sample call without masks; repeated as often as needed. */
  source: Buffer;
  durationMs: number;
  /** Spans of the result, in its own time, inside which both channels are digital silence. */
  silences: readonly Readonly<{ startMs: number; endMs: number }>[];
  /** Where in the source to begin, so that many calls made from one source differ. */
  offsetMs?: number;
}>;

/**
 * A playable MP3 of `durationMs` (to the nearest frame, at least one) out of the source's frames. Inside a
 * silence nothing is heard at all; as only whole frames can be silenced and a frame rings on into the next, the
 * sound stops up to four frames before a silence and returns less than one and a half after it.
 */
export function composeMp3({ source, durationMs, silences, offsetMs = 0 }: ComposeOptions): Buffer {
  const frames = splitFrames(source);
  const first = frames[0];
  if (!first) throw new Error("The source holds no MP3 frame.");
  if (frames.some(usesReservoir))
    throw new Error("Frames that borrow bits from their neighbours cannot be moved.");

  const { samplesPerFrame, sampleRate } = readFrameHeader(first);
  const frameMs = frameDurationMs(first);
  const soundsMs = OVERLAP_FRAMES * frameMs + (RINGING_SAMPLES / sampleRate) * 1000;
  const silent = silentFrame(first);
  const isSilenced = (index: number) =>
    silences.some(({ startMs, endMs }) => index * frameMs < endMs && index * frameMs + soundsMs > startMs);

  const count = Math.max(1, Math.round((durationMs / 1000) * (sampleRate / samplesPerFrame)));
  const skip = Math.floor(offsetMs / frameMs);
  return Buffer.concat(
    Array.from({ length: count }, (_, index) =>
      isSilenced(index) ? silent : (frames[(skip + index) % frames.length] ?? silent),
    ),
  );
}
