/** Pauses of a recording: the silence or the cut in its sound, and the annotations that tell of them (§5.4). */
import { type AudioPlan, type AudioRun, FRAME_MS, spokenPlan } from "@/lib/samples/audio-plan";
import { idWithin } from "./draft";
import type { WireAnnotation } from "./wire";

/**
 * One pause, in ms of real time since the start of the recording. `padded` = it stands in the file as silence;
 * `cut` = it was left out, and everything after it lies earlier in the file.
 */
export type Pause = Readonly<{
  atMs: number;
  durationMs: number;
  fill: "padded" | "cut";
  reason: "SecurePause" | "FlowOrQueue" | "Pause" | "Hold";
}>;

const DESCRIPTIONS: Readonly<Record<Pause["reason"], string>> = {
  SecurePause: "Secure Pause",
  FlowOrQueue: "Flow Or Queue",
  Pause: "",
  Hold: "Hold",
};

/**
 * Pause annotations, sharing one id. `location` and `recordingLocation` are the place in the file as it is
 * played, `recordingDurationMs` how long the pause lasts there (0 = cut); `realtimeLocation` counts real time;
 * `absoluteLocation` is real time with all earlier pauses taken out.
 */
export function pauseAnnotations(recordingId: string, pauses: readonly Pause[]): WireAnnotation[] {
  const id = idWithin(recordingId, 0, 5);
  let cutMs = 0;
  let pausedMs = 0;
  return [...pauses]
    .sort((a, b) => a.atMs - b.atMs)
    .map((pause) => {
      const location = pause.atMs - cutMs;
      const absoluteLocation = pause.atMs - pausedMs;
      pausedMs += pause.durationMs;
      if (pause.fill === "cut") cutMs += pause.durationMs;
      return {
        id,
        type: "Pause",
        location,
        durationMs: pause.durationMs,
        absoluteLocation,
        absoluteDurationMs: pause.durationMs,
        recordingLocation: location,
        recordingDurationMs: pause.fill === "cut" ? 0 : pause.durationMs,
        description: DESCRIPTIONS[pause.reason],
        reason: pause.reason,
        realtimeLocation: pause.atMs,
      };
    });
}

/** A hold; it carries no reason, and whoever answers gives it a new id (§5.4). */
export function holdAnnotation(recordingId: string, atMs: number, durationMs: number): WireAnnotation {
  return {
    id: idWithin(recordingId, atMs, 6),
    type: "Hold",
    location: atMs,
    durationMs,
    absoluteLocation: atMs,
    absoluteDurationMs: durationMs,
    recordingLocation: atMs,
    recordingDurationMs: durationMs,
    description: "",
    realtimeLocation: atMs,
  };
}

/** A pause moved onto frames of the sound, so that silence and annotation begin and end together. */
export function onFrames(pause: Pause): Pause {
  const atMs = Math.round(pause.atMs / FRAME_MS) * FRAME_MS;
  return { ...pause, atMs, durationMs: Math.max(1, Math.round(pause.durationMs / FRAME_MS)) * FRAME_MS };
}

/** A decoder's overlap lets a frame sound on into the two after it. */
const OVERLAP_FRAMES = 2;

/** Speech from a sample file for so many ms of real time, with the pauses in it; the pauses lie on frames. */
export function pausedPlan(
  file: string,
  fromFrame: number,
  realMs: number,
  pauses: readonly Pause[],
): AudioPlan {
  const frames = Math.max(1, Math.floor(realMs / FRAME_MS));
  const runs: AudioRun[] = [];
  let at = 0;
  for (const pause of [...pauses].sort((a, b) => a.atMs - b.atMs)) {
    const from = Math.min(frames, Math.round(pause.atMs / FRAME_MS));
    const to = Math.min(frames, Math.round((pause.atMs + pause.durationMs) / FRAME_MS));
    const quiet = pause.fill === "padded" ? Math.max(at, from - OVERLAP_FRAMES) : from;
    runs.push(...spokenPlan(file, fromFrame + at, Math.max(0, quiet - at)).runs);
    if (pause.fill === "padded") runs.push({ file: null, fromFrame: 0, frames: to - quiet });
    at = to;
  }
  runs.push(...spokenPlan(file, fromFrame + at, Math.max(0, frames - at)).runs);
  return { format: "sample", runs: runs.filter((run) => run.frames > 0) };
}
