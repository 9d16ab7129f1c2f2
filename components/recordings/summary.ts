import { readTime } from "@/components/format/time";
import { contactWords } from "@/components/format/words";
import type { OutgoingLabel, OutgoingRecording } from "@/lib/privacy/outgoing";

const COMMENT = "comment";
export const SCREEN_RECORDING = "__screenRecording";

/** The people of ours who were on the call, each once, in the order in which they came. */
export function agentsOf(recording: OutgoingRecording): readonly string[] {
  const names = new Set<string>();
  for (const { contact } of recording.eventHistory) {
    const name = contact?.type === "User" ? contactWords(contact) : "";
    if (name !== "") names.add(name);
  }
  return [...names];
}

/** Length of the call in ms: stop − start, else its longest file; null when nothing tells. */
export function lengthMs(recording: OutgoingRecording): number | null {
  const startMs = readTime(recording.startTime);
  const stopMs = readTime(recording.stopTime);
  if (startMs !== null && stopMs !== null && stopMs >= startMs) return stopMs - startMs;
  const lengths = recording.mediaFiles.flatMap((file) =>
    file.duration === undefined ? [] : [Number(file.duration)],
  );
  return lengths.length === 0 ? null : Math.max(...lengths);
}

export function maskCount(recording: OutgoingRecording): number {
  return recording.mediaFiles.reduce((sum, file) => sum + file.maskedSpans.length, 0);
}

/** Labels that people set to find a call again: neither comments nor the derived one of screen recordings. */
export function plainLabels(recording: OutgoingRecording): readonly OutgoingLabel[] {
  return (recording.labels ?? []).filter(
    (label) => label.name !== COMMENT && label.name !== SCREEN_RECORDING,
  );
}

export function commentLabels(recording: OutgoingRecording): readonly OutgoingLabel[] {
  return (recording.labels ?? []).filter((label) => label.name === COMMENT);
}

/** Start, else stop: what the list is ordered by. Null = the vendor gave no time. */
export function whenMs(recording: OutgoingRecording): number | null {
  return readTime(recording.startTime) ?? readTime(recording.stopTime);
}

/** `ready` when a file can be played now, else why none can. */
export function audioState(recording: OutgoingRecording): "ready" | "pending" | "missing" {
  const states = recording.mediaFiles.map((file) => file.audio);
  if (states.includes("ready")) return "ready";
  return states.includes("pending") ? "pending" : "missing";
}
