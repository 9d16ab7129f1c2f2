/** Waveform peaks of a media file, made in a worker thread with flat memory (contract §4.1, `peaks`). */
import { encodeAudiowaveform } from "@/lib/domain/audiowaveform";
import type { SpoolReader } from "../spool";
import type { RawPeaks } from "./accumulator.mjs";
import { PeaksPool } from "./pool";

export { PeaksError, type PeaksErrorKind } from "./pool";

export type Peaks = Readonly<{
  /** audiowaveform binary format, version 2, 8 bit; 150 kB at most. */
  data: Uint8Array<ArrayBuffer>;
  /** Exact length of the decoded sound. */
  durationMs: number;
  channels: number;
  sampleRate: number;
  samplesPerPixel: number;
}>;

export type PeaksOptions = Readonly<{
  signal?: AbortSignal;
  /** Called with the peaks so far, while the file is still arriving: after its first bytes, then every `partialMs` (500) at most. */
  onPartial?: (peaks: Peaks) => void;
  partialMs?: number;
}>;

let pool: PeaksPool | null = null;

/**
 * Reads the whole file, as it arrives. Rejects with PeaksError (see its kinds); never hangs on a bad file.
 * The reader stays open: closing it is the caller's.
 */
export async function computePeaks(
  source: Pick<SpoolReader, "read">,
  options: PeaksOptions = {},
): Promise<Peaks> {
  pool ??= new PeaksPool();
  const { onPartial } = options;
  const raw = await pool.run({
    stream: source.read(0, null, options.signal),
    signal: options.signal ?? null,
    onPartial: onPartial === undefined ? null : (soFar) => onPartial(toPeaks(soFar)),
    partialMs: options.partialMs ?? 500,
  });
  return toPeaks(raw);
}

/** Ends the worker thread; what it was reading is cancelled. It starts again when needed. */
export async function closePeaks(): Promise<void> {
  const closing = pool;
  pool = null;
  await closing?.close();
}

function toPeaks(raw: RawPeaks): Peaks {
  return {
    data: encodeAudiowaveform(raw),
    durationMs: Math.round((raw.samples * 1000) / raw.sampleRate),
    channels: raw.channels,
    sampleRate: raw.sampleRate,
    samplesPerPixel: raw.samplesPerPixel,
  };
}
