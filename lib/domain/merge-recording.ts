import { isPlaceholder, type Recording } from "./recording";

/**
 * What is known of a call after an answer that tells only a part of it (`SourceRecording.files`): `some` = files and events
 * of call legs that the answer does not speak of stay; `notAsked` = all files stay, as does what only files tell. Pure: the
 * same whatever the order in which the parts come, but for parts that contradict each other, where the newer one holds.
 */
export function mergeRecording(
  known: Recording,
  told: Recording,
  files: "all" | "some" | "notAsked",
): Recording {
  if (files === "all") return told;
  if (files === "notAsked") {
    if (known.mediaFiles.every(isPlaceholder)) return told;
    return {
      ...told,
      region: told.region ?? known.region,
      screenRecording: told.screenRecording || known.screenRecording,
      nonDelete: known.nonDelete,
      mediaFiles: known.mediaFiles,
    };
  }
  const toldKeys = new Set<string>(told.mediaFiles.map((file) => file.mediaKey));
  const kept = known.mediaFiles.filter((file) => !isPlaceholder(file) && !toldKeys.has(file.mediaKey));
  if (kept.length === 0) return told;
  const toldLegs = new Set(told.events.map((event) => event.callId));
  const keptLegs = new Set(kept.flatMap((file) => file.callId ?? []));
  const keptEvents = known.events.filter(
    ({ callId }) => callId !== null && keptLegs.has(callId) && !toldLegs.has(callId),
  );
  return {
    ...told,
    startMs: earliest(known.startMs, told.startMs),
    stopMs: latest(known.stopMs, told.stopMs),
    screenRecording: told.screenRecording || known.screenRecording,
    nonDelete: told.nonDelete || known.nonDelete,
    mediaFiles: [...kept, ...told.mediaFiles].sort(
      (a, b) => (a.startMs ?? 0) - (b.startMs ?? 0) || (a.mediaKey < b.mediaKey ? -1 : 1),
    ),
    events: [...keptEvents, ...told.events].sort((a, b) => (a.occurredAtMs ?? 0) - (b.occurredAtMs ?? 0)),
  };
}

function earliest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function latest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
