import { type HttpAnswer, retryAfterMs } from "../http";
import { SourceError, type SourceErrorKind } from "../source";
import { isRecord, parsed, text, whole } from "./tolerant";

/** What was being done, for the words of an error ("while searching"), and whether it changes anything at the vendor. */
export type Act = Readonly<{ doing: string; changes: boolean }>;

/** A SourceError that also knows the HTTP status; null when there was no answer of the vendor's. */
export class CloudError extends SourceError {
  readonly status: number | null;

  constructor(
    kind: SourceErrorKind,
    message: string,
    options: { status?: number | null; unclear?: boolean; retryAfterMs?: number | null } = {},
  ) {
    super(kind, message, options);
    this.status = options.status ?? null;
  }
}

/**
 * The JSON of a good answer; undefined for a good answer without a body (202 and 204 have none). Throws CloudError: no
 * vendor text, address or header is carried. A 2xx that is not JSON, or is an error body, is an error.
 */
export function readAnswer(answer: HttpAnswer, act: Act): unknown {
  const body = parsed(answer.text);
  const isGood = answer.status >= 200 && answer.status < 300;
  if (isGood && body === undefined && answer.text.trim() === "") return undefined;
  if (isGood && body !== undefined) {
    const inside = statusInside(body);
    if (inside === null) return body;
    throw failure(inside, answer, act);
  }
  if (isGood || !isErrorBody(body)) throw withoutBody(answer, act);
  throw failure(answer.status, answer, act);
}

/** The platform's error body (fact sheet §3): `code` tells it from what proxies send. */
function isErrorBody(body: unknown): body is Record<string, unknown> {
  return isRecord(body) && text(body.code) !== null && typeof body.code === "string";
}

/** The status of an error that came with 200. */
function statusInside(body: unknown): number | null {
  if (!isErrorBody(body)) return null;
  const status = whole(body.status);
  return status !== null && status >= 400 && status < 600 ? status : null;
}

/** True when the vendor itself says that there is no such thing. A proxy's 404 proves nothing: a tombstone is for ever. */
function isOwnNotFound(answer: HttpAnswer): boolean {
  const body = parsed(answer.text);
  return isErrorBody(body) && /(^|\.)not\.found$/i.test(String(body.code));
}

function failure(status: number, answer: HttpAnswer, act: Act): CloudError {
  if (status === 404 && !isOwnNotFound(answer)) return withoutBody({ ...answer, status }, act);
  const kind = kindOf(status);
  return new CloudError(kind, wordsOf(kind, status, act), {
    status,
    unclear: act.changes && (status >= 500 || status === 408),
    retryAfterMs: status === 429 || status === 503 ? retryAfterMs(answer.headers) : null,
  });
}

function kindOf(status: number): SourceErrorKind {
  switch (status) {
    case 401:
    case 403:
      return "refused";
    case 404:
      return "notFound";
    case 405:
    case 501:
      return "unsupported";
    case 408:
    case 503:
    case 504:
      return "unreachable";
    case 409:
      return "conflict";
    case 429:
      return "rateLimited";
    default:
      return status >= 500 ? "internal" : "invalid";
  }
}

function wordsOf(kind: SourceErrorKind, status: number, act: Act): string {
  switch (kind) {
    case "refused":
      return status === 401
        ? "Genesys Cloud refuses the token of Earmark's OAuth client."
        : `Earmark's OAuth client lacks the permission for ${act.doing} at Genesys Cloud.`;
    case "rateLimited":
      return "Genesys Cloud takes no more requests right now.";
    case "notFound":
      return "Genesys Cloud has no such thing.";
    default:
      return `Genesys Cloud failed while ${act.doing} (HTTP ${status}).`;
  }
}

/** An answer that is not the vendor's: a proxy's page, text, half a JSON, nothing. */
function withoutBody(answer: HttpAnswer, act: Act): CloudError {
  const { status } = answer;
  if (status === 401) return new CloudError("refused", wordsOf("refused", 401, act), { status });
  if (status === 429) {
    return new CloudError("rateLimited", wordsOf("rateLimited", 429, act), {
      status,
      retryAfterMs: retryAfterMs(answer.headers),
    });
  }
  if (status === 403) {
    return new CloudError("refused", `Something in front of Genesys Cloud forbids ${act.doing}.`);
  }
  return new CloudError(
    "unreachable",
    `The answer to ${act.doing} did not come from Genesys Cloud (HTTP ${status}, not its JSON).`,
    {
      status,
      unclear: act.changes && (status < 300 || status >= 500),
      retryAfterMs: status === 503 ? retryAfterMs(answer.headers) : null,
    },
  );
}

/** The answer to `doing` is JSON of the vendor's but not what was asked for. */
export function unreadable(doing: string, unclear = false): CloudError {
  return new CloudError("unreachable", `The answer to ${doing} can't be understood.`, { unclear });
}

/** True for the vendor's own word that there is no such thing. */
export function isNotFound(error: unknown): boolean {
  return error instanceof CloudError && error.kind === "notFound";
}

/** True when our account may not make this call: other calls may well work. */
export function isForbidden(error: unknown): boolean {
  return error instanceof CloudError && error.status === 403;
}
