/**
 * What Kazoo sends, read tolerantly (fact sheet §8): every field may be missing, of another type, or new, and one broken
 * field never loses its row. What must not travel is not kept: of `url` only that there is one, of `custom_channel_vars`
 * only the two wishes for privacy; `name`, `description`, `cdr_id` and the realm of an address are not read at all.
 */
import { z } from "zod";

const field = z.unknown().optional();

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text that says something, from a text or a number; null otherwise. */
export function text(value: unknown): string | null {
  const read = typeof value === "number" && Number.isFinite(value) ? String(value) : value;
  return typeof read === "string" && read.trim() !== "" ? read.trim() : null;
}

/** A number that is not negative, also when written as a text; null otherwise. */
function amount(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? value : null;
  return typeof value === "string" && /^\d{1,15}(\.\d{1,6})?$/.test(value.trim()) ? Number(value) : null;
}

/** Kazoo writes the booleans of channel variables as texts (fact sheet §8.4). */
function flag(value: unknown): boolean {
  return value === true || (typeof value === "string" && value.trim().toLowerCase() === "true");
}

function texts(value: unknown): string[] | null {
  return Array.isArray(value) ? value.flatMap((item) => text(item) ?? []) : null;
}

/**
 * Names of tags. Null = this document has never held any (an object that lost its last tag is still there). The documented
 * form is an object of name → 1; a list of names is read too, and a value of null, false, 0 or "" is no tag.
 */
function tagsOf(metadata: unknown): Tags | null {
  const tags = isObject(metadata) ? metadata.tags : undefined;
  if (Array.isArray(tags)) return { names: texts(tags) ?? [], isList: true };
  if (!isObject(tags)) return null;
  const names = Object.entries(tags).flatMap(([name, value]) => (value ? [name] : []));
  return { names, isList: false };
}

export type Tags = Readonly<{ names: readonly string[]; isList: boolean }>;

const MOST_ID_CHARS = 200;
const InteractionIdSchema = z.string().regex(/^\d{11}-[0-9A-Za-z_-]{1,64}$/);

/** One document. Some recorders of Kazoo 5 write `start_time` and `call_direction` (fact sheet §8.1). */
export const RawDocumentSchema = z
  .object({
    id: z.string().min(1).max(MOST_ID_CHARS),
    start_time: field,
    start: field,
    duration: field,
    duration_ms: field,
    direction: field,
    call_direction: field,
    origin: field,
    from: field,
    to: field,
    request: field,
    caller_id_number: field,
    caller_id_name: field,
    callee_id_number: field,
    callee_id_name: field,
    call_id: field,
    interaction_id: field,
    owner_id: field,
    url: field,
    content_type: field,
    media_type: field,
    custom_channel_vars: field,
    user_metadata: field,
    soft_delete: field,
    _read_only: field,
  })
  .transform((raw) => {
    const seconds = amount(raw.duration);
    const channel = isObject(raw.custom_channel_vars) ? raw.custom_channel_vars : {};
    const readOnly = isObject(raw._read_only) ? raw._read_only : {};
    return {
      id: raw.id,
      /** Gregorian seconds. */
      start: amount(raw.start_time) ?? amount(raw.start),
      durationMs: wholeMs(amount(raw.duration_ms) ?? (seconds === null ? null : seconds * 1_000)),
      direction: text(raw.direction) ?? text(raw.call_direction),
      origin: text(raw.origin),
      from: text(raw.from),
      to: text(raw.to) ?? text(raw.request),
      callerNumber: text(raw.caller_id_number),
      callerName: text(raw.caller_id_name),
      calleeNumber: text(raw.callee_id_number),
      calleeName: text(raw.callee_id_name),
      callId: text(raw.call_id),
      /** Well-formed or nothing: it becomes a part of public ids, and is asked for by the time within. */
      interactionId: InteractionIdSchema.safeParse(raw.interaction_id).data ?? null,
      ownerId: text(raw.owner_id),
      hasUrl: text(raw.url) !== null,
      contentType: text(raw.content_type),
      mediaType: text(raw.media_type),
      hidesNumber: flag(channel["Privacy-Hide-Number"]),
      hidesName: flag(channel["Privacy-Hide-Name"]),
      tags: tagsOf(raw.user_metadata),
      isSoftDeleted: isObject(raw.soft_delete),
      /** Null = not told: only rows of a list tell (fact sheet §8.2). */
      contentTypes: texts(readOnly.content_types),
    };
  });

export type RawDocument = z.infer<typeof RawDocumentSchema>;

function wholeMs(ms: number | null): number | null {
  return ms === null || ms > 1e12 ? null : Math.round(ms);
}

/** A user of the account, as lists have them (public Kazoo docs `crossbar/doc/users.md`). */
export const RawUserSchema = z
  .object({ id: z.string().min(1), username: field, first_name: field, last_name: field, priv_level: field })
  .transform((raw) => ({
    id: raw.id,
    username: text(raw.username),
    firstName: text(raw.first_name),
    lastName: text(raw.last_name),
    privLevel: text(raw.priv_level),
  }));

export type RawUser = z.infer<typeof RawUserSchema>;

/** One leg of a call that is going on (public Kazoo docs `crossbar/doc/channels.md`; the numbers are not in every version). */
export const RawChannelSchema = z
  .object({
    uuid: z.string().min(1).max(MOST_ID_CHARS),
    answered: field,
    direction: field,
    timestamp: field,
    other_leg: field,
    owner_id: field,
    interaction_id: field,
    destination: field,
    presence_id: field,
    caller_id_number: field,
    caller_id_name: field,
    callee_id_number: field,
    callee_id_name: field,
    custom_channel_vars: field,
  })
  .transform((raw) => {
    const channel = isObject(raw.custom_channel_vars) ? raw.custom_channel_vars : {};
    return {
      uuid: raw.uuid,
      isAnswered: flag(raw.answered),
      direction: text(raw.direction)?.toLowerCase() ?? null,
      /** Gregorian seconds. */
      timestamp: amount(raw.timestamp),
      otherLeg: text(raw.other_leg),
      ownerId: text(raw.owner_id),
      interactionId: text(raw.interaction_id),
      destination: text(raw.destination),
      presenceId: text(raw.presence_id),
      callerNumber: text(raw.caller_id_number),
      callerName: text(raw.caller_id_name),
      calleeNumber: text(raw.callee_id_number),
      calleeName: text(raw.callee_id_name),
      hidesNumber: flag(channel["Privacy-Hide-Number"]),
      hidesName: flag(channel["Privacy-Hide-Name"]),
    };
  });

export type RawChannel = z.infer<typeof RawChannelSchema>;

/** The items that fit, and how many did not. */
export function readRows<T>(
  rows: readonly unknown[],
  schema: z.ZodType<T>,
): { items: T[]; rejected: number } {
  const items = rows.flatMap((row) => {
    const parsed = schema.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
  return { items, rejected: rows.length - items.length };
}
