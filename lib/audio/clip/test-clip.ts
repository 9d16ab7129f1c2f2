/** For tests: clips of bytes, and what a player makes of them. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { MPEGDecoder } from "mpg123-decoder";
import { OggOpusDecoder } from "ogg-opus-decoder";
import type { Track } from "../peaks/opus-packets.mjs";
import { packetSamples } from "../peaks/opus-packets.mjs";
import { WebmReader } from "../peaks/webm.mjs";
import type { SpoolReader } from "../spool";
import { bytesIn } from "../test-audio";
import { type ClipSpan, cutAudio } from "./clip";
import { OggWriter } from "./ogg-writer";
import { readHead } from "./opus-head";

export type Sound = Readonly<{ channels: readonly Float32Array[]; sampleRate: number }>;

export const LADDER_STEP_MS = 250;
export const LADDER_STEPS = 24;
/** The tone of a step: on the left this one, on the right that of the step counted from the end. */
export const ladderHertz = (step: number): number => 300 + step * 130;

export function fixture(name: string): Buffer {
  const folder = name.startsWith("../") ? "../peaks/fixtures" : "fixtures";
  return readFileSync(path.join(import.meta.dirname, folder, path.basename(name)));
}

export type TestReader = SpoolReader & Readonly<{ closed: () => boolean; furthest: () => number }>;

/** A reader of bytes that are all there, given out in pieces; counts how far it was read. */
export function readerOf(
  bytes: Uint8Array,
  options: { pieceBytes?: number; totalBytes?: number | null } = {},
): TestReader {
  const { pieceBytes = 4_096, totalBytes = bytes.length } = options;
  let closed = false;
  let furthest = 0;
  return {
    mimeType: "audio/mpeg",
    totalBytes,
    availableBytes: bytes.length,
    complete: Promise.resolve(bytes.length),
    reached: async () => true,
    read(fromByte, toByte, signal) {
      let at = fromByte;
      const end = Math.min(toByte ?? bytes.length, bytes.length);
      return new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            if (signal?.aborted) return controller.error(signal.reason);
            if (at >= end) return controller.close();
            const to = Math.min(end, at + pieceBytes);
            controller.enqueue(bytes.slice(at, to));
            at = to;
            furthest = Math.max(furthest, to);
          },
        },
        { highWaterMark: 0 },
      );
    },
    close() {
      closed = true;
    },
    closed: () => closed,
    furthest: () => furthest,
  };
}

/** The cut as bytes. Fails unless the reader is closed behind it and the length that was told is the true one. */
export async function clipOf(bytes: Uint8Array, span: ClipSpan, pieceBytes?: number): Promise<Buffer> {
  const reader = readerOf(bytes, { pieceBytes });
  const audio = await cutAudio(reader, span, new AbortController().signal);
  if (audio.state !== "ready") throw new Error("A cut is never pending.");
  const clip = await bytesIn(audio.body);
  if (!reader.closed()) throw new Error("The reader was left open.");
  if (audio.sizeBytes !== null && audio.sizeBytes !== clip.length) throw new Error("The length was a lie.");
  return clip;
}

/** What a player hears: without what the file's table says is padding. `errors`: what the decoder complained of. */
export async function mp3Sound(bytes: Uint8Array): Promise<Sound & { errors: readonly string[] }> {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    const { channelData, samplesDecoded, sampleRate, errors } = decoder.decode(bytes);
    const channels = channelData.map((channel) => channel.slice(0, samplesDecoded));
    return { channels, sampleRate, errors: errors.map(({ message }) => message) };
  } finally {
    decoder.free();
  }
}

export async function oggSound(bytes: Uint8Array): Promise<Sound> {
  const decoder = new OggOpusDecoder({ forceStereo: false });
  await decoder.ready;
  try {
    const { channelData, sampleRate } = await decoder.decodeFile(new Uint8Array(bytes));
    return { channels: channelData.map((channel) => channel.slice()), sampleRate };
  } finally {
    decoder.free();
  }
}

/** The packets of a WebM file put into Ogg, which is what the decoder takes. */
export async function webmSound(bytes: Uint8Array): Promise<Sound> {
  const { head, packets, padding } = await webmPackets(bytes);
  const writer = new OggWriter();
  const pages: Uint8Array[] = [writer.begin(readHead(head))];
  for (const packet of packets) pages.push(writer.packet(packet, packetSamples(packet)) ?? Buffer.alloc(0));
  return oggSound(Buffer.concat([...pages, writer.end(padding)]));
}

export async function webmPackets(bytes: Uint8Array) {
  const packets: Uint8Array[] = [];
  let head: Uint8Array = new Uint8Array();
  let padding = 0;
  let position = 0;
  const reader = new WebmReader(async (own: Uint8Array): Promise<Track> => {
    head = Uint8Array.from(own);
    return {
      peaks: null,
      get position() {
        return position;
      },
      async push(packet) {
        packets.push(packet);
        position += packetSamples(packet);
      },
      async skip(samples) {
        position += samples;
      },
      cutEnd(samples) {
        padding = samples;
      },
      async end() {},
      close() {},
    };
  });
  await reader.push(bytes);
  return { head, packets, padding };
}

/** How strong a tone is in a part of the sound: 0.5 for a sine of full scale. */
export function toneIn(samples: Float32Array, hertz: number, sampleRate: number): number {
  let [one, two] = [0, 0];
  const turn = (2 * Math.PI * hertz) / sampleRate;
  for (const [index, value] of samples.entries()) {
    // A window, so that a neighbour's edge is not taken for the tone.
    const weighted = value * Math.sin((Math.PI * (index + 0.5)) / samples.length) ** 2 * 2;
    one += weighted * Math.cos(turn * index);
    two += weighted * Math.sin(turn * index);
  }
  return Math.hypot(one, two) / Math.max(1, samples.length);
}

export function energy(samples: Float32Array): number {
  return samples.reduce((sum, value) => sum + value * value, 0) / Math.max(1, samples.length);
}

/** The decoder's own rounding stays far below the last bit of 24. */
export const isSilent = (samples: Float32Array): boolean => samples.every((value) => Math.abs(value) < 1e-9);
