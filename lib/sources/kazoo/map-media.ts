import type { RecordingId, SourceId } from "@/lib/domain/ids";
import type { AudioState, EpochMs, MediaFile } from "@/lib/domain/recording";
import { mediaKey } from "../media-key";
import type { RawDocument } from "./api-types";
import { epochOfGregorian } from "./gregorian";
import { legKey } from "./leg-key";
import { audioTypeOf } from "./mime";
import type { Leg } from "./parties";

const MINUTE_MS = 60_000;

/**
 * How long after its end a recording's audio is still waited for. It is stored after the document, and its upload is tried
 * five times, up to ten minutes apart (fact sheet §10). [unknown: chosen]
 */
export const AUDIO_AWAITED_MS = 60 * MINUTE_MS;
const SOONEST_ASK_MS = MINUTE_MS / 2;
const LATEST_ASK_MS = 10 * MINUTE_MS;

export type MediaContext = Readonly<{
  sourceId: SourceId;
  recordingId: RecordingId;
  vendorId: string;
  nowMs: EpochMs;
  usernameOf: (ownerId: string) => string | null;
  groupsOf: (units: readonly string[]) => readonly string[];
}>;

/** One document as a media file. */
export function mapMediaFile(leg: Leg, context: MediaContext): MediaFile {
  const { document, direction, caller, callee } = leg;
  const type = audioTypeOf(...(document.contentTypes ?? []), document.contentType, document.mediaType);
  const accessUnits = document.ownerId === null ? [] : [document.ownerId];
  const own = direction.ownEnd === "caller" ? caller : callee;
  return {
    mediaKey: mediaKey(context.recordingId, document.id),
    vendorRef: writeRef(document.id, context.vendorId),
    callId: legKey(context.sourceId, document),
    ...timesOf(document),
    sizeBytes: null,
    mimeType: type.mimeType,
    extension: type.extension,
    channels: null,
    audio: audioOf(document, context.nowMs),
    masks: [],
    maskedSpans: [],
    accessGroups: context.groupsOf(accessUnits),
    accessUnits,
    partitions: [],
    parties: {
      ani: caller.number,
      dnis: callee.number,
      agentId: document.ownerId,
      username: document.ownerId === null || own.isWithheld ? null : context.usernameOf(document.ownerId),
    },
  };
}

/** When the recording ran. Kazoo's `start` is its stop less whole seconds, so both are right to a second. */
export function timesOf(document: RawDocument): Pick<MediaFile, "startMs" | "stopMs" | "durationMs"> {
  const { durationMs } = document;
  const startMs = epochOfGregorian(document.start);
  return { startMs, durationMs, stopMs: startMs === null ? null : startMs + (durationMs ?? 0) };
}

/**
 * Only rows of a list tell whether there is audio (fact sheet §8.2). Where nothing is told, a young recording waits and an
 * older one is taken to have it: playing then tells the truth, while "missing" could never be played.
 */
function audioOf(document: RawDocument, nowMs: EpochMs): AudioState {
  const { contentTypes } = document;
  if (contentTypes !== null && contentTypes.length > 0) return "ready";
  if (isYoung(document, nowMs)) return "pending";
  return contentTypes === null ? "ready" : "missing";
}

/** True while audio that is not there may still come. A recording without times is not young. */
export function isYoung(document: RawDocument, nowMs: EpochMs): boolean {
  const { stopMs } = timesOf(document);
  return stopMs !== null && nowMs - stopMs < AUDIO_AWAITED_MS;
}

/** When to look again for audio to come: soon after the call, then ever less often. Null = nothing is waited for. */
export function askAgainMs(files: readonly MediaFile[], nowMs: EpochMs): number | null {
  const waits = files.flatMap(({ audio, stopMs }) =>
    audio === "pending" && stopMs !== null
      ? [Math.min(Math.max((nowMs - stopMs) / 2, SOONEST_ASK_MS), LATEST_ASK_MS)]
      : [],
  );
  return waits.length === 0 ? null : Math.round(Math.min(...waits));
}

/** The document together with the recording that it was found in, so that one's audio is not had through another's id. */
function writeRef(documentId: string, vendorId: string): string {
  return `${documentId} ${vendorId}`;
}

/** The document's id; null when the reference belongs to another recording. */
export function readRef(vendorRef: string, vendorId: string): string | null {
  const end = ` ${vendorId}`;
  return vendorRef.endsWith(end) && vendorRef.length > end.length ? vendorRef.slice(0, -end.length) : null;
}
