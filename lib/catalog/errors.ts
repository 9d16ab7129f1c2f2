/** SQLSTATE of an error of either engine, e.g. `23505`; null for anything else. */
export function databaseErrorCode(error: unknown): string | null {
  if (typeof error !== "object" || error === null || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}

/** True when a unique index refused the row. */
export function isUniqueViolation(error: unknown): boolean {
  return databaseErrorCode(error) === "23505";
}

/** An error of the embedded database, with what PostgreSQL tells beside the words. */
export class EmbeddedDatabaseError extends Error {
  readonly code: string | null;
  readonly constraint: string | null;

  constructor(message: string, code: string | null = null, constraint: string | null = null) {
    super(message);
    this.name = "EmbeddedDatabaseError";
    this.code = code;
    this.constraint = constraint;
  }
}
