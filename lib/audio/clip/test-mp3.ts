/** For tests: the frames of an MP3 file, each with its own sound data, and what of them a clip holds. */
import { Mp3Scanner } from "../peaks/mp3-frames.mjs";
import { readInfo } from "./mp3-info";
import { layoutAt } from "./mp3-layer";

/** Half a window over the next granule, and the ringing of the filter bank. */
export const SPILL_SAMPLES = 1_057;

type Placed = Readonly<{
  /** Its own sound data: a part of the file's stream of them. */
  soundAt: number;
  soundEnd: number;
  fromSamples: number;
  samples: number;
  sampleRate: number;
  backBytes: number;
}>;
export type Frames = Readonly<{ stream: Buffer; frames: readonly Placed[] }>;

/** The frames of a file in the time that players show. */
export function framesOf(file: Uint8Array): Frames {
  const frames: Placed[] = [];
  const parts: Uint8Array[] = [];
  let partAt = 0;
  let skipSamples: number | null = null;
  const scanner = new Mp3Scanner((run) => {
    for (let at = 0; ; ) {
      const layout = layoutAt(run, at);
      if (layout === null) return;
      const frame = run.slice(at, at + layout.bytes);
      at += layout.bytes;
      if (skipSamples === null) {
        const info = readInfo(frame, layout);
        skipSamples = info?.skipSamples ?? 0;
        if (info !== null) continue;
      }
      const part = frame.subarray(layout.headBytes);
      const { samples, sampleRate, backBytes } = layout;
      const soundAt = partAt - backBytes;
      frames.push({
        soundAt: Math.max(0, soundAt),
        soundEnd: Math.min(soundAt + layout.soundBytes, partAt + part.length),
        fromSamples: frames.length * samples - skipSamples,
        samples,
        sampleRate,
        backBytes,
      });
      parts.push(part);
      partAt += part.length;
    }
  });
  scanner.push(file);
  scanner.end();
  return { stream: Buffer.concat(parts), frames };
}

const RUN_BYTES = 16;
const [NOBODY, OUTSIDE, INSIDE] = [0, 1, 2];

/** Runs of 16 bytes in the clip that stand in the sound data of frames outside, and of none inside. */
export function leaksIn(
  clip: Buffer,
  { stream, frames }: Frames,
  startMs: number,
  endMs: number | null,
): number {
  // Whose each byte is: in damaged files frames claim the same ones, and then the first has it.
  const owners = new Uint8Array(stream.length);
  for (const { soundAt, soundEnd, fromSamples, samples, sampleRate } of frames) {
    const isInside =
      (startMs === 0 || fromSamples >= (startMs * sampleRate) / 1000) &&
      (endMs === null || fromSamples + samples + SPILL_SAMPLES <= (endMs * sampleRate) / 1000);
    for (let at = soundAt; at < soundEnd; at += 1) {
      if (owners[at] === NOBODY) owners[at] = isInside ? INSIDE : OUTSIDE;
    }
  }
  const [outside, inside] = [OUTSIDE, INSIDE].map((owner) => runsOf(stream, (at) => owners[at] === owner));
  inside?.add("\0".repeat(RUN_BYTES));
  return [...runsOf(clip, () => true)].filter((run) => outside?.has(run) && !inside?.has(run)).length;
}

function runsOf(bytes: Buffer, isWanted: (at: number) => boolean): Set<string> {
  const runs = new Set<string>();
  let wanted = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    wanted = isWanted(at) ? wanted + 1 : 0;
    if (wanted >= RUN_BYTES) runs.add(bytes.toString("latin1", at + 1 - RUN_BYTES, at + 1));
  }
  return runs;
}
