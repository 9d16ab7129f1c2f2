import { MediaKeySchema } from "@/lib/domain/ids";
import { LabelIdSchema } from "@/lib/domain/labels";
import type { Label } from "@/lib/domain/recording";
import { parseVendorTime } from "@/lib/domain/time";
import type { Masking } from "./masking";

type Content = Readonly<Record<string, unknown>>;

const DEEPEST = 4;
const MOST_ENTRIES = 100;
const LONGEST_FILE_MS = 1_000_000_000;

/**
 * A label's content as it may be sent. Of a label made elsewhere only what a comment holds passes, since anything of the
 * vendor's may stand beside it; what our own users wrote passes whole. Every string is masked and made safe.
 */
export function presentContent(label: Label, masking: Masking): Content | undefined {
  if (label.content === null) return undefined;
  if (label.createdByUserId !== null) return recordOf(label.content, masking, 0);
  const content = commentOf(label.content, masking);
  return Object.keys(content).length === 0 ? undefined : content;
}

function commentOf(content: Content, masking: Masking): Content {
  const mediaKey = MediaKeySchema.safeParse(content.mediaKey);
  const replyTo = LabelIdSchema.safeParse(content.replyTo);
  const { text, startMs, endMs, time } = content;
  return {
    ...(typeof text === "string" ? { text: masking.text(text) } : {}),
    ...(mediaKey.success ? { mediaKey: mediaKey.data } : {}),
    ...(isPosition(startMs) ? { startMs } : {}),
    ...(isPosition(endMs) ? { endMs } : {}),
    ...(typeof time === "string" && parseVendorTime(time) !== null ? { time: time.trim() } : {}),
    ...(replyTo.success ? { replyTo: replyTo.data } : {}),
  };
}

function isPosition(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= LONGEST_FILE_MS;
}

function recordOf(content: Content, masking: Masking, depth: number): Content {
  const entries = Object.entries(content).slice(0, MOST_ENTRIES);
  // Positions, times and ids are ours and checked when written: digits of theirs are no number of a person's.
  const kept = depth === 0 ? commentOf(content, masking) : {};
  return {
    ...Object.fromEntries(
      entries.map(([key, value]) => [masking.line(key), contentValue(value, masking, depth + 1)]),
    ),
    ...kept,
  };
}

function contentValue(value: unknown, masking: Masking, depth: number): unknown {
  if (typeof value === "string") return masking.text(value);
  if (typeof value === "boolean" || value === null) return value;
  // A number of a person's may be written as a number: it is masked as the text that it would be read as.
  if (typeof value === "number")
    return masking.line(String(value)) === String(value) ? value : masking.line(String(value));
  if (typeof value !== "object" || depth >= DEEPEST) return null;
  if (Array.isArray(value)) {
    return value.slice(0, MOST_ENTRIES).map((item) => contentValue(item, masking, depth + 1));
  }
  return recordOf(Object.fromEntries(Object.entries(value)), masking, depth);
}
