/** Bodies and errors of the service (fact sheet §3, §4.6). */
import { CANARIES } from "./canaries";

export type ValidationError = Readonly<{ attributeName: string; message: string; value: string }>;

/** A failure on its way to the caller. */
export class ApiFailure extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly more: Readonly<{
      errorCode?: string;
      validationErrors?: readonly ValidationError[];
      /** A plain-text body instead of JSON; "" = no body. */
      text?: string;
      headers?: Readonly<Record<string, string>>;
    }> = {},
  ) {
    super(message);
    this.name = "ApiFailure";
  }
}

export const failures = {
  invalid: (validationErrors: readonly ValidationError[]) =>
    new ApiFailure(400, "The supplied data is not valid", { validationErrors }),
  /** 401 is plain text, whatever its reason. */
  unauthorized: (text: string) =>
    new ApiFailure(401, "Unauthorized", {
      text,
      headers: { "www-authenticate": 'Bearer realm="ringcx", error="invalid_token"' },
    }),
  /** On pages of the voice API the error has a code; in the integration API's examples it has none. */
  forbidden: (withCode: boolean) =>
    new ApiFailure(403, "Access is denied", withCode ? { errorCode: "access.denied.exception" } : {}),
  notFound: () => new ApiFailure(404, "Resource not found", { errorCode: "resource.not.found.exception" }),
  tooMany: (retryAfterSeconds: number | null) =>
    new ApiFailure(429, "Too many requests", {
      text: "",
      ...(retryAfterSeconds === null ? {} : { headers: { "retry-after": String(retryAfterSeconds) } }),
    }),
  internal: () => new ApiFailure(500, "Internal server error", { errorCode: "internal.server.exception" }),
} as const;

export function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-cache, no-store, max-age=0" },
  });
}

export const text = (status: number, body: string): Response =>
  new Response(body, { status, headers: { "content-type": "text/plain;charset=UTF-8" } });

/** The error body of JSON failures; `requestUri` repeats the ids in the path, as the vendor's does. */
export function errorBody(
  failure: ApiFailure,
  requestUri: string,
  timestamp: number,
): Record<string, unknown> {
  const { errorCode, validationErrors } = failure.more;
  return {
    ...(errorCode === undefined ? {} : { errorCode }),
    generalMessage: failure.message,
    developerMessage: `${failure.status} at node cx-07 (${CANARIES.developerMessage})`,
    details: null,
    cause: null,
    requestUri,
    timestamp,
    ...(validationErrors === undefined ? {} : { validationErrors }),
  };
}

/** What was thrown, as the service would answer it; anything but an `ApiFailure` is thrown on. */
export function failureResponse(thrown: unknown, requestUri: string, timestamp: number): Response {
  if (!(thrown instanceof ApiFailure)) throw thrown;
  const { status, more } = thrown;
  const response =
    more.text === undefined
      ? json(status, errorBody(thrown, requestUri, timestamp))
      : more.text === ""
        ? new Response(null, { status })
        : text(status, more.text);
  for (const [name, value] of Object.entries(more.headers ?? {})) response.headers.set(name, value);
  return response;
}
