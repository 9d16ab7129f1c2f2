import type { HttpAnswer, HttpClient, HttpRequest } from "../http";
import { orAborted } from "../http";
import { SourceError } from "../source";
import type { Login, RingcxToken } from "./login";

/** Calls with a RingCX token that is kept fresh. */
export type RingcxSession = Readonly<{
  /** Returns once there is a token, so that a call counted afterwards leaves at once. */
  ready(signal: AbortSignal): Promise<void>;
  /** `again` is awaited before a call that met a spent token is sent a second time. */
  send(request: HttpRequest, again?: () => Promise<void>): Promise<HttpAnswer>;
  open(request: HttpRequest): Promise<Response>;
}>;

/** Where tokens come from. */
export type Tokens = Readonly<{
  current(signal: AbortSignal): Promise<string>;
  /** Another token after `spent` was refused; throws `refused` when there can be none. */
  after(spent: string, signal: AbortSignal): Promise<string>;
}>;

/** A token of the settings: nothing renews it, and it lives five minutes (fact sheet §3). */
export function fixedToken(value: string): Tokens {
  return {
    current: async () => value,
    async after() {
      throw new SourceError(
        "refused",
        "The accessToken of this source's settings has run out. RingCX tokens last five minutes: give clientId, clientSecret and jwt instead.",
      );
    },
  };
}

/** How long a refused login is not tried again: live lists ask every few seconds, and accounts get locked. */
const REFUSAL_KEPT_MS = 30_000;

/** Tokens of a login, renewed before they run out, by one renewal for all who wait. */
export function renewedTokens(login: Login, now: () => number): Tokens {
  let token: RingcxToken | null = null;
  let renewing: Promise<string> | null = null;
  let refusal: Readonly<{ error: SourceError; untilMs: number }> | null = null;

  function renewed(signal: AbortSignal): Promise<string> {
    if (refusal !== null && now() < refusal.untilMs) return Promise.reject(refusal.error);
    renewing ??= renew().finally(() => {
      renewing = null;
    });
    return orAborted(renewing, signal);
  }

  async function renew(): Promise<string> {
    try {
      token = await login.renew();
      refusal = null;
      return token.value;
    } catch (error) {
      if (error instanceof SourceError && error.kind === "refused") {
        refusal = { error, untilMs: now() + REFUSAL_KEPT_MS };
      }
      throw error;
    }
  }

  return {
    async current(signal) {
      signal.throwIfAborted();
      return token !== null && now() < token.renewAtMs ? token.value : renewed(signal);
    },
    async after(spent, signal) {
      signal.throwIfAborted();
      // Somebody who was refused earlier may have renewed it already.
      if (token !== null && token.value !== spent) return token.value;
      token = null;
      return renewed(signal);
    },
  };
}

/** A 401 has done nothing: the token is renewed once and the call repeated once, changing calls too. */
export function createRingcxSession(http: HttpClient, tokens: Tokens): RingcxSession {
  async function persistent<T extends Readonly<{ status: number }>>(
    request: HttpRequest,
    transmit: (request: HttpRequest) => Promise<T>,
    drop: (answer: T) => void,
    beforeAgain: () => Promise<void> = async () => undefined,
  ): Promise<T> {
    const token = await tokens.current(request.signal);
    const answer = await transmit(withToken(request, token));
    if (answer.status !== 401) return answer;
    drop(answer);
    const renewed = await tokens.after(token, request.signal);
    await beforeAgain();
    const again = await transmit(withToken(request, renewed));
    if (again.status !== 401) return again;
    drop(again);
    throw new SourceError("refused", "RingCX does not accept the token that it has just given.");
  }

  return {
    ready: async (signal) => {
      await tokens.current(signal);
    },
    send: (request, again) => persistent(request, http.send, () => undefined, again),
    open: (request) =>
      persistent(request, http.open, (response) => {
        response.body?.cancel().catch(() => undefined);
      }),
  };
}

function withToken(request: HttpRequest, token: string): HttpRequest {
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } };
}
