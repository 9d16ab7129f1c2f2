/** `npm run bench -- peaks`: how fast peaks are made, beside ffmpeg decoding the same file to nothing. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { closePeaks, computePeaks } from "../peaks/peaks";

const PIECE_BYTES = 262_144;
const RUNS = 5;
const SAMPLE_RATE = 8_000;

type Timing = Readonly<{
  durationMs: number;
  peaksMs: number;
  timesRealTime: number;
  /** Null = no ffmpeg on this machine. */
  ffmpegMs: number | null;
  timesFfmpeg: number | null;
}>;
export type PeaksBench = Readonly<{
  bench: "peaks";
  mp3: Timing;
  wav: Timing;
  /** The same call coded by ffmpeg, 32 kbit/s; null = there is none, or it has no Opus. */
  oggOpus: Timing | null;
  webmOpus: Timing | null;
  rssGrowthBytes: number;
}>;

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (at >= bytes.length) return controller.close();
        controller.enqueue(bytes.subarray(at, at + PIECE_BYTES));
        at += PIECE_BYTES;
      },
    },
    { highWaterMark: 0 },
  );
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** 8 kHz stereo, 16 bit; something like speech: tones that come and go. */
function wavOf(durationMs: number): Buffer {
  const frames = Math.floor((durationMs * SAMPLE_RATE) / 1000);
  const file = Buffer.alloc(44 + frames * 4);
  file.write("RIFF", 0, "latin1");
  file.writeUInt32LE(file.length - 8, 4);
  file.write("WAVEfmt ", 8, "latin1");
  for (const [at, value] of [
    [16, 16],
    [24, SAMPLE_RATE],
    [28, SAMPLE_RATE * 4],
  ] as const) {
    file.writeUInt32LE(value, at);
  }
  for (const [at, value] of [
    [20, 1],
    [22, 2],
    [32, 4],
    [34, 16],
  ] as const) {
    file.writeUInt16LE(value, at);
  }
  file.write("data", 36, "latin1");
  file.writeUInt32LE(frames * 4, 40);
  for (let frame = 0; frame < frames; frame += 1) {
    const loud = (frame >> 14) % 2 === 0 ? 9_000 : 200;
    file.writeInt16LE(Math.round(Math.sin(frame / 3) * loud), 44 + frame * 4);
    file.writeInt16LE(Math.round(Math.sin(frame / 5) * (9_200 - loud)), 46 + frame * 4);
  }
  return file;
}

function ffmpegMs(file: string): number | null {
  const startMs = performance.now();
  const { status } = spawnSync("ffmpeg", ["-v", "error", "-i", file, "-f", "null", "-"]);
  return status === 0 ? performance.now() - startMs : null;
}

async function time(bytes: Uint8Array, file: string): Promise<Timing> {
  writeFileSync(file, bytes);
  const ours: number[] = [];
  const theirs: number[] = [];
  let durationMs = 0;
  // Turn by turn, so that a busy machine is busy for both.
  for (let run = 0; run < RUNS; run += 1) {
    const startMs = performance.now();
    ({ durationMs } = await computePeaks({ read: () => streamOf(bytes) }));
    ours.push(performance.now() - startMs);
    const decodingMs = ffmpegMs(file);
    if (decodingMs !== null) theirs.push(decodingMs);
  }
  const peaksMs = median(ours);
  const decodingMs = theirs.length > 0 ? median(theirs) : null;
  return {
    durationMs,
    peaksMs,
    timesRealTime: durationMs / peaksMs,
    ffmpegMs: decodingMs,
    timesFfmpeg: decodingMs === null ? null : peaksMs / decodingMs,
  };
}

async function timeCoded(
  folder: string,
  from: string,
  to: string,
  how: readonly string[],
): Promise<Timing | null> {
  const file = path.join(folder, to);
  const { status } = spawnSync("ffmpeg", ["-v", "error", "-i", path.join(folder, from), ...how, file]);
  return status === 0 ? time(readFileSync(file), path.join(folder, `again-${to}`)) : null;
}

/** `mp3`: a call of about an hour, 8 kHz stereo. */
export async function benchPeaks(mp3: Uint8Array): Promise<PeaksBench> {
  const folder = mkdtempSync(path.join(tmpdir(), "earmark-bench-"));
  try {
    const first = await time(mp3, path.join(folder, "call.mp3"));
    const wav = wavOf(first.durationMs);
    const before = process.memoryUsage.rss();
    const second = await time(wav, path.join(folder, "call.wav"));
    const rssGrowthBytes = process.memoryUsage.rss() - before;
    const oggOpus = await timeCoded(folder, "call.mp3", "call.opus", ["-c:a", "libopus", "-b:a", "32k"]);
    const webmOpus = oggOpus && (await timeCoded(folder, "call.opus", "call.webm", ["-c", "copy"]));
    return { bench: "peaks", mp3: first, wav: second, oggOpus, webmOpus, rssGrowthBytes };
  } finally {
    await closePeaks();
    rmSync(folder, { recursive: true, force: true });
  }
}
