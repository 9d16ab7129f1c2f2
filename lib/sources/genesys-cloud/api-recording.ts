/** What the recording calls send (fact sheet §5.2, §5.4), read tolerantly. Transcripts, waveforms and subjects are not read. */
import { z } from "zod";
import { parseVendorTime } from "@/lib/domain/time";
import { field, isRecord, items, required, text, whole, word } from "./tolerant";

const FlatAnnotationSchema = z
  .object({
    type: field,
    reason: field,
    location: field,
    durationMs: field,
    recordingLocation: field,
    recordingDurationMs: field,
    realtimeLocation: field,
  })
  .transform((raw) => ({
    type: word(raw.type),
    reason: word(raw.reason),
    /** Ms in the file. */
    location: whole(raw.location),
    durationMs: whole(raw.durationMs),
    /** Ms in the file, adjusted for what was cut out of it. */
    recordingLocation: whole(raw.recordingLocation),
    /** Ms that the pause takes in the file: 0 when it was cut out. */
    recordingDurationMs: whole(raw.recordingDurationMs),
    /** Ms of the wall clock since the file's start. */
    realtimeLocation: whole(raw.realtimeLocation),
  }));

/** `children`: pauses that the vendor merged into this one. Their own nesting is not looked into. */
const AnnotationSchema = z.looseObject({ annotations: field }).transform((raw) => ({
  ...FlatAnnotationSchema.parse(raw),
  children: items(raw.annotations, FlatAnnotationSchema),
}));
export type RawAnnotation = z.infer<typeof AnnotationSchema>;

const UserSchema = z
  .object({ id: field, name: field, username: field })
  .transform((raw) => ({ id: text(raw.id), name: text(raw.name), username: text(raw.username) }));

export const RecordingSchema = z
  .object({
    id: required,
    media: field,
    mediaSubtype: field,
    startTime: field,
    endTime: field,
    annotations: field,
    fileState: field,
    mediaUris: field,
    estimatedTranscodeTimeMs: field,
    archiveDate: field,
    archiveMedium: field,
    deleteDate: field,
    exportedDate: field,
    outputDurationMs: field,
    sessionId: field,
    users: field,
    region: field,
  })
  .transform((raw) => ({
    id: text(raw.id) ?? "",
    media: word(raw.media),
    mediaSubtype: word(raw.mediaSubtype),
    startMs: parseVendorTime(raw.startTime),
    endMs: parseVendorTime(raw.endTime),
    annotations: items(raw.annotations, AnnotationSchema),
    fileState: word(raw.fileState),
    mediaUris: urisOf(raw.mediaUris),
    estimatedTranscodeTimeMs: whole(raw.estimatedTranscodeTimeMs),
    archiveDate: text(raw.archiveDate),
    archiveMedium: text(raw.archiveMedium),
    deleteDate: text(raw.deleteDate),
    exportedDate: text(raw.exportedDate),
    outputDurationMs: whole(raw.outputDurationMs),
    sessionId: text(raw.sessionId),
    users: items(raw.users, UserSchema),
    /** Only metadata tells it: where the file lies. */
    region: text(raw.region),
  }));
export type RawRecording = z.infer<typeof RecordingSchema>;

/** Signed addresses by key (`S`, `0`, `1`, …); what has none is left out. */
function urisOf(value: unknown): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(isRecord(value) ? value : {}).flatMap(([key, entry]) => {
      const uri = isRecord(entry) ? text(entry.mediaUri) : null;
      return uri === null ? [] : [[key, uri] as const];
    }),
  );
}

/** The bare array of a recordings or metadata list; null when the answer is none. Rows without an id are left out. */
export function readRecordings(body: unknown): RawRecording[] | null {
  return Array.isArray(body) ? items(body, RecordingSchema) : null;
}

export function isScreen({ media, mediaSubtype }: RawRecording): boolean {
  return media === "screen" || mediaSubtype === "screen";
}

/** Sound, or nothing said: chats, messages, mails and screens are other words. */
export function isAudio(recording: RawRecording): boolean {
  return !isScreen(recording) && (recording.media === null || recording.media === "audio");
}

export function isDeleted({ fileState }: RawRecording): boolean {
  return fileState === "deleted";
}
