import { z } from "zod";
import type { HttpAnswer, HttpClient } from "../http";
import { retryAfterMs } from "../http";
import type { RingcxSettings } from "../settings-schema";
import { SourceError } from "../source";
import { isGood } from "./answers";
import {
  EXCHANGE_LIMITS,
  PLATFORM_MARGIN_MS,
  PLATFORM_TOKEN_PATH,
  TOKEN_RENEWAL_MS,
  USER_AGENT,
} from "./config";
import type { Limiter } from "./limiter";
import type { PathOf } from "./paths";
import { count, isObject, text } from "./read";

/** One RingCX token. `renewAtMs`: epoch ms; it lives a minute longer. */
export type RingcxToken = Readonly<{ value: string; renewAtMs: number }>;

export type Login = Readonly<{
  /** A new token, by the cheapest way that still works. Throws `refused` when our credentials are no good. */
  renew(): Promise<RingcxToken>;
}>;

const CxAnswerSchema = z
  .object({ accessToken: z.unknown(), refreshToken: z.unknown().optional() })
  .transform((raw) => ({ accessToken: text(raw.accessToken), refreshToken: text(raw.refreshToken) }));

const PlatformAnswerSchema = z
  .object({ access_token: z.unknown(), expires_in: z.unknown().optional() })
  .transform((raw) => ({ accessToken: text(raw.access_token), expiresSeconds: count(raw.expires_in) }));

/** When the platform does not say how long its token lives; an hour is what its samples show (fact sheet §3). */
const PLATFORM_LIFE_SECONDS = 3_600;
const FORM = {
  "content-type": "application/x-www-form-urlencoded",
  accept: "application/json",
  "user-agent": USER_AGENT,
};
/** A renewal is for all who wait: no one of them can end it. Each request in it has its own time-out. */
const NEVER = new AbortController().signal;

/**
 * The three steps of fact sheet §3: a JWT buys a RingCentral token, that one a RingCX token, and this one comes with a
 * refresh token that is good for one more. Refresh first; when it is spent, exchange; when the RingCentral token is gone
 * too, the JWT again.
 */
export function createLogin(
  parts: Readonly<{
    ringcx: HttpClient;
    platform: HttpClient;
    credentials: Pick<RingcxSettings, "clientId" | "clientSecret" | "jwt">;
    pathOf: PathOf;
    limiter: Limiter;
    now: () => number;
  }>,
): Login {
  let refreshToken: string | null = null;
  let platformToken: Readonly<{ value: string; spentAtMs: number }> | null = null;

  function tokenOf(answer: HttpAnswer): RingcxToken | null {
    const read = CxAnswerSchema.safeParse(parsed(answer.text));
    if (!isGood(answer.status) || !read.success || read.data.accessToken === null) return null;
    refreshToken = read.data.refreshToken;
    return { value: read.data.accessToken, renewAtMs: parts.now() + TOKEN_RENEWAL_MS };
  }

  /** Null = spent, or used by somebody else: it is given up before it is sent, since it is good for one use only. */
  async function refreshed(): Promise<RingcxToken | null> {
    if (refreshToken === null) return null;
    const body = new URLSearchParams({ refresh_token: refreshToken }).toString();
    refreshToken = null;
    const path = parts.pathOf("refreshPath");
    return tokenOf(await parts.ringcx.send({ method: "POST", path, headers: FORM, body, signal: NEVER }));
  }

  async function exchanged(): Promise<RingcxToken> {
    const known =
      platformToken !== null && parts.now() < platformToken.spentAtMs ? platformToken.value : null;
    const answer = await exchange(known ?? (await platformLogin()));
    // The vendor may have ended a RingCentral token early: a new one decides whether it is we who are refused.
    const isStale = known !== null && [400, 401, 403].includes(answer.status);
    const last = isStale ? await exchange(await platformLogin()) : answer;
    const token = tokenOf(last);
    if (token !== null) return token;
    throw refusalOf(
      last,
      "RingCX",
      "RingCX does not let the user of this source's JWT in. Is it an administrator there?",
    );
  }

  async function exchange(rcAccessToken: string): Promise<HttpAnswer> {
    await parts.limiter.take("token-exchange", EXCHANGE_LIMITS, NEVER);
    return parts.ringcx.send({
      method: "POST",
      path: parts.pathOf("authPath"),
      query: { includeRefresh: "true" },
      headers: FORM,
      body: new URLSearchParams({ rcAccessToken, rcTokenType: "Bearer" }).toString(),
      signal: NEVER,
    });
  }

  async function platformLogin(): Promise<string> {
    platformToken = null;
    const { clientId = "", clientSecret = "", jwt = "" } = parts.credentials;
    const pair = Buffer.from(`${clientId}:${clientSecret}`, "utf8").toString("base64");
    const answer = await parts.platform.send({
      method: "POST",
      path: PLATFORM_TOKEN_PATH,
      headers: { ...FORM, authorization: `Basic ${pair}` },
      body: new URLSearchParams({
        grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
        assertion: jwt,
      }).toString(),
      signal: NEVER,
    });
    const read = PlatformAnswerSchema.safeParse(parsed(answer.text));
    if (!isGood(answer.status) || !read.success || read.data.accessToken === null) {
      throw refusalOf(
        answer,
        "RingCentral",
        "RingCentral refuses the client id, the client secret or the JWT of this source.",
      );
    }
    const lifeMs = (read.data.expiresSeconds ?? PLATFORM_LIFE_SECONDS) * 1_000;
    platformToken = {
      value: read.data.accessToken,
      spentAtMs: parts.now() + Math.max(lifeMs - PLATFORM_MARGIN_MS, 0),
    };
    return read.data.accessToken;
  }

  return {
    async renew() {
      try {
        return (await refreshed()) ?? (await exchanged());
      } catch (error) {
        throw asQuestion(error);
      }
    },
  };
}

/** Why there is no token: `refused` only where a server that knows tokens has said so, never for a proxy's page. */
function refusalOf(answer: HttpAnswer, title: string, words: string): SourceError {
  if (answer.status === 429) {
    return new SourceError("rateLimited", `${title} takes no more sign-ins right now.`, {
      retryAfterMs: retryAfterMs(answer.headers) ?? SIGN_IN_REST_MS,
    });
  }
  const isOwnWord = isObject(parsed(answer.text)) || answer.status === 401;
  if ([400, 401, 403].includes(answer.status) && isOwnWord) return new SourceError("refused", words);
  return new SourceError(
    "unreachable",
    `The answer to signing in did not come from ${title} (HTTP ${answer.status}).`,
  );
}

/** A refused sign-in tells no wait; the limit is five a minute. */
const SIGN_IN_REST_MS = 15_000;

/** Signing in changes nothing that anybody would have to look after, whatever became of it. */
function asQuestion(error: unknown): unknown {
  if (!(error instanceof SourceError) || !error.unclear) return error;
  return new SourceError(error.kind, error.message, { retryAfterMs: error.retryAfterMs });
}

function parsed(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return value;
  } catch {
    return null;
  }
}
