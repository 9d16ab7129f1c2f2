import { z } from "zod";

export const SOURCE_ID = /^[a-z0-9-]{1,64}$/;
export const SourceIdSchema = z.string().regex(SOURCE_ID).brand<"SourceId">();
export type SourceId = z.infer<typeof SourceIdSchema>;

/** `{sourceId}.{vendorId}`: the vendor's id with every byte outside `[A-Za-z0-9._-]` written `~hh` (model.md). */
const RECORDING_ID = /^[a-z0-9-]{1,64}\.(?:[A-Za-z0-9._-]|~[0-9a-f]{2}){1,512}$/;
export const RecordingIdSchema = z.string().regex(RECORDING_ID).brand<"RecordingId">();
export type RecordingId = z.infer<typeof RecordingIdSchema>;

/** An opaque key of ours for one media file; stable while the vendor's file is the same one. */
export const MediaKeySchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{16,64}$/)
  .brand<"MediaKey">();
export type MediaKey = z.infer<typeof MediaKeySchema>;

const PLAIN = /[A-Za-z0-9._-]/;

/** The public id of a vendor's recording. Total: any vendor id, however odd, has exactly one public id. */
export function recordingId(sourceId: SourceId, vendorId: string): RecordingId {
  const encoded = Array.from(new TextEncoder().encode(vendorId), (byte) => {
    const char = String.fromCharCode(byte);
    return PLAIN.test(char) ? char : `~${byte.toString(16).padStart(2, "0")}`;
  }).join("");
  return RecordingIdSchema.parse(`${sourceId}.${encoded}`);
}

/** The source and the vendor's own id behind a public id. */
export function splitRecordingId(id: RecordingId): { sourceId: SourceId; vendorId: string } {
  const dot = id.indexOf(".");
  const bytes: number[] = [];
  const encoded = id.slice(dot + 1);
  for (let index = 0; index < encoded.length; index += 1) {
    if (encoded[index] === "~") {
      bytes.push(Number.parseInt(encoded.slice(index + 1, index + 3), 16));
      index += 2;
    } else {
      bytes.push(encoded.charCodeAt(index));
    }
  }
  return {
    sourceId: SourceIdSchema.parse(id.slice(0, dot)),
    vendorId: new TextDecoder().decode(Uint8Array.from(bytes)),
  };
}
