import { type HttpAnswer, type HttpClient, type HttpRequest, retryAfterMs } from "../http";
import type { KazooSettings } from "../settings-schema";
import { SourceError } from "../source";
import { loginRequest, readLogin, type Token } from "./login";
import { pause, reasonOf, unlessGivenUp } from "./waits";

/** Sends as Earmark's account: signed in, and signed in again when the token is spent. Paths stand below `/v2`. */
export type KazooSession = Readonly<{
  /** Any answer but a refused token, its body read. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** The same with the body unread, for audio. */
  open(request: HttpRequest): Promise<Response>;
  /** The user that the account signed in as; null for an API key. */
  userId(signal: AbortSignal): Promise<string | null>;
}>;

export type SessionOptions = Readonly<{
  http: HttpClient;
  settings: KazooSettings;
  now: () => number;
  /** Waits before each further try of a changing call that met an empty bucket. */
  backoffMs: readonly number[];
}>;

const NEVER = new AbortController().signal;
/** A longer `Retry-After` than this is handed on. */
const LONGEST_WAIT_MS = 5_000;

export function createKazooSession({ http, settings, now, backoffMs }: SessionOptions): KazooSession {
  let held: Token | null = null;
  let pending: Promise<Token> | null = null;

  /** A token other than the spent one; one login serves all who wait for it, whoever of them gives up. */
  async function tokenFor(signal: AbortSignal, spent: Token | null = null): Promise<Token> {
    if (signal.aborted) throw reasonOf(signal);
    if (held !== null && held !== spent && now() < held.renewAtMs) return held;
    if (pending === null) {
      pending = logIn().finally(() => {
        pending = null;
      });
      pending.catch(() => undefined);
    }
    return unlessGivenUp(pending, signal);
  }

  async function logIn(): Promise<Token> {
    const request = loginRequest(settings);
    try {
      const answer = await patient({
        method: "PUT",
        path: request.path,
        headers: { "content-type": "application/json", accept: "application/json" },
        body: request.body,
        signal: NEVER,
      });
      held = readLogin(answer, settings, now());
      return held;
    } catch (error) {
      // A login that may have been heard changes nothing: whoever needed it has sent nothing yet.
      if (error instanceof SourceError && error.unclear) throw new SourceError(error.kind, error.message);
      throw error;
    }
  }

  /** A bucket that is empty has done nothing (fact sheet §2, order 5): then a changing call is sent again too. */
  async function patient(request: HttpRequest): Promise<HttpAnswer> {
    const waits = request.method === "GET" ? [] : backoffMs;
    for (let tries = 0; ; tries += 1) {
      const answer = await http.send(request);
      const waitMs = waits[tries];
      if (answer.status !== 429 || waitMs === undefined) return answer;
      const askedMs = retryAfterMs(answer.headers) ?? waitMs;
      if (askedMs > LONGEST_WAIT_MS) return answer;
      await pause(askedMs, request.signal);
    }
  }

  /** Once more with a new token when this one is refused; a second refusal is an answer. */
  async function withToken<T extends { status: number }>(
    request: HttpRequest,
    transmit: (request: HttpRequest) => Promise<T>,
    drop: (answer: T) => void,
  ): Promise<T> {
    const token = await tokenFor(request.signal);
    const answer = await transmit(signed(request, token));
    if (answer.status !== 401) return answer;
    drop(answer);
    return transmit(signed(request, await tokenFor(request.signal, token)));
  }

  return {
    send: (request) => withToken(request, patient, () => undefined),
    open: (request) =>
      withToken(request, http.open, (response) => {
        response.body?.cancel().catch(() => undefined);
      }),
    userId: async (signal) => (await tokenFor(signal)).userId,
  };
}

/** The token goes into the header alone: in an address it would end up in logs (fact sheet §8.6). */
function signed(request: HttpRequest, token: Token): HttpRequest {
  return { ...request, headers: { ...request.headers, "x-auth-token": token.value } };
}
