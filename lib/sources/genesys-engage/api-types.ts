/**
 * What Genesys Engage sends, read tolerantly (fact sheet §3, §14): unknown fields are left behind, numbers pass for
 * texts and texts for numbers, null or nonsense anywhere is "unknown", and one broken item never loses its list.
 * The internal fields (`mediaUri`, `mediaPath`, `pkcs7`, `certAlias`, most of `parameters`) are not even read here.
 */
import { z } from "zod";
import { parseVendorTime } from "@/lib/domain/time";

/** A field whatever it holds: what it means is read below, since nothing in it may lose the recording. */
const field = z.unknown().optional();

/** A text, from a text, number or boolean; null otherwise. */
function text(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

function flag(value: unknown): boolean {
  return value === true || (typeof value === "string" && value.toLowerCase() === "true");
}

/** True when anything at all is there: for fields whose content must not be kept. */
function isPresent(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return false;
  return !(Array.isArray(value) && value.length === 0);
}

/** A whole number of at most 15 digits, strictly decimal; null otherwise (fact sheet §12.5). */
function count(value: unknown): number | null {
  const digits = text(value)?.trim() ?? "";
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}

/** The items that fit, in order; what is no list is an empty one. */
function list<T>(value: unknown, schema: z.ZodType<T>): T[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => {
    const parsed = schema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
}

/** The object, or null for anything that is none. */
function object<T>(value: unknown, schema: z.ZodType<T>): T | null {
  const parsed = isObject(value) ? schema.safeParse(value) : null;
  return parsed?.success ? parsed.data : null;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Group paths: a lone text is a list of one. What can't be read is left out, which closes rather than opens (fact sheet §6). */
function groups(value: unknown): string[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item): item is string => typeof item === "string" && item.trim() !== "");
}

/** Stands for a partition that can't be read: the file must not become one that needs none. */
export const UNREADABLE_PARTITION = "(unreadable)";

function partitions(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === "string") return commaList(value);
  if (!Array.isArray(value)) return [UNREADABLE_PARTITION];
  return value.flatMap((item) => {
    if (item === null || item === "") return [];
    return typeof item === "string" || typeof item === "number" ? [String(item)] : [UNREADABLE_PARTITION];
  });
}

/** The names in a comma-separated list, trimmed, empty ones left out. */
export function commaList(names: string): string[] {
  return names
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

export type FlatTexts = Readonly<Record<string, string>>;

/** Attached data: texts stay, numbers and booleans become texts, anything deeper is left out. */
function dataMap(value: unknown): FlatTexts {
  if (!isObject(value)) return {};
  const entries = Object.entries(value).flatMap(([key, item]): [string, string][] => {
    const read = text(item);
    return read === null ? [] : [[key, read]];
  });
  return Object.fromEntries(entries);
}

const RawMaskSchema = z
  .object({ time: field, type: field })
  .transform((raw) => ({ time: parseVendorTime(raw.time), type: text(raw.type) }));

const RawPartiesSchema = z
  .object({ ani: field, dnis: field, agentId: field, username: field })
  .transform((raw) => ({
    ani: text(raw.ani),
    dnis: text(raw.dnis),
    agentId: text(raw.agentId),
    username: text(raw.username),
  }));

const RawMediaFileSchema = z
  .object({
    playPath: field,
    startTime: field,
    stopTime: field,
    callUUID: field,
    mediaId: field,
    type: field,
    duration: field,
    size: field,
    parameters: field,
    masks: field,
    partitions: field,
    accessgroups: field,
    pkcs7: field,
    certAlias: field,
  })
  .transform((raw) => ({
    playPath: text(raw.playPath),
    startTime: parseVendorTime(raw.startTime),
    stopTime: parseVendorTime(raw.stopTime),
    callUUID: text(raw.callUUID),
    mediaId: text(raw.mediaId),
    type: text(raw.type),
    duration: count(raw.duration),
    size: count(raw.size),
    parameters: object(raw.parameters, RawPartiesSchema),
    masks: list(raw.masks, RawMaskSchema),
    partitions: partitions(raw.partitions),
    accessgroups: groups(raw.accessgroups),
    isEncrypted: isPresent(raw.pkcs7) || isPresent(raw.certAlias),
  }));
export type RawMediaFile = z.infer<typeof RawMediaFileSchema>;

const RawContactSchema = z
  .object({ type: field, phoneNumber: field, userName: field, firstName: field, lastName: field })
  .transform((raw) => ({
    type: text(raw.type),
    phoneNumber: text(raw.phoneNumber),
    userName: text(raw.userName),
    firstName: text(raw.firstName),
    lastName: text(raw.lastName),
  }));

const RawDataSchema = z.object({ added: field, updated: field, deleted: field }).transform((raw) => ({
  added: dataMap(raw.added),
  updated: dataMap(raw.updated),
  deleted: dataMap(raw.deleted),
}));

const RawEventSchema = z
  .object({ occurredAt: field, calluuid: field, event: field, contact: field, data: field })
  .transform((raw) => ({
    occurredAt: parseVendorTime(raw.occurredAt),
    calluuid: text(raw.calluuid),
    event: text(raw.event),
    contact: object(raw.contact, RawContactSchema),
    data: object(raw.data, RawDataSchema),
  }));
export type RawEvent = z.infer<typeof RawEventSchema>;

const RawLabelSchema = z
  .object({ id: field, name: field, type: field, createTime: field, createUser: field, content: field })
  .transform((raw) => ({
    id: text(raw.id),
    name: text(raw.name),
    type: text(raw.type),
    createTime: parseVendorTime(raw.createTime),
    createUser: text(raw.createUser),
    content: isObject(raw.content) ? raw.content : null,
  }));
export type RawLabel = z.infer<typeof RawLabelSchema>;

/** The labels in a list; what is no list holds none. */
export function readLabels(value: unknown): RawLabel[] {
  return list(value, RawLabelSchema);
}

/** The one thing a recording can't be without is its id. */
export const RawRecordingSchema = z
  .object({
    id: field.refine((id) => (text(id) ?? "") !== ""),
    callerPhoneNumber: field,
    dialedPhoneNumber: field,
    startTime: field,
    stopTime: field,
    mediaFiles: field,
    eventHistory: field,
    labels: field,
    callType: field,
    screenRecording: field,
    nonDelete: field,
    region: field,
  })
  .transform((raw) => ({
    id: text(raw.id) ?? "",
    callerPhoneNumber: text(raw.callerPhoneNumber),
    dialedPhoneNumber: text(raw.dialedPhoneNumber),
    startTime: parseVendorTime(raw.startTime),
    stopTime: parseVendorTime(raw.stopTime),
    mediaFiles: list(raw.mediaFiles, RawMediaFileSchema),
    eventHistory: list(raw.eventHistory, RawEventSchema),
    /** Null = the answer has no labels in it, which is not "no labels". */
    labels: Array.isArray(raw.labels) ? readLabels(raw.labels) : null,
    callType: text(raw.callType),
    screenRecording: flag(raw.screenRecording),
    nonDelete: flag(raw.nonDelete),
    region: text(raw.region),
  }));
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
  const totalCount = count(body.totalCount);
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

const DefinitionSchema = z
  .object({ name: field, displayName: field, description: field })
  .transform((raw) => ({
    name: text(raw.name),
    displayName: text(raw.displayName),
    description: text(raw.description),
  }));

/** The definitions in an answer: its first list that does not hold mere addresses (fact sheet §11.1). Null = none in it. */
export function readDefinitions(
  body: Readonly<Record<string, unknown>>,
): readonly z.infer<typeof DefinitionSchema>[] | null {
  const found = Object.entries(body).find(
    ([key, value]) => Array.isArray(value) && key !== "uris" && key !== "paths",
  );
  return found === undefined ? null : list(found[1], DefinitionSchema);
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
