/** Answers: the envelope of fact sheet §2.1, the headers of §2.2, the errors of §9. */
import { CANARIES } from "./canaries";
import type { Profile } from "./profiles";
import { type Json, type JsonObject, md5 } from "./wire";

/** What every answer to one request shares. */
export type Reply = {
  readonly requestId: string;
  readonly profile: Profile;
  readonly nowMs: number;
  /** The token the caller sent: echoed in every JSON answer. */
  token: string | null;
  authenticated: boolean;
  /** What the caller's bucket holds after this request. */
  remaining: number;
  /** After content negotiation, what an error is labelled with. */
  negotiated: string | null;
};

/** Thrown by endpoints, answered by the API. `data: null` = none. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly data: Json | undefined;

  constructor(status: number, message: string, data: Json | undefined) {
    super(message);
    this.status = status;
    this.data = data;
  }
}

/** An answer without a body, decided by the HTTP layer below the API (406, 412, 500 after a crash). */
export class EmptyFailure extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

const spaced = (message: string): JsonObject => ({ message });

/** A fault of one field in the shape of the schema validator. */
export function invalid(path: string, code: string, words: string, more: JsonObject = {}): ApiFailure {
  return new ApiFailure(400, "validation error", { [path]: { [code]: { message: words, ...more } } });
}

export const failures = {
  badJson: () => invalid("json", "invalid", "Invalid JSON in request body", { target: "body" }),
  badEnvelope: (path: string, code: string, words: string) =>
    new ApiFailure(400, "invalid request envelope", { [path]: { [code]: { message: words } } }),
  tooLarge: (bytes: number) =>
    new ApiFailure(413, "validation error", {
      file: {
        maxSize: { message: "Files must not be more than 8000000 bytes", target: 8_000_000, value: bytes },
      },
    }),
  /** A token that is none: the text with an underscore. */
  noCredentials: () => new ApiFailure(401, "invalid_credentials", spaced("invalid credentials")),
  /** A token whose time is over, or that is none of ours: the text with a space, and nothing in `data`. */
  expired: () => new ApiFailure(401, "invalid credentials", {}),
  secondFactor: () =>
    new ApiFailure(401, "invalid_credentials", {
      multi_factor_request: { provider_name: "duo", settings: { duo_api_hostname: "mfa.kazoo.invalid" } },
    }),
  forbidden: (cause?: string) =>
    new ApiFailure(403, "forbidden", { message: "forbidden", ...(cause === undefined ? {} : { cause }) }),
  noDocument: (id: string) => new ApiFailure(404, "bad_identifier", { cause: id, message: "bad identifier" }),
  noAudio: (id: string) => new ApiFailure(404, "bad_identifier", { details: id, message: "bad identifier" }),
  /** A malformed id, an unknown channel, an unknown API key: `data` is an array that repeats it. */
  badIdentifier: (id: string) => new ApiFailure(404, "bad identifier", [id]),
  badAccount: (id: string) => new ApiFailure(404, "bad identifier", { message: `bad identifier: ${id}` }),
  notFound: () => new ApiFailure(404, "not_found", spaced("not found")),
  faulty: (words: string) => new ApiFailure(404, "faulty_request", spaced(words)),
  method: () => new ApiFailure(405, "invalid_method", spaced("method not allowed")),
  conflict: () => new ApiFailure(409, "datastore_conflict", spaced("conflicting documents")),
  gone: () => new ApiFailure(410, "gone", spaced("gone")),
  range: () => new ApiFailure(416, "range not satisfiable", {}),
  tooMany: () => new ApiFailure(429, "too_many_requests", spaced("too many requests")),
  crashed: () => new ApiFailure(500, "init failed", undefined),
  provider: (cause: string) => new ApiFailure(500, "datastore_fault", { cause, message: "unknown failure" }),
  unreachable: () => new ApiFailure(503, "datastore_unreachable", spaced("datastore unreachable")),
  datastoreFault: () => new ApiFailure(503, "datastore_fault", spaced("datastore fault")),
  datastoreMissing: () => new ApiFailure(503, "datastore_missing", spaced("datastore missing")),
  missingView: () => new ApiFailure(503, "datastore missing view", {}),
  timeout: () => new ApiFailure(503, "datastore timeout", {}),
  invalidData: (data: Json) => new ApiFailure(400, "invalid data", data),
} as const;

const NODE = CANARIES.node;
const COMMON = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, PUT, POST, DELETE, OPTIONS, PATCH",
  "access-control-allow-headers":
    "Content-Type, Depth, User-Agent, X-Http-Method-Override, X-File-Size, X-Requested-With, If-Modified-Since, X-File-Name, Cache-Control, X-Auth-Token, X-Kazoo-Cluster-ID, If-Match",
  "access-control-expose-headers":
    "Content-Type, X-Auth-Token, X-Request-ID, X-Kazoo-Cluster-ID, Location, Etag",
  "access-control-max-age": "86400",
} as const;

export function baseHeaders(reply: Reply): Headers {
  return new Headers({
    ...COMMON,
    "x-request-id": reply.requestId,
    expires: "Fri, 01 Jan 1999 00:00:00 GMT",
    vary: "accept, accept-language",
  });
}

/** The keys beside `data` that every answer has. */
function tail(reply: Reply): JsonObject {
  const { profile, token, authenticated } = reply;
  const echoed = token ?? (profile.undefinedToken ? "undefined" : null);
  return {
    request_id: reply.requestId,
    node: NODE,
    ...(profile.versionAlways || authenticated ? { version: profile.version } : {}),
    timestamp: `${new Date(reply.nowMs).toISOString().slice(0, 19)}Z`,
    ...(echoed === null ? {} : { auth_token: echoed }),
    ...(profile.showsTokens ? { tokens: { consumed: 1, remaining: reply.remaining } } : {}),
  };
}

export type Success = Readonly<{
  status?: number;
  /** Absent = the MD5 of the data, as lists have it. */
  revision?: string;
  /** `page_size`, `start_key`, `next_start_key`. */
  paging?: JsonObject;
}>;

/** An answer whose length is declared, as cowboy's is. Bytes, since a text would be given a content type. */
function jsonAnswer(body: JsonObject, status: number, headers: Headers): Response {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  headers.set("content-length", String(bytes.length));
  return new Response(bytes, { status, headers });
}

export function success(
  reply: Reply,
  data: Json,
  { status = 200, revision, paging = {} }: Success = {},
): Response {
  const stamp = revision ?? md5(JSON.stringify(data));
  const headers = baseHeaders(reply);
  headers.set("content-type", "application/json");
  headers.set("etag", `"${stamp}"`);
  const body = { data, ...paging, status: "success", revision: stamp, ...tail(reply) };
  return jsonAnswer(body, status, headers);
}

/** A list as the chunked writer sends it: every value behind `data` is a text (fact sheet §7.5). */
export function chunkedTail(reply: Reply, paging: JsonObject): string {
  const values = { ...paging, status: "success", ...tail(reply) };
  return Object.entries(values)
    .map(
      ([key, value]) =>
        `,${JSON.stringify(key)}:${JSON.stringify(typeof value === "string" ? value : JSON.stringify(value))}`,
    )
    .join("");
}

export function failureResponse(reply: Reply, failure: ApiFailure | EmptyFailure): Response {
  const headers = baseHeaders(reply);
  if (failure instanceof EmptyFailure) return new Response(null, { status: failure.status, headers });
  const type = reply.profile.errorsUntyped ? reply.negotiated : "application/json";
  if (type !== null) headers.set("content-type", type);
  const body = {
    ...(failure.data === undefined ? {} : { data: failure.data }),
    status: "error",
    error: String(failure.status),
    message: failure.message,
    ...tail(reply),
  };
  return jsonAnswer(body, failure.status, headers);
}
