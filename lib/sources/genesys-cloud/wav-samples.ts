import { SourceError } from "../source";
import { type ByteSource, concat } from "./byte-source";
import type { SampleSource } from "./samples";

const PCM = 1;
const FLOAT = 3;
const A_LAW = 6;
const MU_LAW = 7;
const EXTENSIBLE = 0xfffe;
const UNKNOWN_SIZE = 0xffff_ffff;
const MOST_HEADER_BYTES = 1024 * 1024;

type Format = Readonly<{
  channels: number;
  sampleRate: number;
  bytesPerSample: number;
  /** One sample as 16 bit. */
  at: (view: DataView, offset: number) => number;
}>;

/** Where the sound lies in the file. `dataBytes` null = to the end of the file, wherever that is. */
type Layout = Readonly<{ format: Format; dataAt: number; dataBytes: number | null }>;

/**
 * The sound of a WAV file as one channel; several are mixed. Sizes in the header that can't be true (0, "unknown", more
 * than there is) mean "to the end", as of recorders that never came back to mend them.
 */
export async function openWav(source: ByteSource): Promise<SampleSource> {
  const { held, layout } = await readHeader(source);
  const { format, dataAt, dataBytes } = layout;
  const blockBytes = format.channels * format.bytesPerSample;
  let rest: Uint8Array = held.subarray(dataAt);
  let left = dataBytes ?? Number.POSITIVE_INFINITY;
  const isLengthSure = source.totalBytes !== null && dataBytes !== null;

  return {
    sampleRate: format.sampleRate,
    totalFrames: isLengthSure ? Math.floor(dataBytes / blockBytes) : null,
    cancel: source.cancel,
    async read() {
      for (;;) {
        const usable = Math.min(rest.length, left);
        const bytes = usable - (usable % blockBytes);
        if (bytes > 0) {
          const samples = mixed(rest.subarray(0, bytes), format);
          rest = rest.subarray(bytes);
          left -= bytes;
          return samples;
        }
        const more = left < blockBytes ? null : await source.read();
        if (more === null) {
          source.cancel();
          return null;
        }
        rest = concat(rest, more);
      }
    },
  };
}

async function readHeader(source: ByteSource): Promise<{ held: Uint8Array; layout: Layout }> {
  let held: Uint8Array = new Uint8Array(0);
  for (;;) {
    const layout = layoutOf(held, source.totalBytes);
    if (layout !== null) return { held, layout };
    const more = held.length > MOST_HEADER_BYTES ? null : await source.read();
    if (more === null) throw unreadable();
    held = concat(held, more);
  }
}

/** Null = the header is not all there yet. */
function layoutOf(bytes: Uint8Array, totalBytes: number | null): Layout | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: Format | null = null;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = new TextDecoder("latin1").decode(bytes.subarray(at, at + 4));
    const size = view.getUint32(at + 4, true);
    const bodyAt = at + 8;
    if (name === "data") {
      if (format === null) throw unreadable();
      return { format, dataAt: bodyAt, dataBytes: believed(size, bodyAt, totalBytes) };
    }
    if (name === "fmt ") {
      if (bodyAt + size > bytes.length) return null;
      format = formatOf(view, bodyAt, size);
    }
    // A chunk of odd size is followed by one byte more.
    at = bodyAt + size + (size % 2);
  }
  return null;
}

function believed(size: number, dataAt: number, totalBytes: number | null): number | null {
  const available = totalBytes === null ? null : Math.max(0, totalBytes - dataAt);
  const isPossible = size > 0 && size !== UNKNOWN_SIZE && (available === null || size <= available);
  return isPossible ? size : available;
}

function formatOf(view: DataView, at: number, size: number): Format {
  if (size < 16) throw unreadable();
  const tag = view.getUint16(at, true);
  const kind = tag === EXTENSIBLE && size >= 26 ? view.getUint16(at + 24, true) : tag;
  const channels = view.getUint16(at + 2, true);
  const sampleRate = view.getUint32(at + 4, true);
  const bits = view.getUint16(at + 14, true);
  const read = readerOf(kind, bits);
  if (read === null || channels < 1 || channels > 8 || sampleRate < 1_000 || sampleRate > 384_000) {
    throw unreadable();
  }
  return { channels, sampleRate, bytesPerSample: bits / 8, at: read };
}

function readerOf(kind: number, bits: number): Format["at"] | null {
  if (kind === A_LAW && bits === 8) return (view, at) => A_LAW_VALUES[view.getUint8(at)] ?? 0;
  if (kind === MU_LAW && bits === 8) return (view, at) => MU_LAW_VALUES[view.getUint8(at)] ?? 0;
  if (kind === FLOAT && bits === 32) return (view, at) => clamped(view.getFloat32(at, true) * 32_768);
  if (kind !== PCM) return null;
  if (bits === 8) return (view, at) => (view.getUint8(at) - 128) << 8;
  // The upper two bytes of a longer sample are its 16-bit value.
  return [16, 24, 32].includes(bits) ? (view, at) => view.getInt16(at + bits / 8 - 2, true) : null;
}

function mixed(bytes: Uint8Array, { at, bytesPerSample, channels }: Format): Int16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Int16Array(bytes.length / (channels * bytesPerSample));
  for (let frame = 0; frame < samples.length; frame += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) {
      sum += at(view, (frame * channels + channel) * bytesPerSample);
    }
    samples[frame] = clamped(sum / channels);
  }
  return samples;
}

/** Within 16 bit; what is no number is silence. */
export function clamped(value: number): number {
  return Number.isNaN(value) ? 0 : Math.max(-32_768, Math.min(32_767, Math.round(value)));
}

/** ITU-T G.711. */
const A_LAW_VALUES = Int16Array.from({ length: 256 }, (_, code) => {
  const bits = code ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 15) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return bits & 0x80 ? magnitude : -magnitude;
});

const MU_LAW_VALUES = Int16Array.from({ length: 256 }, (_, code) => {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
  return bits & 0x80 ? -magnitude : magnitude;
});

function unreadable(): SourceError {
  return new SourceError("internal", "A channel of this recording is a WAV file that can't be read.");
}
