import { isObject } from "./api";

/** Where something stands in a JSON value: the keys that lead to it. */
type Place = readonly (string | number)[];

/** Every place of a JSON value: its attributes and items, and theirs. */
export function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...placesIn(inner).map((rest) => [key, ...rest]),
  ]);
}

/** The value with something else in one place. */
export function withAt(value: unknown, [key, ...rest]: Place, other: unknown): unknown {
  if (key === undefined) return other;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? withAt(item, rest, other) : item));
  return isObject(value) ? { ...value, [key]: withAt(value[key], rest, other) } : value;
}
