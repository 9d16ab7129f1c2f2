/** Every refusal this product can give. `lib/http/problem.ts` holds the HTTP status and statusCode of each. */
export const ERROR_CODES = [
  "missing_input",
  "invalid_input",
  "out_of_range",
  "unauthenticated",
  "forbidden_role",
  "forbidden",
  "not_found",
  "method_not_allowed",
  "cannot_delete",
  "cannot_update",
  "already_exists",
  "in_use",
  "too_large",
  "unsupported_media_type",
  "unprocessable",
  "range_not_satisfiable",
  "too_many_requests",
  "internal",
  "source_refused",
  "source_unavailable",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

const BRAND = Symbol.for("earmark.AppError");

/**
 * A refusal with words for the person who asked. `message` is shown as it is, so it never holds vendor text,
 * SQL, or a value that masking could hide.
 */
export class AppError extends Error {
  readonly [BRAND] = true;
  readonly code: ErrorCode;
  readonly retryAfterSeconds: number | null;

  /** Next bundles this module once per kind of entry (pages, routes, instrumentation): an error of another copy is one too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: a subclass inherits this, and is asked for its own instances
    if (this !== AppError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return value instanceof Error && BRAND in value;
  }

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; retryAfterSeconds?: number } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}

/** The one answer for "does not exist" and "exists, but not for you": contract §2 makes them indistinguishable. */
export function recordingNotFound(): AppError {
  return new AppError("not_found", "There is no such recording.");
}

/** HTTP status and the vendor dialect's statusCode of every refusal (contract §4). */
export const ERROR_STATUS = {
  missing_input: [400, 1],
  invalid_input: [400, 2],
  out_of_range: [400, 10],
  unauthenticated: [401, 20],
  forbidden_role: [403, 5],
  forbidden: [403, 3],
  not_found: [404, 6],
  // The table has no code for a method: what was asked for is no operation here.
  method_not_allowed: [405, 3],
  cannot_delete: [409, 14],
  cannot_update: [409, 15],
  already_exists: [409, 18],
  in_use: [409, 19],
  too_large: [413, 2],
  unsupported_media_type: [415, 2],
  unprocessable: [422, 2],
  range_not_satisfiable: [416, 10],
  too_many_requests: [429, 3],
  internal: [500, 4],
  source_refused: [502, 4],
  source_unavailable: [503, 4],
} as const satisfies Record<ErrorCode, readonly [http: number, statusCode: number]>;
