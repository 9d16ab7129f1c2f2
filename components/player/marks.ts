import { position, readTime } from "@/components/format/time";
import type { MaskedSpan } from "@/lib/domain/recording";
import type { OutgoingLabel, OutgoingMediaFile, OutgoingRecording } from "@/lib/privacy/outgoing";

/** A comment as it stands on one media file, in that file's own time. */
export type CommentMark = Readonly<{
  id: string;
  text: string;
  author: string | null;
  startMs: number;
  endMs: number | null;
}>;

/** Something that happened, in the order it is heard: the waveform told in words. */
export type Moment = Readonly<{
  key: string;
  atMs: number;
  words: string;
  kind: "mask" | "event" | "comment";
}>;

/** `Paused 2:14–2:31`, and what is not certain about it. */
export function maskWords(span: MaskedSpan): string {
  const doubt = span.uncertainMs > 0 ? `, edges ±${Math.round(span.uncertainMs / 100) / 10} s` : "";
  if (span.open) return `Paused at ${position(span.startMs)} and never resumed${doubt}`;
  if (span.endMs === span.startMs) {
    return `Paused at ${position(span.startMs)} for ${position(span.pausedMs)}, not in the audio${doubt}`;
  }
  return `Paused ${position(span.startMs)}–${position(span.endMs)}${doubt}`;
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

/** Everything of one file as a list in the order of time. */
export function momentsOf(recording: OutgoingRecording, file: OutgoingMediaFile): readonly Moment[] {
  const masks = file.maskedSpans.map((span, index) => ({
    key: `mask-${index}`,
    atMs: span.startMs,
    words: maskWords(span),
    kind: "mask" as const,
  }));
  const comments = commentsOf(recording, file).map((comment) => ({
    key: `comment-${comment.id}`,
    atMs: comment.startMs,
    words: comment.author ? `${comment.author}: ${comment.text}` : comment.text,
    kind: "comment" as const,
  }));
  const lengthMs = fileDurationMs(file) ?? Number.POSITIVE_INFINITY;
  const events = recording.eventHistory.flatMap((event, index) => {
    const wallMs = readTime(event.occurredAt);
    const atMs = wallMs === null ? null : filePosition(file, wallMs);
    if (event.event === "Data" || atMs === null || atMs < -5_000 || atMs > lengthMs + 5_000) return [];
    const who = event.contact ? contactWords(event.contact) : "";
    return [
      {
        key: `event-${index}`,
        atMs: Math.max(0, Math.min(atMs, lengthMs)),
        words: `${EVENT_WORDS[event.event] ?? event.event}${who === "" ? "" : `: ${who}`}`,
        kind: "event" as const,
      },
    ];
  });
  return [...events, ...masks, ...comments].sort((left, right) => left.atMs - right.atMs);
}

const EVENT_WORDS: Readonly<Record<string, string>> = {
  Joined: "Joined",
  Left: "Left",
  Hold: "On hold",
  Retrieved: "Back from hold",
};

function contactWords(contact: NonNullable<OutgoingRecording["eventHistory"][number]["contact"]>): string {
  const name = [contact.firstName, contact.lastName].filter(Boolean).join(" ");
  if (name !== "") return name;
  return contact.userName ?? contact.phoneNumber ?? "";
}
