import { fileOffsetMs, wallOffsetMs } from "../file-clock";
import type { MediaKey } from "../ids";
import { COMMENT_LABEL, readComment } from "../labels";
import { heardSpans } from "../mask-evidence";
import type { CallEvent, EpochMs, Label, MaskedSpan, MediaFile, StoredRecording } from "../recording";

/** A part of a recording, and the key by which the part is known. `endMs` null = to the end of the file. */
export type Cut = Readonly<{ clipKey: MediaKey; mediaKey: string; startMs: number; endMs: number | null }>;

/** A part with the file it lies in and its wall clock; null where the file's own is unknown. */
type Placed = Readonly<{
  cut: Cut;
  file: MediaFile;
  fromMs: EpochMs | null;
  toMs: EpochMs | null;
  isToEnd: boolean;
}>;

/**
 * The recording as it is for somebody who was given parts of it: its media files are the parts, in the order given, each
 * in its own time; events, masks and comments are those within a part; nothing else of the call is in it. Parts whose
 * file the recording has no more are left out. What is masked must be judged by the whole recording, not by this one.
 */
export function cutRecording(whole: StoredRecording, cuts: readonly Cut[]): StoredRecording {
  const placed = cuts.flatMap((cut) => place(whole, cut) ?? []);
  const starts = placed.flatMap(({ fromMs }) => fromMs ?? []);
  const stops = placed.flatMap(({ toMs }) => toMs ?? []);
  const { talk: _ofTheWhole, maskEvidence: _inSpans, idTimeMs: _ofTheId, ...rest } = whole;
  return {
    ...rest,
    startMs: starts.length > 0 ? Math.min(...starts) : null,
    stopMs: stops.length > 0 ? Math.max(...stops) : null,
    events: whole.events.filter((event) => placed.some((part) => isEventOf(event, part, whole.mediaFiles))),
    mediaFiles: placed.map(fileOf),
    labels: commentsOf(whole.labels, placed),
  };
}

function place(whole: StoredRecording, cut: Cut): Placed | null {
  const told = whole.mediaFiles.find(({ mediaKey }) => mediaKey === cut.mediaKey);
  if (!told) return null;
  // What the sound told of the whole file's masks holds for a part of it, whose own sound may begin in one.
  const evidence = whole.maskEvidence?.get(told.mediaKey) ?? [];
  const file = { ...told, maskedSpans: heardSpans(told.maskedSpans, evidence) };
  const endMs = endOf(cut, file);
  const isToEnd = endMs === null || (file.durationMs !== null && endMs >= file.durationMs);
  return {
    cut,
    file,
    fromMs: file.startMs === null ? null : file.startMs + wallOffsetMs(file, cut.startMs),
    toMs:
      endMs === null ? file.stopMs : file.startMs === null ? null : file.startMs + wallOffsetMs(file, endMs),
    isToEnd,
  };
}

/** Where the part ends in its file; null = where that ends, and that is unknown. */
function endOf(cut: Cut, file: MediaFile): number | null {
  if (cut.endMs === null) return file.durationMs;
  return file.durationMs === null ? cut.endMs : Math.min(cut.endMs, file.durationMs);
}

function isWithin(timeMs: EpochMs | null, { fromMs, toMs, isToEnd }: Placed): boolean {
  if (timeMs === null || fromMs === null || timeMs < fromMs) return false;
  // What happens as the file ends belongs to a part that goes on to there.
  return toMs === null || timeMs < toMs || (isToEnd && timeMs === toMs);
}

function isEventOf(event: CallEvent, part: Placed, all: readonly MediaFile[]): boolean {
  if (!isWithin(event.occurredAtMs, part)) return false;
  const isOfOther = event.callId !== part.file.callId && all.some(({ callId }) => callId === event.callId);
  return event.callId === null || !isOfOther;
}

function fileOf(part: Placed): MediaFile {
  const { cut, file, fromMs, toMs } = part;
  const endMs = endOf(cut, file);
  return {
    ...file,
    mediaKey: cut.clipKey,
    clip: { mediaKey: file.mediaKey, startMs: cut.startMs, endMs: cut.endMs },
    startMs: fromMs,
    stopMs: toMs,
    durationMs: endMs === null ? null : Math.max(0, endMs - cut.startMs),
    sizeBytes: null,
    masks: file.masks.filter(({ timeMs }) => isWithin(timeMs, part)),
    maskedSpans: file.maskedSpans.flatMap((span) => spanOf(span, cut.startMs, endMs) ?? []),
  };
}

/** The span in the part's own time; null = it lies outside. Of a pause that was cut out there is nothing to clamp. */
function spanOf(span: MaskedSpan, fromMs: number, toMs: number | null): MaskedSpan | null {
  const endMs = toMs === null ? span.endMs : Math.min(span.endMs, toMs);
  if (span.startMs === span.endMs) {
    const isInside = span.startMs >= fromMs && (toMs === null || span.startMs < toMs);
    return isInside ? { ...span, startMs: span.startMs - fromMs, endMs: span.endMs - fromMs } : null;
  }
  const startMs = Math.max(span.startMs, fromMs);
  if (endMs <= startMs) return null;
  const isWhole = startMs === span.startMs && endMs === span.endMs;
  return {
    ...span,
    startMs: startMs - fromMs,
    endMs: endMs - fromMs,
    pausedMs: isWhole ? span.pausedMs : endMs - startMs,
    open: span.open && endMs === span.endMs,
  };
}

/** Comments that begin within a part, placed in it, and what answers them. */
function commentsOf(labels: readonly Label[], placed: readonly Placed[]): Label[] {
  const comments = labels.filter(({ name }) => name === COMMENT_LABEL);
  const kept = new Map<string, Label>();
  for (const label of comments) {
    const part = placed.find((one) => isCommentOf(label, one));
    if (part) kept.set(label.id, { ...label, content: contentIn(label, part) });
  }
  // Answers may answer answers: again until no more come.
  for (let before = -1; before !== kept.size; ) {
    before = kept.size;
    for (const label of comments) {
      const { replyTo, mediaKey } = label.content ?? {};
      if (kept.has(label.id) || typeof replyTo !== "string" || !kept.has(replyTo) || mediaKey !== undefined)
        continue;
      kept.set(label.id, { ...label, content: textOf(label) });
    }
  }
  return comments.flatMap(({ id }) => kept.get(id) ?? []);
}

function isCommentOf(label: Label, part: Placed): boolean {
  const comment = readComment(label.content);
  if (!comment) return false;
  const { position } = comment;
  if (!position) return isWithin(comment.timeMs, part);
  const endMs = endOf(part.cut, part.file);
  return (
    position.mediaKey === part.file.mediaKey &&
    position.startMs >= part.cut.startMs &&
    (endMs === null || position.startMs < endMs)
  );
}

function textOf(label: Label): Readonly<Record<string, unknown>> {
  const { text, replyTo } = label.content ?? {};
  return { text, ...(replyTo === undefined ? {} : { replyTo }) };
}

/** Field by field: whatever else stands in a content may tell of the rest of the call. */
function contentIn(label: Label, { cut, file }: Placed): Readonly<Record<string, unknown>> {
  const comment = readComment(label.content);
  const position = comment?.position;
  if (!position) return { ...textOf(label), time: label.content?.time };
  const lastMs = endOf(cut, file);
  const endMs =
    position.endMs === null || lastMs === null ? position.endMs : Math.min(position.endMs, lastMs);
  return {
    ...textOf(label),
    mediaKey: cut.clipKey,
    startMs: position.startMs - cut.startMs,
    ...(endMs === null ? {} : { endMs: endMs - cut.startMs }),
  };
}

/** Where a wall-clock span lies in a file, in the file's own time; null = nowhere in it, or not to be told. */
export function spanInFile(
  file: Pick<MediaFile, "startMs" | "durationMs" | "maskedSpans">,
  span: Readonly<{ fromMs: EpochMs; toMs: EpochMs }>,
): Readonly<{ startMs: number; endMs: number }> | null {
  const { startMs: fileStartMs, durationMs } = file;
  if (fileStartMs === null || durationMs === null) return null;
  const startMs = Math.max(0, fileOffsetMs(file, span.fromMs - fileStartMs));
  const endMs = Math.min(durationMs, fileOffsetMs(file, span.toMs - fileStartMs));
  return endMs > startMs ? { startMs, endMs } : null;
}
