/** A recording that is written out: a spoken sample or an awkward case. */
import type { AudioPlan } from "@/lib/samples/audio-plan";
import { parseWireTime, type WireLabel, type WireRecording } from "./wire";

export type SpecialCall = Readonly<{
  /** Without labels: those are in `labels`. */
  recording: WireRecording;
  labels: readonly WireLabel[];
  /** Sound by the UUID of the play path. */
  plans: ReadonlyMap<string, AudioPlan>;
  startMs: number;
  stopMs: number;
  /** Listed by searches, yet gone for everything that asks by id. */
  isGhost: boolean;
  /** Files whose certificate is gone: decrypting them always fails. */
  undecryptable: ReadonlySet<string>;
}>;

export type SpecialParts = Readonly<{
  recording: WireRecording;
  labels?: readonly WireLabel[];
  plans?: Iterable<readonly [string, AudioPlan]>;
  isGhost?: boolean;
  undecryptable?: readonly string[];
  /** When the times in the recording itself can't be read. */
  startMs?: number;
  stopMs?: number;
}>;

/** Reads the sort times from the recording itself. */
export function specialCall(parts: SpecialParts): SpecialCall {
  const startMs = parts.startMs ?? parseWireTime(parts.recording.startTime) ?? 0;
  return {
    recording: parts.recording,
    labels: parts.labels ?? [],
    plans: new Map(parts.plans ?? []),
    startMs,
    stopMs: parts.stopMs ?? parseWireTime(parts.recording.stopTime) ?? startMs,
    isGhost: parts.isGhost ?? false,
    undecryptable: new Set(parts.undecryptable ?? []),
  };
}
