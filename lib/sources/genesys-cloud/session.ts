import { createHttpClient, type HttpAnswer, type HttpRequest } from "../http";
import { SourceError, type SourceTransport } from "../source";
import { RATE } from "./config";
import { type Act, CloudError, readAnswer } from "./errors";
import type { RateLimiter, Sleep, Urgency } from "./rate-limiter";
import type { Tokens } from "./tokens";

export type Call = Readonly<{
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** After `/api/v2`; segments are encoded already. */
  path: string;
  query?: Readonly<Record<string, string>>;
  body?: unknown;
  act: Act;
  urgency: Urgency;
  signal: AbortSignal;
  timeoutMs?: number;
}>;

/** `body` undefined = the answer had none. */
export type CloudAnswer = Readonly<{ status: number; body: unknown }>;

/** Sends calls with the token, within the rate. Throws CloudError for every answer that is no success of the vendor's. */
export type CloudSession = Readonly<{ send(call: Call): Promise<CloudAnswer> }>;

export type SessionParts = Readonly<{
  apiUrl: string;
  transport: SourceTransport;
  tokens: Tokens;
  limiter: RateLimiter;
  sleep: Sleep;
  random: () => number;
}>;

const ROOT = "/api/v2";
const PASSING = new Set([502, 503, 504]);

export function createCloudSession(parts: SessionParts): CloudSession {
  const { limiter, random, sleep, tokens, transport } = parts;
  const backoffMs = transport.http?.backoffMs ?? [250, 1_000];
  // A GET over a broken connection is tried again there; answers that pass are tried again here, each counted against the rate.
  const http = createHttpClient({
    title: "Genesys Cloud",
    fetch: transport.fetch,
    baseUrl: parts.apiUrl,
    maxConcurrent: 8,
    ...transport.http,
    longestWaitMs: -1,
  });

  function requestOf(call: Call, token: string): HttpRequest {
    return {
      method: call.method,
      path: `${ROOT}${call.path}`,
      ...(call.query === undefined ? {} : { query: call.query }),
      headers: {
        accept: "application/json",
        authorization: `Bearer ${token}`,
        ...(call.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      signal: call.signal,
      ...(call.timeoutMs === undefined ? {} : { timeoutMs: call.timeoutMs }),
    };
  }

  async function transmit(call: Call, token: string): Promise<HttpAnswer> {
    await limiter.take(call.urgency, call.signal);
    const answer = await http.send(requestOf(call, token)).catch((error: unknown) => {
      throw asTold(error, call.act);
    });
    limiter.learn(answer.headers);
    return answer;
  }

  /** One try, with one new token when the present one is refused. A refused request was not carried out. */
  async function authorised(call: Call): Promise<HttpAnswer> {
    const token = await tokens.current(call.signal);
    const answer = await transmit(call, token);
    if (answer.status !== 401) return answer;
    return transmit(call, await tokens.after(token, call.signal));
  }

  /** Ms to wait before the next try of a question. Throws when there is none. */
  function waitBeforeNext(error: unknown, call: Call, tries: number): number {
    if (!(error instanceof CloudError)) throw error;
    if (error.status === 429) {
      const askedMs = error.retryAfterMs ?? RATE.unsaidWaitMs * 2 ** (tries - 1);
      // Zero is an answer that integrators have seen (fact sheet §13.7): it must not become a loop without a pause.
      const waitMs = Math.max(askedMs, RATE.leastWaitMs * tries);
      limiter.refused(waitMs);
      const isShort = waitMs <= RATE.longestWaitMs[call.urgency];
      if (isShort && !call.act.changes && tries < RATE.mostTries) return 0;
      throw new CloudError("rateLimited", error.message, {
        status: 429,
        retryAfterMs: Math.ceil(waitMs + random() * RATE.jitterMs),
      });
    }
    const waitMs = backoffMs[tries - 1];
    if (waitMs === undefined || call.act.changes || !PASSING.has(error.status ?? 0)) throw error;
    return waitMs * (0.75 + random() / 2);
  }

  return {
    async send(call) {
      for (let tries = 1; ; tries += 1) {
        call.signal.throwIfAborted();
        try {
          const answer = await authorised(call);
          return { status: answer.status, body: readAnswer(answer, call.act) };
        } catch (error) {
          const waitMs = waitBeforeNext(error, call, tries);
          if (waitMs > 0) await sleep(waitMs, call.signal);
        }
      }
    },
  };
}

/** Reading by POST changes nothing at the vendor: there is nothing unclear about its failure. */
function asTold(error: unknown, act: Act): unknown {
  if (!(error instanceof SourceError)) return error;
  return new CloudError(error.kind, error.message, {
    unclear: act.changes && error.unclear,
    retryAfterMs: error.retryAfterMs,
  });
}
