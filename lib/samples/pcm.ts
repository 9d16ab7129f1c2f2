/** The planned sound as samples: for vendors that send WAV, or one file per channel. */
import { MPEGDecoder } from "mpg123-decoder";
import { type AudioPlan, planFrames } from "./audio-plan";
import { readFrames } from "./plan-bytes";

export const PCM_RATE = 8_000;
/** Samples per channel of one frame of the sample files. */
export const FRAME_SAMPLES = 576;
const KBPS = 32;
/** A frame sounds on into those after it: a decoder that begins in the middle needs some first. */
const WARM_UP_FRAMES = 4;
/** Decoded in pieces that always begin at the same frames, so that any range of a file is the same bytes at every reading. */
const CELL_FRAMES = 128;

export type StereoSamples = Readonly<{ left: Int16Array; right: Int16Array }>;

/**
 * Samples of both channels (agent left, customer right, 16 bit, 8 kHz) of the planned frames `from` to `to` (exclusive).
 * Only for plans of the format "sample".
 */
export async function readPcm(plan: AudioPlan, from: number, to: number): Promise<StereoSamples> {
  const end = Math.min(to, planFrames(plan));
  const left = new Int16Array(Math.max(0, end - from) * FRAME_SAMPLES);
  const right = new Int16Array(left.length);
  for (let cell = Math.floor(from / CELL_FRAMES); cell * CELL_FRAMES < end; cell += 1) {
    const start = cell * CELL_FRAMES;
    const decoded = await decodeCell(plan, start);
    const begin = Math.max(0, from - start) * FRAME_SAMPLES;
    const stop = Math.min(CELL_FRAMES, end - start) * FRAME_SAMPLES;
    const at = Math.max(0, start - from) * FRAME_SAMPLES;
    left.set(decoded.left.subarray(begin, stop), at);
    right.set(decoded.right.subarray(begin, stop), at);
  }
  return { left, right };
}

async function decodeCell(plan: AudioPlan, start: number): Promise<StereoSamples> {
  const first = Math.max(0, start - WARM_UP_FRAMES);
  const decoder = new MPEGDecoder({ enableGapless: false });
  await decoder.ready;
  try {
    const { channelData } = decoder.decode(await readFrames(plan, first, start + CELL_FRAMES, KBPS));
    const skip = (start - first) * FRAME_SAMPLES;
    const cut = (channel: Float32Array | undefined) =>
      toInt16((channel ?? new Float32Array()).subarray(skip), CELL_FRAMES * FRAME_SAMPLES);
    return { left: cut(channelData[0]), right: cut(channelData[1]) };
  } finally {
    decoder.free();
  }
}

/** As many samples as asked for: what the decoder holds back at the very end is silence. */
function toInt16(samples: Float32Array, length: number): Int16Array {
  const target = new Int16Array(length);
  for (let at = 0; at < Math.min(length, samples.length); at += 1) {
    target[at] = Math.max(-32_768, Math.min(32_767, Math.round((samples[at] ?? 0) * 32_768)));
  }
  return target;
}

/** The 44 bytes before 16-bit PCM. `dataBytes` may be a lie (0, 0xFFFFFFFF), as streamed files carry. */
export function wavHeader(channels: 1 | 2, dataBytes: number): Buffer {
  const header = Buffer.alloc(44);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(dataBytes === 0 || dataBytes > 0xffff_ffdb ? dataBytes : dataBytes + 36, 4);
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(PCM_RATE, 24);
  header.writeUInt32LE(PCM_RATE * channels * 2, 28);
  header.writeUInt16LE(channels * 2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

/** Samples as little-endian bytes: one channel, or two interleaved. */
export function pcmBytes(...channels: readonly Int16Array[]): Buffer {
  const length = channels[0]?.length ?? 0;
  const target = Buffer.alloc(length * channels.length * 2);
  for (let at = 0; at < length; at += 1) {
    for (const [nth, channel] of channels.entries()) {
      target.writeInt16LE(channel[at] ?? 0, (at * channels.length + nth) * 2);
    }
  }
  return target;
}
