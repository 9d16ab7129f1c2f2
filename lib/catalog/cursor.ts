import { AppError } from "@/lib/domain/errors";
import { RecordingIdSchema } from "@/lib/domain/ids";

/** The last recording of a page: the next one begins behind it, whatever has come or gone meanwhile. */
export type Cursor = Readonly<{ sortMs: number; id: string }>;

const LARGEST_MS = 253_402_300_799_999;

/** Opaque to clients. It holds a recording's id and time, which its reader has just been shown. */
export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(`${cursor.sortMs}~${cursor.id}`, "utf8").toString("base64url");
}

/** Throws invalid_input for anything that `encodeCursor` has not written. */
export function decodeCursor(text: string): Cursor {
  const found =
    text.length > 4_096 ? null : /^(-?\d{1,15})~(.+)$/.exec(Buffer.from(text, "base64url").toString("utf8"));
  const id = RecordingIdSchema.safeParse(found?.[2]);
  const sortMs = Number(found?.[1]);
  if (!id.success || Math.abs(sortMs) > LARGEST_MS) {
    throw new AppError("invalid_input", "The cursor is not one that Earmark has given.");
  }
  return { sortMs, id: id.data };
}
