import { type HttpAnswer, retryAfterMs } from "../http";
import { SourceError, type SourceErrorKind } from "../source";
import { isObject } from "./api-types";

/** What was being done, for the words of an error ("while listing"), and whether it changes anything at the vendor. */
export type Act = Readonly<{ doing: string; changes: boolean }>;

/** The vendor's words that decide something, each as one of ours; every other text is left behind (fact sheet §9). */
const WORDS = {
  not_found: "noSuchModule",
  "not found": "noSuchModule",
  bad_identifier: "noSuchThing",
  "bad identifier": "noSuchThing",
  faulty_request: "faulty",
} as const satisfies Record<string, string>;

export type Said = (typeof WORDS)[keyof typeof WORDS];

/** A SourceError that also knows the status and, where it decides something, what the vendor said. */
export class KazooError extends SourceError {
  /** The HTTP status, or the `error` of an envelope that came with 200. */
  readonly status: number;
  readonly said: Said | null;
  /** The id that a `noSuchThing` is about, where it is told: the recording, or the account. Never shown. */
  readonly about: string | null;

  constructor(
    kind: SourceErrorKind,
    message: string,
    options: {
      status?: number;
      said?: Said | null;
      about?: string | null;
      unclear?: boolean;
      retryAfterMs?: number | null;
    } = {},
  ) {
    super(kind, message, options);
    this.status = options.status ?? 0;
    this.said = options.said ?? null;
    this.about = options.about ?? null;
  }
}

/** A bucket refills 10 tokens a second, up to 100 (fact sheet §5): after this it is full again. */
const REFILL_MS = 10_000;

/**
 * The envelope of a good answer. Throws KazooError for everything else; vendor text is never carried, and neither are the
 * token and key that Kazoo echoes (fact sheet §2.1, §3.2). JSON is told by parsing it, since the content type may be missing
 * or `audio/mpeg` (§2.2).
 */
export function readEnvelope(answer: HttpAnswer, act: Act): Record<string, unknown> {
  const envelope = parseEnvelope(answer.text);
  if (envelope === null) throw withoutEnvelope(answer, act);
  const isGood = answer.status >= 200 && answer.status < 300;
  const code = /^\d{3}$/.test(String(envelope.error)) ? Number(envelope.error) : null;
  if (isGood && envelope.status === "success") return envelope;
  // An error inside a 200 is judged by its own code; a success inside a 404 is nobody's answer.
  if (envelope.status === "success") throw withoutEnvelope(answer, act);
  throw failure(answer, isGood ? (code ?? 500) : answer.status, envelope, act);
}

/** The vendor's envelope, good or bad; null for HTML, half a JSON, or JSON that is somebody else's. */
export function parseEnvelope(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) && (value.status === "success" || value.status === "error") ? value : null;
  } catch {
    return null;
  }
}

function failure(
  answer: HttpAnswer,
  status: number,
  envelope: Readonly<Record<string, unknown>>,
  act: Act,
): KazooError {
  const said = saidBy(envelope.message);
  const kind = kindOf(status, said);
  return new KazooError(kind, wordsOf(kind, status, said, act), {
    status,
    said,
    about: said === "noSuchThing" ? aboutOf(envelope.data) : null,
    unclear: act.changes && status >= 500,
    retryAfterMs: kind === "rateLimited" ? waitOf(answer) : null,
  });
}

function saidBy(message: unknown): Said | null {
  const found = Object.entries(WORDS).find(([word]) => word === message);
  return found?.[1] ?? null;
}

function aboutOf(data: unknown): string | null {
  const [first] = Array.isArray(data) ? data : isObject(data) ? [data.cause ?? data.details] : [];
  return typeof first === "string" ? first : null;
}

/**
 * By status and message (fact sheet §9). A 404 is "no such recording" only in the vendor's words for it; `not_found` is a
 * module that was not started, and any other 404 proves nothing.
 */
function kindOf(status: number, said: Said | null): SourceErrorKind {
  switch (status) {
    case 401:
      return "refused";
    case 403:
      return "forbidden";
    case 404:
      if (said === "noSuchModule") return "refused";
      if (said === "noSuchThing") return "notFound";
      return said === "faulty" ? "invalid" : "internal";
    case 405:
    case 406:
      return "unsupported";
    case 409:
    case 412:
      return "conflict";
    case 410:
      return "refused";
    case 429:
      return "rateLimited";
    case 503:
      return "unreachable";
    default:
      return status < 500 ? "invalid" : "internal";
  }
}

function wordsOf(kind: SourceErrorKind, status: number, said: Said | null, act: Act): string {
  if (said === "noSuchModule") {
    return `Kazoo has no module for ${act.doing}; its operator must start cb_recordings for recordings.`;
  }
  switch (kind) {
    case "refused":
      return status === 410 ? "This address is no /v2 of Kazoo." : REFUSED;
    case "forbidden":
      return `Kazoo forbids ${act.doing} to Earmark's account.`;
    case "notFound":
      return "Kazoo has no such recording.";
    case "rateLimited":
      return TOO_MANY;
    case "unsupported":
      return `This Kazoo server has no call for ${act.doing}.`;
    case "conflict":
      return `Somebody else changed the same thing at Kazoo while ${act.doing}.`;
    default:
      return `Kazoo failed while ${act.doing} (HTTP ${status}).`;
  }
}

const REFUSED = "Kazoo refuses Earmark's account.";
const TOO_MANY = "Kazoo takes no more requests right now.";

/** An answer without the vendor's envelope. Only 406 and 412 come empty from the vendor itself (fact sheet §9). */
function withoutEnvelope(answer: HttpAnswer, act: Act): KazooError {
  const { status } = answer;
  const isEmpty = answer.text.trim() === "";
  if (isEmpty && (status === 406 || status === 412)) {
    const kind = kindOf(status, null);
    return new KazooError(kind, wordsOf(kind, status, null, act), { status });
  }
  if (status === 401) return new KazooError("refused", REFUSED, { status });
  if (status === 403) {
    return new KazooError("refused", `Something in front of Kazoo forbids ${act.doing}.`, { status });
  }
  if (status === 429) {
    return new KazooError("rateLimited", TOO_MANY, { status, retryAfterMs: waitOf(answer) });
  }
  const words = `The answer to ${act.doing} did not come from Kazoo (HTTP ${status}, not its JSON).`;
  return new KazooError("unreachable", words, {
    status,
    unclear: act.changes && (status < 300 || status >= 500),
  });
}

/** Kazoo itself sends no `Retry-After`; a gateway may. */
function waitOf(answer: HttpAnswer): number {
  return retryAfterMs(answer.headers) ?? REFILL_MS;
}
