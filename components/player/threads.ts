import { readTime } from "@/components/format/time";
import type { OutgoingLabel, OutgoingRecording } from "@/lib/privacy/outgoing";
import { commentsOf, type PlacedFile } from "./marks";

/** Where a comment stands: a file, in that file's own time. */
export type CommentPlace = Readonly<{ mediaKey: string; startMs: number; endMs: number | null }>;

/** A comment and the answers to it, oldest first. */
export type Thread = Readonly<{
  /** The id of the first comment, also when that is gone. */
  id: string;
  /** Null = it was removed; the answers to it stay. */
  root: OutgoingLabel | null;
  replies: readonly OutgoingLabel[];
  /** Null = about the call, not about a moment of it. */
  place: CommentPlace | null;
}>;

/** The comments of a recording as threads, in the order of the audio; those about no moment come last. */
export function threadsOf(recording: OutgoingRecording): readonly Thread[] {
  const comments = (recording.labels ?? []).filter(({ name }) => name === "comment");
  const known = new Map(comments.map((label) => [label.id, label]));
  const grouped = new Map<string, OutgoingLabel[]>();
  for (const label of comments) {
    const rootId = rootOf(label, known);
    grouped.set(rootId, [...(grouped.get(rootId) ?? []), label]);
  }
  const places = placesOf(recording);
  const fileOrder = new Map(recording.mediaFiles.map(({ mediaKey }, index) => [mediaKey, index]));
  const orderOf = ({ place }: Thread) => (place ? (fileOrder.get(place.mediaKey) ?? 0) : fileOrder.size);
  return [...grouped]
    .map(([id, labels]): Thread => {
      const replies = labels
        .filter((label) => label.id !== id)
        .sort(
          (one, other) =>
            (readTime(one.createTime) ?? Infinity) - (readTime(other.createTime) ?? Infinity) || 0,
        );
      const placed = [id, ...replies.map((label) => label.id)].find((one) => places.has(one));
      const place = placed === undefined ? null : (places.get(placed) ?? null);
      return { id, root: known.get(id) ?? null, replies, place };
    })
    .sort(
      (one, other) =>
        orderOf(one) - orderOf(other) || (one.place?.startMs ?? 0) - (other.place?.startMs ?? 0),
    );
}

/** The comment that a thread began with. Of a ring, which only a broken copy can hold, it is the same whoever asks. */
function rootOf(label: OutgoingLabel, known: ReadonlyMap<string, OutgoingLabel>): string {
  const seen = new Set([label.id]);
  let at = label;
  for (;;) {
    const replyTo = at.content?.replyTo;
    if (typeof replyTo !== "string") return at.id;
    if (seen.has(replyTo)) return [...seen].sort()[0] ?? at.id;
    seen.add(replyTo);
    const next = known.get(replyTo);
    if (!next) return replyTo;
    at = next;
  }
}

function placesOf(recording: OutgoingRecording): ReadonlyMap<string, CommentPlace> {
  const found = new Map<string, CommentPlace>();
  for (const file of recording.mediaFiles) {
    for (const { id, startMs, endMs } of commentsOf(recording, file)) {
      if (!found.has(id)) found.set(id, { mediaKey: file.mediaKey, startMs, endMs });
    }
  }
  return found;
}

/** A thread on the call as it is played. */
export type ThreadMark = Readonly<{ thread: Thread; startMs: number; endMs: number | null }>;

/** The threads that have a place in these files, in call time. */
export function threadMarks(threads: readonly Thread[], files: readonly PlacedFile[]): readonly ThreadMark[] {
  return threads.flatMap((thread) => {
    const { place } = thread;
    const placed = files.find(({ file }) => file.mediaKey === place?.mediaKey);
    if (!place || !placed) return [];
    const endMs = place.endMs === null ? null : place.endMs + placed.startMs;
    return [{ thread, startMs: place.startMs + placed.startMs, endMs }];
  });
}

export function textOf(label: OutgoingLabel): string {
  const text = label.content?.text;
  return typeof text === "string" ? text : "";
}

/** What a thread is about: its first words that are still there. */
export function threadWords({ root, replies }: Thread): string {
  const first = root ?? replies[0];
  const words = first ? textOf(first) : "";
  const count = replies.length;
  const more = root && count > 0 ? ` (${count} ${count === 1 ? "reply" : "replies"})` : "";
  return `${words}${more}`;
}

/** The content of an answer to a comment: it stands where the comment stands, and stays there when that is removed. */
export function replyContent(text: string, thread: Thread): Readonly<Record<string, unknown>> {
  const { place } = thread;
  return {
    text,
    replyTo: thread.id,
    ...(place ? { mediaKey: place.mediaKey, startMs: place.startMs } : {}),
    ...(place && place.endMs !== null ? { endMs: place.endMs } : {}),
  };
}

/** The content of a comment whose words were changed; only what a comment may carry is sent back. */
export function changedContent(label: OutgoingLabel, text: string): Readonly<Record<string, unknown>> {
  const { mediaKey, startMs, endMs, time, replyTo } = label.content ?? {};
  const kept = Object.entries({ mediaKey, startMs, endMs, time, replyTo });
  return { text, ...Object.fromEntries(kept.filter(([, value]) => value !== undefined)) };
}
