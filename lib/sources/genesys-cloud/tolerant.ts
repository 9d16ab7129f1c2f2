/** Reading what a vendor may leave out, send as another type, or invent: null is "unknown", and one bad item never loses its list. */
import { z } from "zod";

/** A field whatever it holds: what it means is read below. */
export const field = z.unknown().optional();

/** A text that says something; a number passes for one. */
export function text(value: unknown): string | null {
  const found = typeof value === "number" && Number.isFinite(value) ? String(value) : value;
  return typeof found === "string" && found.trim() !== "" ? found : null;
}

/** The same in lower case: states and kinds come in both within one document (fact sheet §9.2). */
export function word(value: unknown): string | null {
  return text(value)?.trim().toLowerCase() ?? null;
}

/** A text without which the rest is worth nothing. Not `field` refined: zod leaves out checks of optional keys that are absent. */
export const required = z.unknown().refine((value) => text(value) !== null);

/** True or false where it says so; null where it does not. */
export function flag(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  const said = word(value);
  return said === "true" ? true : said === "false" ? false : null;
}

/** Whole milliseconds or the like, negative ones too; null when it is no number. */
export function whole(value: unknown): number | null {
  const found =
    typeof value === "string" && /^-?\d{1,15}(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
  return typeof found === "number" && Number.isFinite(found) && Math.abs(found) <= 1e15
    ? Math.round(found)
    : null;
}

/** The items that fit, in order; what is no list is an empty one. */
export function items<T>(value: unknown, schema: z.ZodType<T>): T[] {
  const rows: unknown[] = Array.isArray(value) ? value : [];
  return rows.flatMap((row) => {
    const parsed = schema.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
}

export function texts(value: unknown): string[] {
  const rows: unknown[] = Array.isArray(value) ? value : [];
  return rows.flatMap((row) => text(row) ?? []);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON, or undefined when it is none (JSON itself has no undefined). */
export function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
