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

/**
 * A refusal with words for the person who asked. `message` is shown as it is, so it never holds vendor text,
 * SQL, or a value that masking could hide.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly retryAfterSeconds: number | null;

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
