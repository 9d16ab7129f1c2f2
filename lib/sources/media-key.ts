import { createHash } from "node:crypto";
import { type MediaKey, MediaKeySchema, type RecordingId } from "@/lib/domain/ids";

/**
 * Our key of one media file: a hash, so that it tells nothing of the vendor's and is the same again when the catalog
 * is rebuilt (comments are placed by it). `identity` is whatever stays the same about the file at its vendor.
 */
export function mediaKey(recordingId: RecordingId, identity: string): MediaKey {
  const hash = createHash("sha256").update(`${recordingId}\n${identity}`).digest("base64url");
  return MediaKeySchema.parse(hash.slice(0, 24));
}
