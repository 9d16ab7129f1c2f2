/** The bytes of a recording, made while they are read: nothing of a file is in memory before it is played. */
import { type AudioPlan, FRAME_MS } from "@/lib/samples/audio-plan";
import { FRAME_SAMPLES, PCM_RATE, pcmBytes, readPcm, type StereoSamples, wavHeader } from "@/lib/samples/pcm";
import { readFrames } from "@/lib/samples/plan-bytes";
import type { RecordedSpan, RiffSize, Segment } from "./model";

const SAMPLES_PER_MS = PCM_RATE / 1000;
/** Frames decoded at a time, from a multiple of it on: pcm.ts decodes from there anyway. */
const CELL_FRAMES = 128;
const MP3_KBPS = 32;
const HEADER_BYTES = 44;
const DATA_BYTES: Readonly<Record<Exclude<RiffSize, "right">, number>> = { zero: 0, max: 0xffff_ffff };

/** Length of a recording: what was said while it was on. */
export const recordedMs = (spans: readonly RecordedSpan[]): number =>
  spans.reduce((sum, span) => sum + span.endMs - span.startMs, 0);

/** Bytes of the whole WAV, header included. */
export const wavBytes = (segment: Segment): number =>
  HEADER_BYTES + recordedMs(segment.spans) * SAMPLES_PER_MS * 2 * segment.channels;

/** Bytes of the whole MP3. */
export const mp3Bytes = (segment: Segment): number =>
  segment.spans.reduce((sum, span) => {
    const { from, to } = framesOf(span);
    return sum + (to - from) * ((FRAME_MS * MP3_KBPS) / 8);
  }, 0);

/** Channel 0 is the customer, channel 1 the agent (fact sheet §5: chosen); the samples have the agent on the left. */
function pcmOf({ left, right }: StereoSamples, channels: 1 | 2): Uint8Array {
  if (channels === 2) return pcmBytes(right, left);
  return pcmBytes(left.map((sample, at) => Math.round((sample + (right[at] ?? 0)) / 2)));
}

/** Samples `from` to `to` of a plan, by parts that fit the decoder's cells. */
async function* samplesOf(plan: AudioPlan, from: number, to: number): AsyncGenerator<StereoSamples> {
  const cell = CELL_FRAMES * FRAME_SAMPLES;
  for (let at = from; at < to; ) {
    const end = Math.min(to, (Math.floor(at / cell) + 1) * cell);
    const firstFrame = Math.floor(at / FRAME_SAMPLES);
    const { left, right } = await readPcm(plan, firstFrame, Math.ceil(end / FRAME_SAMPLES));
    const [begin, stop] = [at - firstFrame * FRAME_SAMPLES, end - firstFrame * FRAME_SAMPLES];
    yield { left: left.subarray(begin, stop), right: right.subarray(begin, stop) };
    at = end;
  }
}

/** A WAV of 16-bit PCM at 8 kHz: the recorded spans one after the other, cut to the millisecond. */
export async function* wavParts(segment: Segment, riffSize: RiffSize): AsyncGenerator<Uint8Array> {
  const { plan, spans, channels } = segment;
  yield wavHeader(channels, riffSize === "right" ? wavBytes(segment) - HEADER_BYTES : DATA_BYTES[riffSize]);
  if (plan === null) return;
  for (const span of spans) {
    const from = span.fromMs * SAMPLES_PER_MS;
    const to = from + (span.endMs - span.startMs) * SAMPLES_PER_MS;
    for await (const samples of samplesOf(plan, from, to)) yield pcmOf(samples, channels);
  }
}

/** A frame can't be cut: an MP3's edges lie on multiples of 72 ms of the sound. */
function framesOf(span: RecordedSpan): { from: number; to: number } {
  const from = Math.round(span.fromMs / FRAME_MS);
  return { from, to: from + Math.round((span.endMs - span.startMs) / FRAME_MS) };
}

/** What browsers get: MP3 at 32 kbit/s, the frames as they lie on disk (agent left, customer right). */
export async function* mp3Parts(segment: Segment): AsyncGenerator<Uint8Array> {
  const { plan, spans } = segment;
  if (plan === null) return;
  for (const span of spans) {
    const { from, to } = framesOf(span);
    for (let at = from; at < to; at += CELL_FRAMES) {
      yield await readFrames(plan, at, Math.min(to, at + CELL_FRAMES), MP3_KBPS);
    }
  }
}
