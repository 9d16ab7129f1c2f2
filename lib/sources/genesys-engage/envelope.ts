import type { HttpAnswer } from "../http";
import { retryAfterMs } from "../http";
import { SourceError, type SourceErrorKind } from "../source";
import { isObject } from "./api-types";

/** What was being done, for the words of an error ("while searching"), and whether it changes anything at the vendor. */
export type Act = Readonly<{ doing: string; changes: boolean }>;

/** A SourceError that also knows the vendor's `statusCode` (fact sheet §2.2); null when the answer had none. */
export class EngageError extends SourceError {
  readonly statusCode: number | null;

  constructor(
    kind: SourceErrorKind,
    message: string,
    options: { statusCode?: number | null; unclear?: boolean; retryAfterMs?: number | null } = {},
  ) {
    super(kind, message, options);
    this.statusCode = options.statusCode ?? null;
  }
}

/** Partly done, or not finished: what has happened must be looked at. */
const UNFINISHED = new Set([7, 9]);
const INVALID = new Set([1, 2, 10, 11]);

/**
 * The body of a good answer. The code in the body says whether a call was handled, not HTTP: 200 with another code than
 * 0 is an error, and so is 200 with anything but a JSON object. Throws EngageError; vendor text is never carried.
 * `bare` accepts a 200 without any code, as get-by-id of some servers sends it (fact sheet §2.1).
 */
export function readEnvelope(answer: HttpAnswer, act: Act, bare = false): Record<string, unknown> {
  const body = parseObject(answer.text);
  const isGood = answer.status >= 200 && answer.status < 300;
  if (body === null) throw withoutEnvelope(answer, act);
  const code = statusCodeOf(body);
  if (isGood && code === 0) return body;
  if (isGood && code === null && bare && body.statusCode === undefined) return body;
  if (code === null) throw withoutEnvelope(answer, act);
  throw failure(answer, code, act);
}

/** True when the answer is the vendor's own JSON, good or bad. */
export function hasEnvelope(answer: HttpAnswer): boolean {
  const body = parseObject(answer.text);
  return body !== null && statusCodeOf(body) !== null;
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function statusCodeOf(body: Readonly<Record<string, unknown>>): number | null {
  const { statusCode } = body;
  return /^\d{1,6}$/.test(String(statusCode)) ? Number(statusCode) : null;
}

function failure(answer: HttpAnswer, statusCode: number, act: Act): EngageError {
  const kind = kindOf(answer.status, statusCode, act.changes);
  return new EngageError(kind, wordsOf(kind, statusCode, answer.status, act), {
    statusCode,
    unclear: act.changes && UNFINISHED.has(statusCode),
    retryAfterMs: waitOf(answer),
  });
}

function kindOf(http: number, statusCode: number, changes: boolean): SourceErrorKind {
  if (http === 401 || statusCode === 20 || statusCode === 8 || statusCode === 5) return "refused";
  if (http === 429) return "rateLimited";
  // Searching and playing go on in read-only mode, so 503 on a mere question is something else (fact sheet §10).
  if (http === 503) return changes ? "readOnly" : "unreachable";
  if (http === 404 || statusCode === 6) return "notFound";
  if (http === 405 || INVALID.has(statusCode)) return "invalid";
  if (http === 409 || statusCode === 18 || statusCode === 19) return "conflict";
  if (http === 403 || statusCode === 3) return "forbidden";
  return http === 400 ? "invalid" : "internal";
}

function wordsOf(kind: SourceErrorKind, statusCode: number, http: number, act: Act): string {
  if (statusCode === 8) return "Genesys Engage demands a new password for Earmark's account.";
  if (statusCode === 5) return `Earmark's account lacks the role for ${act.doing} at Genesys Engage.`;
  switch (kind) {
    case "refused":
      return "Genesys Engage refuses the user name or password of Earmark's account.";
    case "rateLimited":
      return "Genesys Engage takes no more requests right now.";
    case "readOnly":
      return "Genesys Engage is in read-only mode. Nothing was changed.";
    default:
      return `Genesys Engage failed while ${act.doing} (HTTP ${http}, code ${statusCode}).`;
  }
}

/** An answer that is not the vendor's: a proxy's page, text, half a JSON, nothing. A 404 of that kind proves nothing to be gone. */
function withoutEnvelope(answer: HttpAnswer, act: Act): EngageError {
  const { status } = answer;
  const options = { retryAfterMs: waitOf(answer) };
  if (status === 401) {
    return new EngageError(
      "refused",
      "Genesys Engage refuses the user name or password of Earmark's account.",
    );
  }
  if (status === 403) {
    return new EngageError("refused", `Something in front of Genesys Engage forbids ${act.doing}.`);
  }
  if (status === 429) {
    return new EngageError("rateLimited", "Genesys Engage takes no more requests right now.", options);
  }
  return new EngageError(
    "unreachable",
    `The answer to ${act.doing} did not come from Genesys Engage (HTTP ${status}, not its JSON).`,
    { ...options, unclear: act.changes && (status < 300 || status >= 500) },
  );
}

function waitOf(answer: HttpAnswer): number | null {
  return answer.status === 429 || answer.status === 503 ? retryAfterMs(answer.headers) : null;
}
