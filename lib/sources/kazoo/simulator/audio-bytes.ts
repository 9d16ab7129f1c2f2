/** The bytes of an attachment, MP3 or WAV, made while they are read. */
import { type AudioPlan, planBytes, planFrames } from "@/lib/samples/audio-plan";
import { FRAME_SAMPLES, pcmBytes, readPcm, wavHeader } from "@/lib/samples/pcm";
import { readBytes } from "@/lib/samples/plan-bytes";
import type { StoredAudio } from "./wire";

const WAV_HEADER_BYTES = 44;
/** Two channels of 16 bits. */
const WAV_FRAME_BYTES = FRAME_SAMPLES * 4;

export function audioSize({ plan, encoding }: StoredAudio, kbps: number): number {
  return encoding === "mp3" ? planBytes(plan, kbps) : WAV_HEADER_BYTES + planFrames(plan) * WAV_FRAME_BYTES;
}

async function wavBytes(plan: AudioPlan, from: number, to: number): Promise<Buffer> {
  const dataBytes = planFrames(plan) * WAV_FRAME_BYTES;
  const header = wavHeader(2, dataBytes).subarray(from, to);
  const start = Math.max(0, from - WAV_HEADER_BYTES);
  const end = Math.max(0, to - WAV_HEADER_BYTES);
  if (end <= start) return header;
  const firstFrame = Math.floor(start / WAV_FRAME_BYTES);
  const { left, right } = await readPcm(plan, firstFrame, Math.ceil(end / WAV_FRAME_BYTES));
  const offset = firstFrame * WAV_FRAME_BYTES;
  return Buffer.concat([header, pcmBytes(left, right).subarray(start - offset, end - offset)]);
}

const MP3_CHUNK_BYTES = 16 * 1024;
/** Samples are decoded in pieces of so many frames; a chunk that is one of them costs one decoding. */
const WAV_CHUNK_BYTES = 128 * WAV_FRAME_BYTES;

/** Where a chunk that begins at `from` best ends. */
export function chunkEnd({ encoding }: StoredAudio, from: number): number {
  if (encoding === "mp3") return from + MP3_CHUNK_BYTES;
  const chunk = Math.floor(Math.max(0, from - WAV_HEADER_BYTES) / WAV_CHUNK_BYTES);
  return WAV_HEADER_BYTES + (chunk + 1) * WAV_CHUNK_BYTES;
}

/** Bytes `from` to `to` (exclusive). */
export async function audioBytes(
  audio: StoredAudio,
  from: number,
  to: number,
  kbps: number,
): Promise<Uint8Array> {
  return audio.encoding === "mp3"
    ? await readBytes(audio.plan, from, to, kbps)
    : await wavBytes(audio.plan, from, to);
}
