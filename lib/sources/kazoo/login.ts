import { createHash } from "node:crypto";
import { z } from "zod";
import type { HttpAnswer } from "../http";
import type { KazooSettings } from "../settings-schema";
import { SourceError } from "../source";
import { isObject, text } from "./api-types";
import { KazooError, parseEnvelope, readEnvelope } from "./envelope";

/** A token that Kazoo gave, and from when on it is not used any more. */
export type Token = Readonly<{
  value: string;
  /** Epoch ms: a tenth of its life before it ends. */
  renewAtMs: number;
  /** The user behind it; null for an API key, which is the account's own. */
  userId: string | null;
}>;

export type LoginRequest = Readonly<{ path: string; body: string }>;

const ACT = { doing: "signing in", changes: false } as const;
/** There is no refresh call: one signs in again before the hour is over (fact sheet §3.3). */
const LIFETIME_MS = 3_600_000;
const RENEWED_AFTER = 0.9;
/** A header's value: visible ASCII. */
const TokenSchema = z.string().regex(/^[\x21-\x7e]{1,16384}$/);

/** What is sent to sign in (fact sheet §3.1, §3.2). The password itself is never sent. */
export function loginRequest(settings: KazooSettings): LoginRequest {
  const { apiKey, username, password, accountName } = settings;
  if (apiKey !== undefined) return { path: "/api_auth", body: JSON.stringify({ data: { api_key: apiKey } }) };
  if (username === undefined || password === undefined || accountName === undefined) {
    throw new SourceError("refused", "Neither an API key nor a user name is given for Kazoo.");
  }
  const data = { credentials: credentialsOf(username, password), account_name: accountName };
  return { path: "/user_auth", body: JSON.stringify({ data }) };
}

/**
 * MD5 of `username:password`, the name in lower case. Kazoo stores both hashes of every user, so a refused MD5 would be a
 * refused SHA-1 too: it is not tried, for each wrong try counts.
 */
export function credentialsOf(username: string, password: string): string {
  return createHash("md5").update(`${username.toLowerCase()}:${password}`).digest("hex");
}

/**
 * The token of the answer, which stands in the envelope, not in `data`. Errors are made anew here and carry nothing of the
 * answer: the one for an unknown key holds the key itself (fact sheet §3.2).
 */
export function readLogin(answer: HttpAnswer, settings: KazooSettings, nowMs: number): Token {
  let envelope: Record<string, unknown>;
  try {
    envelope = readEnvelope(answer, ACT);
  } catch (error) {
    throw error instanceof KazooError ? refusal(error, answer, settings) : error;
  }
  const token = TokenSchema.safeParse(envelope.auth_token);
  if (!token.success) {
    throw new SourceError("unreachable", "Kazoo's answer to signing in holds no token.");
  }
  const data = isObject(envelope.data) ? envelope.data : {};
  return { value: token.data, renewAtMs: renewalOf(token.data, nowMs), userId: text(data.owner_id) };
}

function refusal(error: KazooError, answer: HttpAnswer, settings: KazooSettings): SourceError {
  const { kind, status, said, retryAfterMs } = error;
  const isNo = kind === "refused" || kind === "notFound" || kind === "invalid" || kind === "forbidden";
  if (!isNo) return new SourceError(kind, error.message, { retryAfterMs });
  if (said === "noSuchModule") {
    return new SourceError("refused", "Kazoo has no module for signing in this way.");
  }
  if (status === 401 && wantsSecondFactor(answer)) {
    const words = "Kazoo demands a second factor for Earmark's account; an API key needs none.";
    return new SourceError("refused", words);
  }
  const what = settings.apiKey === undefined ? "user name, password or account name" : "API key";
  return new SourceError("refused", `Kazoo refuses the ${what} of Earmark's account.`);
}

function wantsSecondFactor(answer: HttpAnswer): boolean {
  const data = parseEnvelope(answer.text)?.data;
  return isObject(data) && data.multi_factor_request !== undefined;
}

/** `exp` of a JWT is in Unix seconds (fact sheet §3.3). One that lies in our past tells of two clocks, not of a dead token. */
function renewalOf(token: string, nowMs: number): number {
  const leftMs = expiryOf(token) - nowMs;
  const lifeMs = leftMs > 0 && leftMs < LIFETIME_MS * 24 ? leftMs : LIFETIME_MS;
  return nowMs + lifeMs * RENEWED_AFTER;
}

const PayloadSchema = z.object({ exp: z.number() });

function expiryOf(token: string): number {
  try {
    const payload = Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8");
    return PayloadSchema.parse(JSON.parse(payload)).exp * 1_000;
  } catch {
    return 0;
  }
}
