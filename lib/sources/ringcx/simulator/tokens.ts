/** RingCentral's token, RingCX's own of five minutes, and the refresh tokens that are spent by being used. */
import { hex } from "@/lib/samples/random";
import { CANARIES } from "./canaries";

type TokenKind = "platform" | "platformRefresh" | "access" | "refresh";
export type TokenState = "valid" | "expired" | "unknown";

/** The oldest are forgotten: a long-lived simulator gives out one every four minutes. */
const KEPT = 5_000;
/** Nothing a test counts on depends on how long RingCentral's refresh token lives. */
export const PLATFORM_REFRESH_SECONDS = 604_800;

const MARKS: Readonly<Record<TokenKind, string>> = {
  platform: CANARIES.platformToken,
  platformRefresh: CANARIES.platformToken,
  access: CANARIES.accessToken,
  refresh: CANARIES.refreshToken,
};

export class Tokens {
  readonly #expiry = new Map<string, Readonly<{ kind: TokenKind; expiresMs: number }>>();
  readonly #seed: number;
  #issued = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  issue(kind: TokenKind, seconds: number, nowMs: number): string {
    this.#issued += 1;
    const payload = { jti: this.#issued, kind, iat: Math.floor(nowMs / 1000) };
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const signature = `${MARKS[kind]}-${hex(this.#seed, this.#issued, 71)}${hex(this.#seed, this.#issued, 72)}`;
    const token = `${part({ alg: "RS256", typ: "JWT" })}.${part(payload)}.${signature}`;
    this.#expiry.set(token, { kind, expiresMs: nowMs + seconds * 1000 });
    const [oldest] = this.#expiry.keys();
    if (this.#expiry.size > KEPT && oldest !== undefined) this.#expiry.delete(oldest);
    return token;
  }

  look(kind: TokenKind, token: string, nowMs: number): TokenState {
    const known = this.#expiry.get(token);
    if (known === undefined || known.kind !== kind) return "unknown";
    return known.expiresMs > nowMs ? "valid" : "expired";
  }

  /** Takes a token that may be used once; false when it is spent, expired or none. */
  spend(kind: TokenKind, token: string, nowMs: number): boolean {
    const isValid = this.look(kind, token, nowMs) === "valid";
    if (isValid) this.#expiry.delete(token);
    return isValid;
  }

  /** Ends tokens of a kind now; unlike spent ones they are still recognised. */
  expire(kind: TokenKind): void {
    for (const [token, known] of this.#expiry) {
      if (known.kind === kind) this.#expiry.set(token, { ...known, expiresMs: 0 });
    }
  }

  /** Another worker has used every refresh token. */
  spendRefreshTokens(): void {
    for (const [token, known] of this.#expiry) if (known.kind === "refresh") this.#expiry.delete(token);
  }

  clear(): void {
    this.#expiry.clear();
    this.#issued = 0;
  }
}
