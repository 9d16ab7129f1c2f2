import { readTime } from "@/components/format/time";
import { contactWords } from "@/components/format/words";
import type {
  OutgoingContact,
  OutgoingEvent,
  OutgoingMediaFile,
  OutgoingRecording,
} from "@/lib/privacy/outgoing";

/** One stretch of a participant on the call, epoch ms. `isOpen` = no event tells when it ended. */
export type LaneSpan = Readonly<{ startMs: number; endMs: number; kind: "on" | "hold"; isOpen: boolean }>;

export type Lane = Readonly<{
  key: string;
  name: string;
  /** The number beside a name; null when there is no other. */
  number: string | null;
  side: "agent" | "customer";
  spans: readonly LaneSpan[];
}>;

export type MaskBand = Readonly<{ startMs: number; endMs: number; isOpen: boolean }>;

export type Lanes = Readonly<{
  startMs: number;
  endMs: number;
  lanes: readonly Lane[];
  masks: readonly MaskBand[];
  /** When attached data changed. */
  dataMs: readonly number[];
}>;

type Draft = {
  contact: OutgoingContact;
  spans: LaneSpan[];
  onSinceMs: number | null;
  holdSinceMs: number | null;
};

/** Who was on the call when, on the wall clock; null when no time is known. Events that tell no time are left to the list. */
export function lanesOf(recording: OutgoingRecording): Lanes | null {
  const events = recording.eventHistory.flatMap((event) => {
    const atMs = readTime(event.occurredAt);
    return atMs === null ? [] : [{ event, atMs }];
  });
  const masks = recording.mediaFiles.flatMap(maskBands);
  const edges = [
    readTime(recording.startTime),
    readTime(recording.stopTime),
    ...recording.mediaFiles.flatMap((file) => [readTime(file.startTime), readTime(file.stopTime)]),
    ...events.map(({ atMs }) => atMs),
    ...masks.flatMap((mask) => [mask.startMs, mask.endMs]),
  ].filter((ms) => ms !== null);
  if (edges.length === 0) return null;
  const startMs = Math.min(...edges);
  const endMs = Math.max(...edges, startMs + 1_000);

  const drafts: Draft[] = [];
  for (const { event, atMs } of events) {
    if (event.contact) follow(drafts, event, event.contact, atMs, startMs);
  }
  const lanes = drafts
    .map((draft, index) => finish(draft, index, endMs))
    .filter((lane) => lane.spans.length > 0);
  const dataMs = events.filter(({ event }) => event.event === "Data").map(({ atMs }) => atMs);
  return { startMs, endMs, lanes, masks, dataMs };
}

function follow(
  drafts: Draft[],
  event: OutgoingEvent,
  contact: OutgoingContact,
  atMs: number,
  callStartMs: number,
): void {
  const same = drafts.filter((draft) => keyOf(draft.contact) === keyOf(contact));
  const open = same.find((draft) => draft.onSinceMs !== null);
  switch (event.event) {
    case "Joined": {
      const free = same.find((draft) => draft.onSinceMs === null);
      if (free) free.onSinceMs = atMs;
      else drafts.push({ contact, spans: [], onSinceMs: atMs, holdSinceMs: null });
      return;
    }
    case "Left": {
      // Somebody who leaves without having joined was there from the beginning.
      const leaving = open ?? { contact, spans: [], onSinceMs: callStartMs, holdSinceMs: null };
      if (!open) drafts.push(leaving);
      close(leaving, atMs, false);
      return;
    }
    case "Hold":
      if (open) open.holdSinceMs ??= atMs;
      return;
    case "Retrieved":
      if (open && open.holdSinceMs !== null) {
        open.spans.push({ startMs: open.holdSinceMs, endMs: atMs, kind: "hold", isOpen: false });
        open.holdSinceMs = null;
      }
      return;
  }
}

function close(draft: Draft, atMs: number, isOpen: boolean): void {
  if (draft.onSinceMs === null) return;
  if (draft.holdSinceMs !== null) {
    draft.spans.push({ startMs: draft.holdSinceMs, endMs: atMs, kind: "hold", isOpen });
  }
  draft.spans.push({
    startMs: draft.onSinceMs,
    endMs: Math.max(atMs, draft.onSinceMs),
    kind: "on",
    isOpen,
  });
  draft.onSinceMs = null;
  draft.holdSinceMs = null;
}

function finish(draft: Draft, index: number, callEndMs: number): Lane {
  close(draft, callEndMs, true);
  const name = contactWords(draft.contact);
  const number = draft.contact.phoneNumber ?? null;
  return {
    key: `${index}`,
    name: name === "" ? "Unknown" : name,
    number: number === name ? null : number,
    side: draft.contact.type === "User" ? "agent" : "customer",
    // Hold is drawn over the stretch it lies in.
    spans: [...draft.spans].sort(
      (left, right) =>
        Number(left.kind === "hold") - Number(right.kind === "hold") || left.startMs - right.startMs,
    ),
  };
}

function keyOf({ type, phoneNumber, userName, firstName, lastName }: OutgoingContact): string {
  return JSON.stringify([type, phoneNumber, userName, firstName, lastName]);
}

/** Masked spans of a file on the wall clock: what was cut out of the audio took its time on the call all the same. */
function maskBands(file: OutgoingMediaFile): readonly MaskBand[] {
  const fileStartMs = readTime(file.startTime);
  if (fileStartMs === null) return [];
  let cutMs = 0;
  return file.maskedSpans.map((span) => {
    const startMs = fileStartMs + span.startMs + cutMs;
    if (span.startMs === span.endMs) cutMs += span.pausedMs;
    return {
      startMs,
      endMs: startMs + Math.max(span.pausedMs, span.endMs - span.startMs),
      isOpen: span.open,
    };
  });
}
