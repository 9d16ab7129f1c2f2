/** Signing in with client credentials, and the tokens that come of it (§2). */
import { createHash } from "node:crypto";
import { json } from "./answers";
import { type CloudClient, clientById, findClient, readBasic } from "./clients";
import type { CloudSwitches } from "./switches";

export type Token = {
  readonly value: string;
  readonly clientId: string;
  readonly issuedMs: number;
  readonly expiresMs: number;
  usedMs: number;
  /** The running minute of the rate limit, and the calls in it, together and per family of routes. */
  windowMs: number;
  calls: number;
  familyCalls: Map<string, number>;
};

export class Tokens {
  readonly #seed: number;
  readonly #tokens = new Map<string, Token>();
  #issued = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  issue(client: CloudClient, nowMs: number, seconds: number): Token {
    this.#issued += 1;
    const value = createHash("sha256")
      .update(`token ${this.#seed} ${this.#issued} ${nowMs}`)
      .digest("base64url");
    const token: Token = {
      value,
      clientId: client.clientId,
      issuedMs: nowMs,
      expiresMs: nowMs + seconds * 1000,
      usedMs: nowMs,
      windowMs: nowMs,
      calls: 0,
      familyCalls: new Map(),
    };
    this.#tokens.set(value, token);
    return token;
  }

  find = (value: string): Token | null => this.#tokens.get(value) ?? null;

  revoke(value: string): void {
    this.#tokens.delete(value);
  }

  /** Every token dies, as when the vendor's administrator resets a client. */
  clear(): void {
    this.#tokens.clear();
  }

  get issued(): number {
    return this.#issued;
  }
}

export type TokenState = "alive" | "expired" | "unknown";

export function tokenState(token: Token | null, switches: CloudSwitches, nowMs: number): TokenState {
  if (token === null || clientById(token.clientId)?.state !== "active") return "unknown";
  if (nowMs >= token.expiresMs) return "expired";
  return switches.idleTimeoutMs !== null && nowMs - token.usedMs >= switches.idleTimeoutMs
    ? "expired"
    : "alive";
}

const refused = (status: number, error: string, words: string): Response =>
  json(status, { error, description: words, error_description: words });

/** `POST /oauth/token`: the login host's own shapes, not the platform's (§2). */
export async function signIn(
  request: Request,
  tokens: Tokens,
  switches: CloudSwitches,
  nowMs: number,
): Promise<Response> {
  if (request.method !== "POST") return refused(405, "invalid_request", "method not allowed");
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get("content-type") ?? "")) {
    return refused(400, "invalid_request", "the body must be form-encoded");
  }
  const grant = new URLSearchParams(await request.text()).get("grant_type");
  if (grant === null) return refused(400, "invalid_request", "grant_type is missing");
  if (grant !== "client_credentials")
    return refused(400, "unsupported_grant_type", "grant_type is not supported");
  const given = readBasic(request.headers.get("authorization"));
  const client = given === null ? null : findClient(given.id, given.secret);
  if (client === null) return refused(401, "invalid_client", "authentication failed");
  const token = tokens.issue(client, nowMs, switches.expiresInSeconds);
  return json(200, {
    access_token: token.value,
    token_type: "bearer",
    expires_in: switches.expiresInSeconds,
  });
}
