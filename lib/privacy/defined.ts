import { formatDialectTime } from "@/lib/domain/time";

/** The object without its undefined members: absent means unknown, here as in JSON. */
export function defined<T extends object>(object: T): T {
  const copy = { ...object };
  for (const key of Object.keys(copy)) {
    if (Reflect.get(copy, key) === undefined) Reflect.deleteProperty(copy, key);
  }
  return copy;
}

/** A time as it is sent; undefined = unknown. */
export function timeOf(ms: number | null): string | undefined {
  return ms === null ? undefined : formatDialectTime(ms);
}
