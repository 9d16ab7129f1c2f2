/** The bytes of a media file, made while they are read. */

import {
  type AudioPlan,
  type AudioRun,
  frameBytes,
  headerKbps,
  planBytes,
  planFrames,
  sampleHeader,
  silentFrame,
} from "./audio-plan";
import { splitFrames } from "./mp3-frames";
import { readSampleAudio } from "./samples";

const loaded = new Map<string, Promise<readonly Buffer[]>>();

/** The frames of a sample file; the few files are kept once they have been asked for. */
function framesOf(file: string): Promise<readonly Buffer[]> {
  const known = loaded.get(file) ?? readSampleAudio(file).then(splitFrames);
  loaded.set(file, known);
  return known;
}

/**
 * Writes a frame at the wanted bit rate: a frame that stands alone may be followed by any number of unused
 * bytes, so a higher rate is a new header and more room, and the sound is the same to the sample.
 */
function putFrame(target: Uint8Array, at: number, frame: Uint8Array, room: number, audioKbps: number): void {
  if (headerKbps(frame) === 0 || frame.length > room) {
    throw new Error("A sample file holds a frame that is no 8 kHz frame or does not fit the bit rate.");
  }
  target.set(frame, at);
  const [first, second, third] = sampleHeader(audioKbps);
  // The fourth byte (channel mode, original) stays the frame's own.
  target.set([first, second, third | ((frame[2] ?? 0) & 0x0d)], at);
}

async function putRun(
  target: Uint8Array,
  at: number,
  run: AudioRun,
  skip: number,
  frames: number,
  plan: AudioPlan,
  audioKbps: number,
): Promise<void> {
  const size = frameBytes(plan, audioKbps);
  if (run.file === null) {
    const silent = silentFrame(plan, audioKbps);
    for (let nth = 0; nth < frames; nth += 1) target.set(silent, at + nth * size);
    return;
  }
  const source = await framesOf(run.file);
  for (let nth = 0; nth < frames; nth += 1) {
    const frame = source[(run.fromFrame + skip + nth) % source.length];
    if (frame === undefined) throw new Error(`The sample file ${run.file} holds no frames.`);
    putFrame(target, at + nth * size, frame, size, audioKbps);
  }
}

/** Frames `from` to `to` (exclusive) of the planned file. */
export async function readFrames(
  plan: AudioPlan,
  from: number,
  to: number,
  audioKbps: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const size = frameBytes(plan, audioKbps);
  const last = Math.min(to, planFrames(plan));
  const target = new Uint8Array(Math.max(0, last - from) * size);
  let runStart = 0;
  for (const run of plan.runs) {
    const begin = Math.max(from, runStart);
    const end = Math.min(last, runStart + run.frames);
    if (begin < end) {
      await putRun(target, (begin - from) * size, run, begin - runStart, end - begin, plan, audioKbps);
    }
    runStart += run.frames;
  }
  return target;
}

/** Bytes `from` to `to` (exclusive) of the planned file, at most. */
export async function readBytes(
  plan: AudioPlan,
  from: number,
  to: number,
  audioKbps: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const size = frameBytes(plan, audioKbps);
  const end = Math.min(to, planBytes(plan, audioKbps));
  const firstFrame = Math.floor(from / size);
  const frames = await readFrames(plan, firstFrame, Math.ceil(end / size), audioKbps);
  return frames.subarray(from - firstFrame * size, Math.max(from, end) - firstFrame * size);
}
