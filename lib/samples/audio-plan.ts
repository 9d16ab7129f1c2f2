/**
 * What a media file sounds like, as a list of runs of MP3 frames. Nothing is held: a call of an hour and a
 * million generated calls cost the same. Every frame stands alone (8 kHz stereo, no bit reservoir).
 */

/** 576 samples at 8 kHz. */
export const FRAME_MS = 72;

/** Frames of the vendor page's own samples: 24 kHz, 24 ms, 384 bytes. */
const PAGE_FRAME = { ms: 24, bytes: 384, header: [0xff, 0xf3, 0xc4, 0x04] } as const;

export type AudioRun = Readonly<{
  /** A file of the spoken samples; null = silence. */
  file: string | null;
  /** The first frame of the file to take; the file is repeated from its end. */
  fromFrame: number;
  frames: number;
}>;

export type AudioPlan = Readonly<{ format: "sample" | "vendor-page"; runs: readonly AudioRun[] }>;

export type FrameSpan = Readonly<{ from: number; to: number }>;

export const planFrames = (plan: AudioPlan): number => plan.runs.reduce((sum, run) => sum + run.frames, 0);

/** Bytes of one frame: 128 kbit/s at 72 ms is 1152 bytes, 32 kbit/s is 288. */
export function frameBytes(plan: AudioPlan, audioKbps: number): number {
  return plan.format === "sample" ? (FRAME_MS * audioKbps) / 8 : PAGE_FRAME.bytes;
}

export const planBytes = (plan: AudioPlan, audioKbps: number): number =>
  planFrames(plan) * frameBytes(plan, audioKbps);

export const planDurationMs = (plan: AudioPlan): number =>
  planFrames(plan) * (plan.format === "sample" ? FRAME_MS : PAGE_FRAME.ms);

/** A silent file of so many of the vendor page's frames. */
export const vendorPagePlan = (frames: number): AudioPlan => ({
  format: "vendor-page",
  runs: [{ file: null, fromFrame: 0, frames }],
});

/** Speech of one sample file, looped, silent in the spans (sorted, apart, in frames of the result). */
export function spokenPlan(
  file: string | null,
  fromFrame: number,
  frames: number,
  silent: readonly FrameSpan[] = [],
): AudioPlan {
  const runs: AudioRun[] = [];
  let at = 0;
  for (const span of silent) {
    const from = Math.min(Math.max(span.from, at), frames);
    const to = Math.min(Math.max(span.to, from), frames);
    runs.push(
      { file, fromFrame: fromFrame + at, frames: from - at },
      { file: null, fromFrame: 0, frames: to - from },
    );
    at = to;
  }
  runs.push({ file, fromFrame: fromFrame + at, frames: frames - at });
  return { format: "sample", runs: runs.filter((run) => run.frames > 0) };
}

/**
 * The frames that must be silent for a span of milliseconds to be silent. Two more in front: a decoder's
 * overlap lets one frame sound on into the two after it.
 */
export function silentFrames(startMs: number, endMs: number): FrameSpan {
  return { from: Math.max(0, Math.floor(startMs / FRAME_MS) - 2), to: Math.ceil(endMs / FRAME_MS) };
}

/** A frame of silence: a header and nothing behind it. */
export function silentFrame(plan: AudioPlan, audioKbps: number): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(frameBytes(plan, audioKbps));
  frame.set(plan.format === "sample" ? sampleHeader(audioKbps) : PAGE_FRAME.header);
  return frame;
}

/** Bit rates of MPEG 2 and 2.5 layer III in kbit/s, by header index. */
const BIT_RATES = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/** MPEG 2.5 layer III without checksum, 8 kHz, stereo, original. */
export function sampleHeader(audioKbps: number): readonly [number, number, number, number] {
  const index = BIT_RATES.indexOf(audioKbps);
  if (index < 1) throw new Error(`No MP3 frame has ${audioKbps} kbit/s at 8 kHz.`);
  return [0xff, 0xe3, (index << 4) | 0x08, 0x04];
}

/** The bit rate an MPEG 2.5 header names, in kbit/s; 0 when it is no 8 kHz frame header. */
export function headerKbps(frame: Uint8Array): number {
  const [first, second, third = 0] = frame;
  return first === 0xff && second === 0xe3 && (third & 0x0c) === 0x08 ? (BIT_RATES[third >> 4] ?? 0) : 0;
}
