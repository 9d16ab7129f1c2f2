/** A refusal of our API, with the words that the server gave. `code` is the vendor dialect's statusCode. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly retryAfterSeconds: number | null;

  constructor(status: number, code: number, message: string, retryAfterSeconds: number | null) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export type ApiRequest = Readonly<{
  method?: "GET" | "POST" | "PUT" | "DELETE";
  query?: Query;
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** Sent to its end even when the page goes away meanwhile. Browsers take 64 KiB so. */
  keepalive?: boolean;
}>;

/** The address of an API path, with the defined query values. */
export function apiUrl(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString();
  return `/api/v2${path}${text === "" ? "" : `?${text}`}`;
}

/**
 * One call of our API. Resolves with the JSON answer, whose shape the named fetchers vouch for; throws ApiError on
 * every refusal, and when the server can't be reached (status 0). A session that ended sends the browser to sign in.
 */
export async function fetchJson<T>(path: string, request: ApiRequest = {}): Promise<T> {
  const { method = "GET", query, body, signal, keepalive } = request;
  let response: Response;
  try {
    response = await fetch(apiUrl(path, query), {
      method,
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
      ...(keepalive ? { keepalive } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, 4, "Earmark can't be reached. Check your connection.", null);
  }
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw toApiError(response, answer);
  return trusted<T>(answer);
}

/** The refusal in an answer of our API, for callers that read the body themselves. */
export function toApiError(response: Response, answer: unknown): ApiError {
  if (response.status === 401 && typeof window !== "undefined") {
    window.location.assign(
      `/sign-in?from=${encodeURIComponent(window.location.pathname + window.location.search)}`,
    );
  }
  const fields = typeof answer === "object" && answer !== null ? answer : {};
  const code = "statusCode" in fields && typeof fields.statusCode === "number" ? fields.statusCode : 4;
  const words =
    "statusMessage" in fields && typeof fields.statusMessage === "string"
      ? fields.statusMessage
      : "Something went wrong.";
  const retryAfter = Number(response.headers.get("retry-after"));
  return new ApiError(
    response.status,
    code,
    words,
    Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
  );
}

// The one cast of the browser side: both ends are compiled together from lib/domain/answers and lib/privacy/outgoing.
function trusted<T>(answer: unknown): T {
  return answer as T;
}
