/** The filters of a query (fact sheet §7.4): exact, as text, over the whole stored document with its private fields. */
import type { Json, JsonObject } from "./wire";
import { isObject } from "./wire";

export type Test = (document: JsonObject) => boolean;

/** Private fields that filters can match though nobody sees them. */
export function withPrivate(
  document: JsonObject,
  hidden: Readonly<{ accountId: string; created: number; modified: number; rev: string }>,
): JsonObject {
  return {
    ...document,
    _id: document.id ?? null,
    _rev: hidden.rev,
    pvt_type: "call_recording",
    pvt_account_id: hidden.accountId,
    pvt_created: hidden.created,
    pvt_modified: hidden.modified,
  };
}

function valueAt(document: JsonObject, path: string): Json | undefined {
  let at: Json | undefined = document;
  for (const key of path.split(".")) {
    if (!isObject(at)) return undefined;
    at = at[key];
  }
  return at === null ? undefined : at;
}

/** A value as the filter compares it; objects can't be, which hides the row. */
function asText(value: Json | undefined): string | null {
  if (value === undefined) return "";
  return typeof value === "object" ? null : String(value);
}

function isOneOf(text: string, wanted: string): boolean {
  if (text === wanted) return true;
  try {
    const list: unknown = JSON.parse(wanted);
    return Array.isArray(list) && list.some((one) => String(one) === text);
  } catch {
    return false;
  }
}

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined ||
  value === "" ||
  (typeof value === "object" && value !== null && Object.keys(value).length === 0);

function testOf(name: string, wanted: string): Test | null {
  if (name.startsWith("filter_not_")) {
    const path = name.slice("filter_not_".length);
    return (document) => {
      const text = asText(valueAt(document, path));
      return text !== null && !isOneOf(text, wanted);
    };
  }
  if (name.startsWith("filter_")) {
    const path = name.slice("filter_".length);
    return (document) => {
      const text = asText(valueAt(document, path));
      return text !== null && isOneOf(text, wanted);
    };
  }
  switch (name) {
    case "has_key":
      return (document) => valueAt(document, wanted) !== undefined;
    case "key_missing":
      return (document) => valueAt(document, wanted) === undefined;
    case "has_value":
      return (document) => !isEmpty(valueAt(document, wanted));
    case "value_missing":
      return (document) => isEmpty(valueAt(document, wanted));
    default:
      return null;
  }
}

/** `modified_from` and `modified_to`, which act only beside another filter. */
function modifiedTest(name: string, wanted: string): Test | null {
  const bound = Number(wanted);
  if (!/^\d+$/.test(wanted)) return name.startsWith("modified_") ? () => false : null;
  if (name === "modified_from") return (document) => Number(document.pvt_modified) >= bound;
  return name === "modified_to" ? (document) => Number(document.pvt_modified) <= bound : null;
}

/** Whether a document passes every filter of a query; null = there is none. */
export function readFilters(query: URLSearchParams): Test | null {
  const pairs = [...query];
  const tests = pairs.flatMap(([name, wanted]) => testOf(name, wanted) ?? []);
  if (tests.length === 0) return null;
  tests.push(...pairs.flatMap(([name, wanted]) => modifiedTest(name, wanted) ?? []));
  return (document) => tests.every((test) => test(document));
}
