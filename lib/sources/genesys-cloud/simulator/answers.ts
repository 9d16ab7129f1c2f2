/** Answers as the platform gives them: JSON, and one shape of error (fact sheet §3). */

/** A failure that becomes the platform's error body. `message` is what the vendor would say. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    options: Readonly<{ params?: Record<string, string>; headers?: Record<string, string> }> = {},
  ) {
    super(message);
    this.name = "ApiFailure";
    this.status = status;
    this.code = code;
    this.params = options.params ?? {};
    this.headers = options.headers ?? {};
  }
}

const JSON_TYPE = "application/json; charset=UTF-8";

export function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": JSON_TYPE, ...headers } });
}

/** An answer without a body: 202 of a list still transcoding, 204 of a deletion. */
export const empty = (status: number): Response => new Response(null, { status });

/** A bare JSON string, as the calls that change a live recording answer. */
export const text = (status: number, words: string): Response => json(status, words);

/** The XML with which the download host refuses (§5.3; the words are ours). */
export function xml(status: number, code: string, message: string): Response {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return new Response(body, { status, headers: { "content-type": "text/xml" } });
}

/** What was thrown, as the platform would answer it; anything that is no ApiFailure is thrown on. */
export function answerFailure(thrown: unknown, contextId: string): Response {
  if (!(thrown instanceof ApiFailure)) throw thrown;
  return json(
    thrown.status,
    {
      message: thrown.message,
      code: thrown.code,
      status: thrown.status,
      ...(Object.keys(thrown.params).length === 0
        ? {}
        : { messageWithParams: thrown.message, messageParams: thrown.params }),
      contextId,
      details: [],
      errors: [],
    },
    thrown.headers,
  );
}

export const failures = {
  badRequest: (message: string, code = "bad.request") => new ApiFailure(400, code, message),
  noBearer: () =>
    new ApiFailure(
      401,
      "authentication.required",
      "No authentication bearer token specified in authorization header.",
    ),
  badToken: () => new ApiFailure(401, "bad.credentials", "Invalid login credentials."),
  expired: () => new ApiFailure(401, "credentials.expired", "The access token has expired."),
  missing: (permissions: readonly string[]) =>
    new ApiFailure(
      403,
      "missing.any.permissions",
      `Unable to perform the requested action. You must have at least one of the following permissions: [${permissions.join(", ")}]`,
      { params: { permissions: permissions.join(", ") } },
    ),
  missingAll: (permissions: readonly string[]) =>
    new ApiFailure(
      403,
      "missing.permissions",
      `Unable to perform the requested action. You are missing the following permission(s): ${permissions.join(", ")}`,
      { params: { permissions: permissions.join(", ") } },
    ),
  notAuthorized: (message: string) => new ApiFailure(403, "not.authorized", message),
  notFound: (what: string) =>
    new ApiFailure(404, "not.found", `The requested resource was not found: ${what}`),
  methodNotAllowed: () =>
    new ApiFailure(405, "method.not.allowed", "The method is not allowed for this address."),
  conflict: (message: string) => new ApiFailure(409, "conflict", message),
  tooLarge: () => new ApiFailure(413, "request.entity.too.large", "The request body exceeds 512000 bytes."),
  mediaType: () =>
    new ApiFailure(415, "unsupported.media.type", "The content type must be application/json."),
  internal: () =>
    new ApiFailure(500, "internal.server.error", "The server encountered an unexpected condition."),
  unavailable: () => new ApiFailure(503, "service.unavailable", "The service is temporarily unavailable."),
  timeout: () => new ApiFailure(504, "request.timeout", "The request timed out."),
  tooMany: (retryAfter: string | null) =>
    new ApiFailure(
      429,
      retryAfter === null ? "too.many.requests" : "too.many.requests.retry.after",
      `Rate limit exceeded the maximum. Retry the request in [${retryAfter ?? "a few"}] seconds`,
      { headers: retryAfter === null ? {} : { "retry-after": retryAfter } },
    ),
};
