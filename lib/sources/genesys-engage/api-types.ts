/**
 * What Genesys Engage sends, read tolerantly (fact sheet §3, §14): unknown fields are left behind, numbers pass for
 * texts and texts for numbers, null or nonsense anywhere is "unknown", and one broken item never loses its list.
 * The internal fields (`mediaUri`, `mediaPath`, `pkcs7`, `certAlias`, most of `parameters`) are not even read here.
 */
import { z } from "zod";
import { parseVendorTime } from "@/lib/domain/time";

const anything = z.unknown().optional();

/** A text, from a text, number or boolean; null otherwise. */
const Text = anything.transform((value) =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null,
);

/** Epoch ms, from any of the vendor's ways to write a time; null otherwise. */
const Time = anything.transform((value) => parseVendorTime(value));

const Flag = anything.transform((value) => value === true || /^true$/i.test(String(value)));

/** True when anything at all is there: for fields whose content must not be kept. */
const Presence = anything.transform(
  (value) =>
    value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0),
);

/** A whole number of at most 15 digits, strictly decimal; null otherwise (fact sheet §12.5). */
const Count = Text.transform((text) =>
  text !== null && /^\d{1,15}$/.test(text.trim()) ? Number(text.trim()) : null,
);

/** The items that fit, in order; what is no list is an empty one. */
function listOf<S extends z.ZodType>(schema: S) {
  return anything.transform((value): z.output<S>[] =>
    (Array.isArray(value) ? value : []).flatMap((item) => {
      const parsed = schema.safeParse(item);
      return parsed.success ? [parsed.data] : [];
    }),
  );
}

/** The object, or null for anything that is none. */
function objectOf<S extends z.ZodType>(schema: S) {
  return anything.transform((value): z.output<S> | null => {
    const parsed = schema.safeParse(value);
    return parsed.success ? parsed.data : null;
  });
}

/** Group paths: a lone text is a list of one. What can't be read is left out, which closes rather than opens (fact sheet §6). */
const Groups = anything.transform((value) =>
  (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string" && item.trim() !== ""),
);

/** Stands for a partition that can't be read: the file must not become one that needs none. */
export const UNREADABLE_PARTITION = "(unreadable)";

const Partitions = anything.transform((value): string[] => {
  if (value === undefined || value === null) return [];
  if (typeof value === "string") return commaList(value);
  if (!Array.isArray(value)) return [UNREADABLE_PARTITION];
  return value.flatMap((item) => {
    if (item === null || item === "") return [];
    return typeof item === "string" || typeof item === "number" ? [String(item)] : [UNREADABLE_PARTITION];
  });
});

/** The names in a comma-separated list, trimmed, empty ones left out. */
export function commaList(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

export type FlatTexts = Readonly<Record<string, string>>;

/** Attached data: texts stay, numbers and booleans become texts, anything deeper is left out. */
const DataMap = anything.transform((value): FlatTexts => {
  if (!isObject(value)) return {};
  const entries = Object.entries(value).flatMap(([key, item]): [string, string][] => {
    const text = Text.parse(item);
    return text === null ? [] : [[key, text]];
  });
  return Object.fromEntries(entries);
});

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const RawMaskSchema = z.object({ time: Time, type: Text });

const RawMediaFileSchema = z.object({
  playPath: Text,
  startTime: Time,
  stopTime: Time,
  callUUID: Text,
  mediaId: Text,
  type: Text,
  duration: Count,
  size: Count,
  parameters: objectOf(z.object({ ani: Text, dnis: Text, agentId: Text, username: Text })),
  masks: listOf(RawMaskSchema),
  partitions: Partitions,
  accessgroups: Groups,
  pkcs7: Presence,
  certAlias: Presence,
});
export type RawMediaFile = z.infer<typeof RawMediaFileSchema>;

const RawContactSchema = z.object({
  type: Text,
  phoneNumber: Text,
  userName: Text,
  firstName: Text,
  lastName: Text,
});

const RawEventSchema = z.object({
  occurredAt: Time,
  calluuid: Text,
  event: Text,
  contact: objectOf(RawContactSchema),
  data: objectOf(z.object({ added: DataMap, updated: DataMap, deleted: DataMap })),
});
export type RawEvent = z.infer<typeof RawEventSchema>;

const RawLabelSchema = z.object({
  id: Text,
  name: Text,
  type: Text,
  createTime: Time,
  createUser: Text,
  content: anything.transform((value) => (isObject(value) ? value : null)),
});
export type RawLabel = z.infer<typeof RawLabelSchema>;

export const RawLabelsSchema = listOf(RawLabelSchema);

/** The one thing a recording can't be without is its id. */
export const RawRecordingSchema = z.object({
  id: Text.refine((id) => id !== null && id !== "").transform((id) => id ?? ""),
  callerPhoneNumber: Text,
  dialedPhoneNumber: Text,
  startTime: Time,
  stopTime: Time,
  mediaFiles: listOf(RawMediaFileSchema),
  eventHistory: listOf(RawEventSchema),
  /** Null = the answer has no labels in it, which is not "no labels". */
  labels: anything.transform((value) => (Array.isArray(value) ? RawLabelsSchema.parse(value) : null)),
  callType: Text,
  screenRecording: Flag,
  nonDelete: Flag,
  region: Text,
});
export type RawRecording = z.infer<typeof RawRecordingSchema>;

/** A page of a search. `received` counts every row, also those that can't be read (`rejected`). */
export type RawPage = Readonly<{
  recordings: readonly RawRecording[];
  received: number;
  rejected: number;
  totalCount: number | null;
}>;

/** The page in a search's answer; null when there is none in it, which must not pass for an empty one. */
export function readPage(body: Readonly<Record<string, unknown>>): RawPage | null {
  const totalCount = Count.parse(body.totalCount);
  if (!Array.isArray(body.recordings)) {
    const isEmpty = totalCount === 0 && (body.recordings ?? null) === null;
    return isEmpty ? { recordings: [], received: 0, rejected: 0, totalCount } : null;
  }
  const rows: unknown[] = body.recordings;
  const recordings = rows.flatMap((row) => {
    const parsed = RawRecordingSchema.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
  return { recordings, received: rows.length, rejected: rows.length - recordings.length, totalCount };
}

const DefinitionSchema = z.object({ name: Text, displayName: Text, description: Text });

/** The definitions in an answer: its first list that does not hold mere addresses (fact sheet §11.1). Null = none in it. */
export function readDefinitions(
  body: Readonly<Record<string, unknown>>,
): readonly z.infer<typeof DefinitionSchema>[] | null {
  const list = Object.entries(body).find(
    ([key, value]) => Array.isArray(value) && key !== "uris" && key !== "paths",
  );
  return list === undefined ? null : listOf(DefinitionSchema).parse(list[1]);
}

/**
 * The settings of a group by name, given as a list or as a map (fact sheet §11.3); a group without any is blank. Null =
 * the answer can't be understood: the caller must then mask everything. A value that is no text is null.
 */
export function readSettings(
  body: Readonly<Record<string, unknown>>,
): readonly Readonly<{ name: string; value: string | null }>[] | null {
  const { settings } = body;
  if (settings === undefined || settings === null) {
    return body.uris === undefined && body.paths === undefined ? [] : null;
  }
  if (Array.isArray(settings)) {
    const rows: unknown[] = settings;
    return rows.every(isObject)
      ? rows.map((row) => ({ name: String(row.name), value: settingValue(row.value) }))
      : null;
  }
  if (!isObject(settings)) return null;
  return Object.entries(settings).map(([name, value]) => ({
    name,
    value: settingValue(isObject(value) ? value.value : value),
  }));
}

function settingValue(value: unknown): string | null {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : null;
}
