/** A list as CSV: one column for every field of any row, nested fields by dotted names. */
import { isObject, type Json, type JsonObject } from "./wire";

function flatten(value: Json, path: string, into: Map<string, string>): void {
  if (isObject(value)) {
    for (const [key, inner] of Object.entries(value))
      flatten(inner, path === "" ? key : `${path}.${key}`, into);
  } else {
    into.set(path, typeof value === "string" ? value : JSON.stringify(value));
  }
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

export function csvOf(rows: readonly JsonObject[]): string {
  const flat = rows.map((row) => {
    const cells = new Map<string, string>();
    flatten(row, "", cells);
    return cells;
  });
  const columns = [...new Set(flat.flatMap((cells) => [...cells.keys()]))].sort();
  const lines = [columns, ...flat.map((cells) => columns.map((column) => cells.get(column) ?? ""))];
  return rows.length === 0 ? "" : `${lines.map((cells) => cells.map(quoted).join(",")).join("\r\n")}\r\n`;
}
