/**
 * The audiowaveform binary format, version 2, 8 bit (BBC audiowaveform, `doc/DataFormat.md`): a header of six
 * little-endian words, then per pixel and channel the least and the greatest sample. Pure: servers and browsers.
 */

const VERSION = 2;
const EIGHT_BIT = 1;
const HEADER_BYTES = 24;
const MAX_CHANNELS = 24;

/** Least and greatest sample per pixel, -128 to 127. */
export type ChannelPeaks = Readonly<{ min: Int8Array; max: Int8Array }>;

export type Waveform = Readonly<{
  sampleRate: number;
  samplesPerPixel: number;
  channels: readonly ChannelPeaks[];
  /** Length of the drawing: up to one pixel longer than the sound. */
  durationMs: number;
}>;

/** `pairs`: min and max of each channel of the first pixel, then of the second, and so on. */
export function encodeAudiowaveform(
  waveform: Readonly<{ sampleRate: number; samplesPerPixel: number; channels: number; pairs: Int8Array }>,
): Uint8Array<ArrayBuffer> {
  const { sampleRate, samplesPerPixel, channels, pairs } = waveform;
  if (channels < 1 || pairs.length % (channels * 2) !== 0) throw new RangeError("Peaks of unequal channels.");
  const bytes = new Uint8Array(HEADER_BYTES + pairs.length);
  const header = new DataView(bytes.buffer);
  header.setInt32(0, VERSION, true);
  header.setUint32(4, EIGHT_BIT, true);
  header.setInt32(8, sampleRate, true);
  header.setInt32(12, samplesPerPixel, true);
  header.setUint32(16, pairs.length / (channels * 2), true);
  header.setInt32(20, channels, true);
  bytes.set(new Uint8Array(pairs.buffer, pairs.byteOffset, pairs.length), HEADER_BYTES);
  return bytes;
}

/** Throws RangeError when the bytes are anything but version 2, 8 bit, whole. */
export function decodeAudiowaveform(source: ArrayBuffer | Uint8Array): Waveform {
  const bytes = source instanceof Uint8Array ? source : new Uint8Array(source);
  if (bytes.length < HEADER_BYTES) throw new RangeError("These peaks are cut off.");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getInt32(0, true);
  const flags = view.getUint32(4, true);
  const sampleRate = view.getInt32(8, true);
  const samplesPerPixel = view.getInt32(12, true);
  const pixels = view.getUint32(16, true);
  const channelCount = view.getInt32(20, true);
  if (version !== VERSION || (flags & EIGHT_BIT) === 0) throw new RangeError("Peaks of another format.");
  if (sampleRate < 1 || samplesPerPixel < 1 || channelCount < 1 || channelCount > MAX_CHANNELS) {
    throw new RangeError("Peaks that can't be.");
  }
  if (bytes.length - HEADER_BYTES < pixels * channelCount * 2)
    throw new RangeError("These peaks are cut off.");
  const channels = Array.from({ length: channelCount }, (_, channel): ChannelPeaks => {
    const min = new Int8Array(pixels);
    const max = new Int8Array(pixels);
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      const at = HEADER_BYTES + (pixel * channelCount + channel) * 2;
      min[pixel] = view.getInt8(at);
      max[pixel] = view.getInt8(at + 1);
    }
    return { min, max };
  });
  return {
    sampleRate,
    samplesPerPixel,
    channels,
    durationMs: (pixels * samplesPerPixel * 1000) / sampleRate,
  };
}

export type SilentSpan = Readonly<{ startMs: number; endMs: number }>;

/** Per channel, where it stays within `threshold` (of 128) for at least `minMs`. In file time, sorted. */
export function silentSpans(
  waveform: Waveform,
  options: Readonly<{ threshold?: number; minMs?: number }> = {},
): SilentSpan[][] {
  const threshold = options.threshold ?? 2;
  const minMs = options.minMs ?? 500;
  const pixelMs = (waveform.samplesPerPixel * 1000) / waveform.sampleRate;
  return waveform.channels.map(({ min, max }) => {
    const spans: SilentSpan[] = [];
    let start = 0;
    for (let pixel = 0; pixel <= max.length; pixel += 1) {
      const silent = pixel < max.length && (max[pixel] ?? 0) <= threshold && (min[pixel] ?? 0) >= -threshold;
      if (silent) continue;
      const span = { startMs: start * pixelMs, endMs: pixel * pixelMs };
      if (pixel > start && span.endMs - span.startMs >= minMs) spans.push(span);
      start = pixel + 1;
    }
    return spans;
  });
}
