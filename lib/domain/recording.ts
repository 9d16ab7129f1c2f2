import type { MediaKey, RecordingId, SourceId } from "./ids";
import type { MaskEvidence } from "./mask-evidence";
import type { CallTalk } from "./talk-numbers";
import type { VendorName } from "./vendors";

/** Epoch milliseconds, UTC. */
export type EpochMs = number;

export type AudioState = "ready" | "pending" | "missing";

/** A pause or resume as the vendor reports it, in wall-clock time. */
export type Mask = Readonly<{ timeMs: EpochMs; type: "paused" | "resume" }>;

/** Where a mask was learnt from: the vendor's masks, its events, its annotations, or what was done to the live call. */
export type MaskOrigin = "masks" | "events" | "annotations" | "live";

/**
 * A span of one media file, in that file's own time, that was masked. A pause cut out of the audio has
 * `startMs === endMs` and its length in `pausedMs`. `uncertainMs` is how far either edge may be off;
 * `open` = paused and never resumed.
 */
export type MaskedSpan = Readonly<{
  startMs: number;
  endMs: number;
  pausedMs: number;
  uncertainMs: number;
  open: boolean;
  origin: MaskOrigin;
}>;

export type MediaFile = Readonly<{
  mediaKey: MediaKey;
  /** What the vendor's adapter needs to open the audio. Opaque elsewhere, and never sent. */
  vendorRef: string;
  /** The vendor's id of the call leg this file belongs to; events carry the same. */
  callId: string | null;
  startMs: EpochMs | null;
  stopMs: EpochMs | null;
  durationMs: number | null;
  sizeBytes: number | null;
  /** The real MIME type (`audio/mpeg`), never the vendor's spelling. */
  mimeType: string;
  /** File extension without the dot. */
  extension: string;
  channels: number | null;
  audio: AudioState;
  masks: readonly Mask[];
  maskedSpans: readonly MaskedSpan[];
  accessGroups: readonly string[];
  /** The vendor's own units (division, queue, agent group, owner) that its source's map turns into groups. Never sent. */
  accessUnits?: readonly string[];
  partitions: readonly string[];
  /** Given = this is no file of the vendor's but a part cut out of one; its own times and spans are the part's. */
  clip?: Readonly<{ mediaKey: MediaKey; startMs: number; endMs: number | null }>;
  /** Numbers and names the vendor ties to the file. Never sent; kept because masked values must be found in free text. */
  parties: Readonly<{
    ani: string | null;
    dnis: string | null;
    agentId: string | null;
    username: string | null;
  }>;
}>;

export type Contact = Readonly<{
  /** `User`, `External`, `Unknown`, or a word of the vendor's that is new to us. */
  type: string;
  phoneNumber: string | null;
  userName: string | null;
  firstName: string | null;
  lastName: string | null;
}>;

export type AttachedData = Readonly<Record<string, string>>;

export type CallEvent = Readonly<{
  occurredAtMs: EpochMs | null;
  /** `Joined`, `Left`, `Data`, `Hold`, `Retrieved`, or a word of the vendor's that is new to us. */
  event: string;
  callId: string | null;
  contact: Contact | null;
  data: Readonly<{ added: AttachedData; updated: AttachedData; deleted: AttachedData }> | null;
}>;

/** A label as a vendor holds it. */
export type VendorLabel = Readonly<{
  vendorLabelId: string;
  name: string;
  reserved: boolean;
  createTimeMs: EpochMs | null;
  createUser: string | null;
  content: Readonly<Record<string, unknown>> | null;
}>;

/** One call, as a vendor's mapper builds it: the only shape in which recordings enter. */
export type Recording = Readonly<{
  id: RecordingId;
  sourceId: SourceId;
  vendor: VendorName;
  vendorId: string;
  callerPhoneNumber: string | null;
  dialedPhoneNumber: string | null;
  startMs: EpochMs | null;
  stopMs: EpochMs | null;
  /** About when it was, read off the vendor's id; given only when nothing else tells (model.md: `sort_time`). Never sent. */
  idTimeMs?: EpochMs;
  callType: string | null;
  region: string | null;
  screenRecording: boolean;
  /** Protected from deletion at the vendor. */
  nonDelete: boolean;
  /** Sorted by time, the given order kept for ties. */
  events: readonly CallEvent[];
  mediaFiles: readonly MediaFile[];
}>;

/** A label as we hold it: our id, mapped to the vendor's. */
export type Label = Readonly<{
  id: string;
  vendorLabelId: string | null;
  name: string;
  reserved: boolean;
  createTimeMs: EpochMs | null;
  /** Our user who made it, when it was made here. */
  createdByUserId: string | null;
  /** The author's name to show: our user's, else the vendor's word. */
  createUser: string | null;
  content: Readonly<Record<string, unknown>> | null;
  kept: "vendor" | "earmark";
}>;

/** A recording with everything we keep about it. What the presenter takes in. */
export type StoredRecording = Recording &
  Readonly<{
    labels: readonly Label[];
    /** Protected by us, for vendors without protection. */
    protectedHere: boolean;
    /** Deletion accepted by a vendor that purges later. */
    deleteTimeMs: EpochMs | null;
    /** True when the vendor could not be asked and this is the catalog's copy. */
    stale: boolean;
    /** Who speaks when, in numbers, over those of its files that are measured; absent = none is. */
    talk?: CallTalk;
    /** What the sound says about the masked spans of files that are measured, in the order of the spans, by media key. */
    maskEvidence?: ReadonlyMap<string, readonly MaskEvidence[]>;
  }>;

/** A recording about which nothing is kept here: one that is still going on. */
export function withNothingKept(recording: Recording): StoredRecording {
  return { ...recording, labels: [], protectedHere: false, deleteTimeMs: null, stale: false };
}

/** Call length: stop − start, else the longest file; null when nothing tells. In ms, never negative. */
export function callDurationMs(
  recording: Pick<Recording, "startMs" | "stopMs" | "mediaFiles">,
): number | null {
  if (recording.startMs !== null && recording.stopMs !== null && recording.stopMs >= recording.startMs) {
    return recording.stopMs - recording.startMs;
  }
  const lengths = recording.mediaFiles.flatMap((file) => (file.durationMs === null ? [] : [file.durationMs]));
  return lengths.length === 0 ? null : Math.max(...lengths);
}

/** True when the call can't be deleted, here or at the vendor. */
export function isProtected(recording: Pick<StoredRecording, "nonDelete" | "protectedHere">): boolean {
  return recording.nonDelete || recording.protectedHere;
}

/** True for what stands in for the files of a call that its vendor has not been asked about yet. */
export function isPlaceholder(file: Pick<MediaFile, "vendorRef">): boolean {
  return file.vendorRef === "";
}
