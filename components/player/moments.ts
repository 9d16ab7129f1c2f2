import { readTime } from "@/components/format/time";
import { contactWords } from "@/components/format/words";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { fileDurationMs, filePosition, type MaskMark, maskLine, type PlacedFile } from "./marks";
import { type Thread, type ThreadMark, threadWords } from "./threads";

/** Something that happened, in the order it is heard: the waveform told in words. `atMs` in call time. */
export type Moment = Readonly<{ key: string; atMs: number; words: string }> &
  Readonly<
    | { kind: "event" }
    | { kind: "mask"; warnings: readonly string[] }
    | { kind: "comment"; thread: Thread; endMs: number | null }
  >;

const EVENT_WORDS: Readonly<Record<string, string>> = {
  Joined: "Joined",
  Left: "Left",
  Hold: "On hold",
  Retrieved: "Back from hold",
};

/** Vendors' clocks differ from their recorders': an event so near to a file belongs to it. */
const NEAR_MS = 5_000;

/** The whole call as one list: who came and went, what was paused, what was said about it. */
export function momentsOf(
  recording: OutgoingRecording,
  files: readonly PlacedFile[],
  masks: readonly MaskMark[],
  threads: readonly ThreadMark[],
): readonly Moment[] {
  const moments: Moment[] = [
    ...eventMoments(recording, files),
    ...masks.map((mark) => ({
      key: mark.key,
      atMs: mark.span.startMs,
      words: maskLine({ ...mark, warnings: [] }),
      kind: "mask" as const,
      warnings: mark.warnings,
    })),
    ...threads.map(({ thread, startMs, endMs }) => ({
      key: `comment-${thread.id}`,
      atMs: startMs,
      endMs,
      words: threadWords(thread),
      kind: "comment" as const,
      thread,
    })),
  ];
  return moments.sort((one, other) => one.atMs - other.atMs);
}

function eventMoments(recording: OutgoingRecording, files: readonly PlacedFile[]): Moment[] {
  return recording.eventHistory.flatMap((event, index) => {
    const wallMs = readTime(event.occurredAt);
    const atMs = wallMs === null || event.event === "Data" ? null : callTime(files, wallMs);
    if (atMs === null) return [];
    const who = event.contact ? contactWords(event.contact) : "";
    const words = `${EVENT_WORDS[event.event] ?? event.event}${who === "" ? "" : `: ${who}`}`;
    return [{ key: `event-${index}`, atMs, words, kind: "event" as const }];
  });
}

/** Where a moment of the wall clock is heard: inside a file, else at the nearest end of one that it almost touches. */
function callTime(files: readonly PlacedFile[], wallMs: number): number | null {
  let best: { atMs: number; offMs: number } | null = null;
  for (const { file, startMs } of files) {
    const atMs = filePosition(file, wallMs);
    if (atMs === null) continue;
    const inFile = Math.max(0, Math.min(atMs, fileDurationMs(file) ?? Number.POSITIVE_INFINITY));
    const offMs = Math.abs(atMs - inFile);
    if (offMs <= NEAR_MS && (best === null || offMs < best.offMs)) best = { atMs: startMs + inFile, offMs };
  }
  return best?.atMs ?? null;
}
