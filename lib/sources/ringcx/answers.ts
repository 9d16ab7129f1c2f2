import type { HttpAnswer } from "../http";
import { retryAfterMs } from "../http";
import { SourceError, type SourceErrorKind } from "../source";
import { isObject, list, text } from "./read";

/** What was being done, for the words of an error, and whether it changes anything at the vendor. */
export type Act = Readonly<{ doing: string; changes?: boolean }>;

/** A SourceError that also knows which fields of our request the vendor names as wrong, in lower case. */
export class RingcxError extends SourceError {
  readonly attributes: readonly string[];

  constructor(
    kind: SourceErrorKind,
    message: string,
    options: { attributes?: readonly string[]; unclear?: boolean; retryAfterMs?: number | null } = {},
  ) {
    super(kind, message, options);
    this.attributes = options.attributes ?? [];
  }
}

/** Any of these marks an error body as the vendor's own (fact sheet §4.6). */
const ERROR_FIELDS = [
  "errorCode",
  "generalMessage",
  "developerMessage",
  "details",
  "cause",
  "requestUri",
  "validationErrors",
];

/** The JSON of a good answer. Throws RingcxError for anything else; vendor text is never carried. */
export function readJson(answer: HttpAnswer, act: Act): unknown {
  if (!isGood(answer.status)) throw failureOf(answer, act);
  const value = parsed(answer.text);
  if (value === undefined) throw unreadable(act);
  return value;
}

export function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

/** An answer with 200 that says nothing we know. */
export function unreadable(act: Act): RingcxError {
  return new RingcxError("unreachable", `The answer to ${act.doing} can't be understood.`, {
    unclear: act.changes ?? false,
  });
}

/**
 * A bad answer as the error it stands for. Only the vendor's own JSON counts as "not there" and the like: a 404 in HTML is
 * a wrong path (fact sheet §1), any other page is a proxy's. A 401 is plain text and never read (§3).
 */
export function failureOf(answer: Readonly<{ status: number; headers: Headers; text: string }>, act: Act) {
  const { status, headers } = answer;
  const body = parsed(answer.text);
  const isVendors = isObject(body) && ERROR_FIELDS.some((field) => field in body);
  const unclear = act.changes === true && status >= 500;
  switch (status) {
    case 401:
      return new RingcxError("refused", "RingCX does not accept Earmark's token.");
    case 429:
      return new RingcxError("rateLimited", "RingCX takes no more requests right now.", {
        retryAfterMs: retryAfterMs(headers),
      });
    case 403:
      return isVendors
        ? new RingcxError("forbidden", `RingCX forbids ${act.doing} to Earmark's account.`)
        : new RingcxError("refused", `Something in front of RingCX forbids ${act.doing}.`);
    case 404:
      return isVendors
        ? new RingcxError("notFound", `RingCX found nothing while ${act.doing}.`)
        : new RingcxError(
            "unreachable",
            `Wrong base path for ${act.doing}: RingCX is not there. Are the source's baseUrl and paths right?`,
          );
  }
  if (!isVendors) {
    return new RingcxError(
      "unreachable",
      `The answer to ${act.doing} did not come from RingCX (HTTP ${status}, not its JSON).`,
      { unclear, retryAfterMs: status === 503 ? retryAfterMs(headers) : null },
    );
  }
  const words = `RingCX failed while ${act.doing} (HTTP ${status}).`;
  if (status >= 500) return new RingcxError("internal", words, { unclear });
  return new RingcxError("invalid", words, { attributes: attributesOf(body) });
}

function attributesOf(body: Readonly<Record<string, unknown>>): string[] {
  return list(body.validationErrors).flatMap((item) => {
    const name = isObject(item) ? text(item.attributeName) : null;
    return name === null ? [] : [name.toLowerCase()];
  });
}

/** Undefined = no JSON. */
function parsed(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return value;
  } catch {
    return undefined;
  }
}
