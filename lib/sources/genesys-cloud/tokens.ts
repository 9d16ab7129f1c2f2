import { createHttpClient, type HttpClient, orAborted, retryAfterMs } from "../http";
import { SourceError, type SourceTransport } from "../source";
import { LOGIN } from "./config";
import { CloudError } from "./errors";
import { isRecord, parsed, text, whole } from "./tolerant";

/** Hands out the one token of an OAuth client (fact sheet §2: one token, however many ask). */
export type Tokens = Readonly<{
  /** The token in use; logs in first when there is none or it is about to end. */
  current(signal: AbortSignal): Promise<string>;
  /** Another token than `refused`: the one that somebody else has fetched meanwhile, else a new one. */
  after(refused: string, signal: AbortSignal): Promise<string>;
}>;

type Token = Readonly<{ value: string; freshUntilMs: number }>;
export type CloudCredentials = Readonly<{ loginUrl: string; clientId: string; clientSecret: string }>;

/** Logs in with client credentials. However many wait, one request is sent; refused credentials are not tried in a loop. */
export function createTokens(
  credentials: CloudCredentials,
  transport: SourceTransport,
  now: () => number,
): Tokens {
  const http = createHttpClient({
    title: "Genesys Cloud's login",
    fetch: transport.fetch,
    baseUrl: credentials.loginUrl,
    ...transport.http,
  });
  let token: Token | null = null;
  let asking: Promise<Token> | null = null;
  let refusal: Readonly<{ error: CloudError; untilMs: number }> | null = null;

  function login(signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    if (refusal !== null && now() < refusal.untilMs) throw refusal.error;
    // Of its own, not of the first who asked: the others must get their token when that one leaves.
    asking ??= ask(http, credentials, now)
      .then((found) => {
        token = found;
        return found;
      })
      .catch((error: unknown) => {
        if (error instanceof CloudError && error.kind === "refused") {
          refusal = { error, untilMs: now() + LOGIN.refusedMs };
        }
        throw error;
      })
      .finally(() => {
        asking = null;
      });
    return orAborted(asking, signal).then(({ value }) => value);
  }

  return {
    async current(signal) {
      signal.throwIfAborted();
      return token !== null && now() < token.freshUntilMs ? token.value : login(signal);
    },
    async after(refused, signal) {
      if (token !== null && token.value !== refused) return token.value;
      token = null;
      return login(signal);
    },
  };
}

async function ask(http: HttpClient, credentials: CloudCredentials, now: () => number): Promise<Token> {
  const pair = `${credentials.clientId}:${credentials.clientSecret}`;
  const answer = await http
    .send({
      method: "POST",
      path: "/oauth/token",
      headers: {
        accept: "application/json",
        authorization: `Basic ${Buffer.from(pair, "utf8").toString("base64")}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: "grant_type=client_credentials",
      signal: new AbortController().signal,
    })
    .catch((error: unknown) => {
      // A login changes nothing: whether it was heard is no matter.
      throw error instanceof SourceError ? new CloudError(error.kind, error.message) : error;
    });
  const body = parsed(answer.text);
  if (answer.status === 400 || answer.status === 401) throw rejected();
  if (answer.status === 429) {
    throw new CloudError("rateLimited", "Genesys Cloud's login takes no more requests right now.", {
      retryAfterMs: retryAfterMs(answer.headers),
    });
  }
  const value = isRecord(body) && answer.status === 200 ? text(body.access_token) : null;
  if (value === null || !isRecord(body) || !/^[\x21-\x7e]{1,8192}$/.test(value)) {
    throw new CloudError("unreachable", `Genesys Cloud's login gave no token (HTTP ${answer.status}).`);
  }
  const lifeMs = Math.max(1, whole(body.expires_in) ?? LOGIN.shortestLifeSeconds) * 1_000;
  return { value, freshUntilMs: now() + lifeMs - Math.min(LOGIN.earlyMs, lifeMs / 10) };
}

function rejected(): CloudError {
  return new CloudError("refused", "Genesys Cloud refuses the id or secret of Earmark's OAuth client.");
}
