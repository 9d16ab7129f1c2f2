import { position, readTime } from "@/components/format/time";
import type { MaskedSpan } from "@/lib/domain/recording";
import type {
  OutgoingLabel,
  OutgoingMaskEvidence,
  OutgoingMediaFile,
  OutgoingRecording,
} from "@/lib/privacy/outgoing";

/** A media file, and where it begins in the call as it is played (timeline.ts). */
export type PlacedFile = Readonly<{ file: OutgoingMediaFile; startMs: number }>;

/** A comment as it stands on one media file, in that file's own time. */
export type CommentMark = Readonly<{
  id: string;
  text: string;
  author: string | null;
  startMs: number;
  endMs: number | null;
}>;

/** A masked span with what the sound says about it. Times in call time. */
export type MaskMark = Readonly<{
  key: string;
  mediaKey: string;
  span: MaskedSpan;
  startUncertainMs: number;
  endUncertainMs: number;
  /** `Paused 2:14–2:31`, with what is not certain about it. */
  words: string;
  /** What the sound bears out. */
  notes: readonly string[];
  /** What it contradicts: somebody should listen. */
  warnings: readonly string[];
}>;

/** `Paused 2:14–2:31`, and what is not certain about it. */
export function maskWords(span: MaskedSpan): string {
  const doubt = span.uncertainMs >= NO_DOUBT_MS ? `, edges ±${secondsWords(span.uncertainMs)}` : "";
  return `${shortMaskWords(span)}${doubt}`;
}

/** The same as it stands beside the waveform, where the doubt is drawn. */
export function shortMaskWords(span: MaskedSpan): string {
  if (span.open) return `Paused at ${nearest(span.startMs)}, never resumed`;
  if (span.endMs === span.startMs) {
    return `Paused at ${nearest(span.startMs)}: ${nearest(span.pausedMs)} cut out here`;
  }
  return `Paused ${nearest(span.startMs)}–${nearest(span.endMs)}`;
}

/** What fits under the mark itself, where its place is seen. Part of the longer words. */
export function labelWords(span: MaskedSpan): string {
  const isCut = span.endMs === span.startMs && !span.open;
  return isCut ? `${nearest(span.pausedMs)} cut out here` : shortMaskWords(span);
}

/** To the nearest second: an edge found at 72.98 s is the one that was told as 1:13. */
function nearest(ms: number): string {
  return position(Math.round(ms / 1_000) * 1_000);
}

/** Less is said by nobody: the edge is known. */
const NO_DOUBT_MS = 100;

function secondsWords(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

/** The masked spans of a file as marks, with what the server found its sound to say about them, once that is measured. */
export function maskMarks({ file, startMs }: PlacedFile): readonly MaskMark[] {
  return file.maskedSpans.map((told, index) => {
    const evidence = file.maskEvidence?.[index];
    const span = { ...told, startMs: told.startMs + startMs, endMs: told.endMs + startMs };
    return {
      key: `mask-${file.mediaKey}-${index}`,
      mediaKey: file.mediaKey,
      span,
      startUncertainMs: evidence?.startUncertainMs ?? told.uncertainMs,
      endUncertainMs: evidence?.endUncertainMs ?? told.uncertainMs,
      words: maskWords(span),
      notes: evidence ? notesOf(evidence) : [],
      warnings: evidence ? warningsOf(told, evidence, startMs) : [],
    };
  });
}

const FILL_WORDS: Readonly<Partial<Record<OutgoingMaskEvidence["fill"], string>>> = {
  beeps: "beeps in it",
  noise: "noise in it",
};

function notesOf({ startMovedMs, endMovedMs, fill, ...doubt }: OutgoingMaskEvidence): readonly string[] {
  const fillWords = FILL_WORDS[fill];
  return [edgeWords(startMovedMs !== undefined, endMovedMs !== undefined, doubt), fillWords].filter(
    (words) => words !== undefined,
  );
}

/** Which edges are the sound's, not the vendor's. */
function edgeWords(
  isStart: boolean,
  isEnd: boolean,
  doubt: Readonly<{ startUncertainMs: number; endUncertainMs: number }>,
): string | undefined {
  if (!isStart && !isEnd) return undefined;
  const leftMs = Math.max(isStart ? doubt.startUncertainMs : 0, isEnd ? doubt.endUncertainMs : 0);
  const which = isStart && isEnd ? "edges" : isStart ? "start" : "end";
  return `${which} ${leftMs < NO_DOUBT_MS ? "found in" : "narrowed by"} the sound`;
}

function warningsOf(told: MaskedSpan, evidence: OutgoingMaskEvidence, startMs: number): readonly string[] {
  const { alarms, speechAtMs } = evidence;
  return alarms.flatMap((alarm) => {
    if (alarm === "speechInMask") {
      return [
        `speech inside this pause${speechAtMs === undefined ? "" : `, at ${position(speechAtMs + startMs)}`}`,
      ];
    }
    // An open one says so in its own words.
    return told.open ? [] : ["no sound after it, to the end of the recording"];
  });
}

/** Everything that a mark has to say, in one line. */
export function maskLine({ words, notes, warnings }: MaskMark): string {
  return [words, ...notes, ...warnings].join("; ");
}

/** The mark that a position lies in. */
export function markAt(marks: readonly MaskMark[], ms: number): MaskMark | undefined {
  return marks.find(({ span }) => ms >= span.startMs && ms < span.endMs);
}

/** Wall clock to a position in the file: pauses that were cut out of the audio take no time in it. */
export function filePosition(file: OutgoingMediaFile, wallMs: number): number | null {
  const startMs = readTime(file.startTime);
  if (startMs === null) return null;
  let atMs = wallMs - startMs;
  for (const span of file.maskedSpans) {
    if (span.startMs !== span.endMs || atMs <= span.startMs) continue;
    atMs = Math.max(span.startMs, atMs - span.pausedMs);
  }
  return atMs;
}

/** Length of a file: told by the vendor, else its times. */
export function fileDurationMs(file: OutgoingMediaFile): number | null {
  if (file.duration !== undefined) return Number(file.duration);
  const startMs = readTime(file.startTime);
  const stopMs = readTime(file.stopTime);
  return startMs === null || stopMs === null ? null : Math.max(0, stopMs - startMs);
}

/** The comments of a recording that have a place in this file: by their own position, else by their wall-clock time. */
export function commentsOf(recording: OutgoingRecording, file: OutgoingMediaFile): readonly CommentMark[] {
  const marks = (recording.labels ?? []).flatMap((label) => {
    const mark = label.name === "comment" ? commentMark(label, file) : null;
    return mark ? [mark] : [];
  });
  return marks.sort((left, right) => left.startMs - right.startMs);
}

function commentMark(label: OutgoingLabel, file: OutgoingMediaFile): CommentMark | null {
  const { content } = label;
  const text = content?.text;
  if (typeof text !== "string") return null;
  const base = { id: label.id, text, author: label.createUser ?? null };
  if (content?.mediaKey === file.mediaKey && typeof content.startMs === "number") {
    return {
      ...base,
      startMs: content.startMs,
      endMs: typeof content.endMs === "number" ? content.endMs : null,
    };
  }
  if (content?.mediaKey !== undefined || typeof content?.time !== "string") return null;
  const wallMs = readTime(content.time);
  const atMs = wallMs === null ? null : filePosition(file, wallMs);
  const lengthMs = fileDurationMs(file) ?? Number.POSITIVE_INFINITY;
  return atMs === null || atMs < 0 || atMs > lengthMs ? null : { ...base, startMs: atMs, endMs: null };
}

/** `0:48`, or `0:48–1:02` for a span. */
export function spanWords(startMs: number, endMs: number | null): string {
  return endMs === null || endMs <= startMs ? position(startMs) : `${position(startMs)}–${position(endMs)}`;
}
