/**
 * One CSV line (RFC 4180). A cell that a spreadsheet could take for a formula gets a leading apostrophe; a plain phone
 * number in international form is none, but `+` starts a formula too, so it is guarded like the rest.
 */
export function csvLine(cells: readonly (string | number | null | undefined)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

const FORMULA_START = /^[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]*[=+\-@\t\r|%]/;

function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const guarded = FORMULA_START.test(value) ? `'${value}` : value;
  return `"${guarded.replaceAll('"', '""')}"`;
}
