import { z } from "zod";
import { MediaKeySchema } from "./ids";
import type { EpochMs } from "./recording";
import { parseVendorTime } from "./time";

/** Derived from the recording's own flag, never stored (fact sheet genesys-engage §4.4). */
export const SCREEN_RECORDING_LABEL = "__screenRecording";
export const COMMENT_LABEL = "comment";
const RESERVED_PREFIX = "__";
const MAX_LABEL_NAME = 100;
const MAX_COMMENT = 4_000;
const MAX_POSITION_MS = 1_000_000_000;

/** A label's id as we make it. */
export const LabelIdSchema = z.string().regex(/^[0-9a-f]{32}$/);

/** How label names are compared: letter case ignored. */
export function labelKey(name: string): string {
  return name.trim().normalize("NFC").toLowerCase();
}

/** The names in a comma-separated list, trimmed, empty ones left out, each once whatever its letter case. */
export function parseLabelNames(commaList: string): string[] {
  const names = new Map<string, string>();
  for (const item of commaList.split(",")) {
    const name = item.trim();
    if (name !== "" && !names.has(labelKey(name))) names.set(labelKey(name), name);
  }
  return [...names.values()];
}

/** True for names that only the system may set. Blanks in front do not make a reserved name free. */
export function isReserved(name: string): boolean {
  return name.trim().normalize("NFKC").startsWith(RESERVED_PREFIX);
}

/** Why this can't be a label's name, in words for the person who typed it; null when it can. */
export function checkLabelName(name: string): string | null {
  if (name.trim() === "") return "A label needs a name.";
  if (name !== name.trim()) return "A label's name can't begin or end with a blank.";
  if (name.length > MAX_LABEL_NAME)
    return `A label's name can't be longer than ${MAX_LABEL_NAME} characters.`;
  if (name.includes(",")) return "A label's name can't hold a comma: searches separate names by commas.";
  // Cc: control characters; Cf: invisible ones, direction marks among them; Cs: halves of a character.
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(name))
    return "A label's name can't hold invisible characters.";
  if (isReserved(name)) return "Names that begin with __ are reserved.";
  return null;
}

const positionMs = z.number().int().min(0).max(MAX_POSITION_MS);

/**
 * What a comment may carry when it is written: a text, and a position as media key and ms in that file's own time.
 * `time` is the vendor's own field: wall clock, ISO; filled in from the position when absent.
 */
export const CommentContentSchema = z
  .strictObject({
    text: z
      .string()
      .max(MAX_COMMENT)
      .refine((text) => text.trim() !== "", "must not be blank")
      .refine((text) => !text.includes("\u0000"), "must not hold NUL"),
    mediaKey: MediaKeySchema.optional(),
    startMs: positionMs.optional(),
    endMs: positionMs.optional(),
    time: z
      .string()
      .max(40)
      .refine((time) => parseVendorTime(time) !== null, "must be a time")
      .optional(),
    /** The comment that this one answers; it may be gone by now. */
    replyTo: LabelIdSchema.optional(),
  })
  .refine((content) => (content.mediaKey === undefined) === (content.startMs === undefined), {
    message: "must have both mediaKey and startMs, or neither",
  })
  .refine((content) => content.endMs === undefined || content.endMs >= (content.startMs ?? Infinity), {
    message: "must not end before it starts",
  });
export type CommentContent = z.infer<typeof CommentContentSchema>;

/** A comment as it is shown. Null position and null time = shown unplaced. */
export type Comment = Readonly<{
  text: string;
  position: Readonly<{ mediaKey: string; startMs: number; endMs: number | null }> | null;
  timeMs: EpochMs | null;
}>;

/** Reads a label's content as a comment, ours or a vendor's (which knows `text` and `time` only). Null = it has no text. */
export function readComment(content: Readonly<Record<string, unknown>> | null): Comment | null {
  if (content === null || typeof content.text !== "string" || content.text.trim() === "") return null;
  const { mediaKey } = content;
  const startMs = position(content.startMs);
  const endMs = position(content.endMs);
  const placed = typeof mediaKey === "string" && mediaKey !== "" && startMs !== null;
  return {
    text: content.text,
    position: placed ? { mediaKey, startMs, endMs: endMs !== null && endMs >= startMs ? endMs : null } : null,
    timeMs: parseVendorTime(content.time),
  };
}

function position(value: unknown): number | null {
  const parsed = positionMs.safeParse(value);
  return parsed.success ? parsed.data : null;
}
