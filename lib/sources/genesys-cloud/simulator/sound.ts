/** The bytes of a recording in a format and channel layout, made while they are read. */
import { type AudioPlan, planFrames } from "@/lib/samples/audio-plan";
import { FRAME_SAMPLES, PCM_RATE, pcmBytes, readPcm, wavHeader } from "@/lib/samples/pcm";
import { readFrames } from "@/lib/samples/plan-bytes";
import { takeChannels } from "./mp3-channels";

/** What can be made here. The platform also has WEBM and two of OGG. */
export const MADE_FORMATS = ["WAV", "WAV_ULAW", "MP3"] as const;
export type MadeFormat = (typeof MADE_FORMATS)[number];

/** `S` = both channels in one file; `0` = the party outside, `1` = the party inside (§5.3, chosen). */
export type MediaKeyName = "S" | "0" | "1";

export type Sound = Readonly<{ plan: AudioPlan; format: MadeFormat; key: MediaKeyName }>;

/** In `lib/samples` the agent is left. */
const SIDES: Readonly<Record<MediaKeyName, readonly (0 | 1)[]>> = { S: [1, 0], "0": [1], "1": [0] };

const MP3_KBPS = 32;
const MP3_FRAME_BYTES = 288;
/** Frames made at a time: as many as `lib/samples/pcm.ts` decodes at once. */
export const CHUNK_FRAMES = 128;

export const MIME_TYPES: Readonly<Record<MadeFormat, string>> = {
  WAV: "audio/wav",
  WAV_ULAW: "audio/wav",
  MP3: "audio/mpeg",
};

const channelsOf = (key: MediaKeyName): 1 | 2 => (key === "S" ? 2 : 1);

/** Bytes of one frame of 72 ms. */
function frameSize({ format, key }: Sound): number {
  if (format === "MP3") return MP3_FRAME_BYTES;
  return FRAME_SAMPLES * channelsOf(key) * (format === "WAV" ? 2 : 1);
}

function header(sound: Sound): Uint8Array {
  const channels = channelsOf(sound.key);
  const dataBytes = planFrames(sound.plan) * frameSize(sound);
  if (sound.format === "MP3") return new Uint8Array();
  return sound.format === "WAV" ? wavHeader(channels, dataBytes) : ulawHeader(channels, dataBytes);
}

/** The 58 bytes before mu-law samples: a `fmt ` of 18 bytes, and the `fact` that compressed WAV must have. */
function ulawHeader(channels: 1 | 2, dataBytes: number): Buffer {
  const target = Buffer.alloc(58);
  target.write("RIFF", 0, "latin1");
  target.writeUInt32LE(dataBytes + 50, 4);
  target.write("WAVEfmt ", 8, "latin1");
  target.writeUInt32LE(18, 16);
  target.writeUInt16LE(7, 20);
  target.writeUInt16LE(channels, 22);
  target.writeUInt32LE(PCM_RATE, 24);
  target.writeUInt32LE(PCM_RATE * channels, 28);
  target.writeUInt16LE(channels, 32);
  target.writeUInt16LE(8, 34);
  target.write("fact", 38, "latin1");
  target.writeUInt32LE(4, 42);
  target.writeUInt32LE(dataBytes / channels, 46);
  target.write("data", 50, "latin1");
  target.writeUInt32LE(dataBytes, 54);
  return target;
}

const ULAW_BIAS = 0x84;
const ULAW_CLIP = 32_635;

/** A 16-bit sample as ITU-T G.711 mu-law. */
export function toUlaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), ULAW_CLIP) + ULAW_BIAS;
  const exponent = Math.max(0, 31 - Math.clz32(magnitude) - 7);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

async function frames(sound: Sound, from: number, to: number): Promise<Uint8Array> {
  const sides = SIDES[sound.key];
  if (sound.format === "MP3") {
    const bytes = await readFrames(sound.plan, from, to, MP3_KBPS);
    for (let at = 0; at < bytes.length; at += MP3_FRAME_BYTES) {
      bytes.set(takeChannels(bytes.subarray(at, at + MP3_FRAME_BYTES), sides), at);
    }
    return bytes;
  }
  const { left, right } = await readPcm(sound.plan, from, to);
  const channels = sides.map((side) => (side === 0 ? left : right));
  return sound.format === "WAV" ? pcmBytes(...channels) : ulawBytes(channels);
}

function ulawBytes(channels: readonly Int16Array[]): Uint8Array {
  const length = channels[0]?.length ?? 0;
  const target = new Uint8Array(length * channels.length);
  for (const [nth, channel] of channels.entries()) {
    for (let at = 0; at < length; at += 1) target[at * channels.length + nth] = toUlaw(channel[at] ?? 0);
  }
  return target;
}

/** Size of the whole file in bytes. */
export const soundBytes = (sound: Sound): number =>
  header(sound).length + planFrames(sound.plan) * frameSize(sound);

/** Bytes from `from` on, at most to `to`, and at most what is made at once: read on behind them. Never empty within the file. */
export async function readSound(sound: Sound, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  const head = header(sound);
  if (from < head.length) return new Uint8Array(head.subarray(from, Math.min(to, head.length)));
  const size = frameSize(sound);
  const first = Math.floor((from - head.length) / size);
  const last = Math.min(first + CHUNK_FRAMES - (first % CHUNK_FRAMES), planFrames(sound.plan));
  const bytes = await frames(sound, first, last);
  const skip = from - head.length - first * size;
  return new Uint8Array(bytes.subarray(skip, Math.min(bytes.length, skip + to - from)));
}
