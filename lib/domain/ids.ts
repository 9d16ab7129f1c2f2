import { z } from "zod";

export const SOURCE_ID = /^[a-z0-9-]{1,64}$/;
export const SourceIdSchema = z.string().regex(SOURCE_ID).brand<"SourceId">();
export type SourceId = z.infer<typeof SourceIdSchema>;

/** `{sourceId}.{vendorId}`: the vendor's id with every byte outside `[A-Za-z0-9._-]` written `~hh` (model.md). */
const RECORDING_ID = /^[a-z0-9-]{1,64}\.(?:[A-Za-z0-9._-]|~[0-9a-f]{2}){1,512}$/;
export const RecordingIdSchema = z
  .string()
  .regex(RECORDING_ID)
  // `a.~62` would be a second name for `a.b`: what is kept by id (tombstones, locks) must not be passed by under it.
  .refine((id) => {
    const { source, vendorId } = decoded(id);
    return `${source}.${encoded(vendorId)}` === id;
  })
  .brand<"RecordingId">();
export type RecordingId = z.infer<typeof RecordingIdSchema>;

/** An opaque key of ours for one media file; stable while the vendor's file is the same one. */
export const MediaKeySchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{16,64}$/)
  .brand<"MediaKey">();
export type MediaKey = z.infer<typeof MediaKeySchema>;

const PLAIN = /[A-Za-z0-9._-]/;

/** The public id of a vendor's recording: each vendor id has exactly one. Throws ZodError when empty or over 512 bytes long. */
export function recordingId(sourceId: SourceId, vendorId: string): RecordingId {
  return RecordingIdSchema.parse(`${sourceId}.${encoded(vendorId)}`);
}

const LIVE = "live-";

/** The public id of a call while it is live: `{source}.live-{vendor's live id}` (model.md). */
export function liveRecordingId(sourceId: SourceId, vendorLiveId: string): RecordingId {
  return recordingId(sourceId, `${LIVE}${vendorLiveId}`);
}

/** The vendor's live id behind a public id; null for ids of recordings. */
export function vendorLiveIdOf(id: RecordingId): string | null {
  const { vendorId } = splitRecordingId(id);
  return vendorId.startsWith(LIVE) ? vendorId.slice(LIVE.length) : null;
}

/** The source and the vendor's own id behind a public id. */
export function splitRecordingId(id: RecordingId): { sourceId: SourceId; vendorId: string } {
  const { source, vendorId } = decoded(id);
  return { sourceId: SourceIdSchema.parse(source), vendorId };
}

function encoded(vendorId: string): string {
  return Array.from(new TextEncoder().encode(vendorId), (byte) => {
    const char = String.fromCharCode(byte);
    return PLAIN.test(char) ? char : `~${byte.toString(16).padStart(2, "0")}`;
  }).join("");
}

function decoded(id: string): { source: string; vendorId: string } {
  const dot = id.indexOf(".");
  const bytes: number[] = [];
  const text = id.slice(dot + 1);
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === "~") {
      bytes.push(Number.parseInt(text.slice(index + 1, index + 3), 16));
      index += 2;
    } else {
      bytes.push(text.charCodeAt(index));
    }
  }
  // ignoreBOM: a vendor id that begins with U+FEFF keeps it.
  return {
    source: id.slice(0, dot),
    vendorId: new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(bytes)),
  };
}
