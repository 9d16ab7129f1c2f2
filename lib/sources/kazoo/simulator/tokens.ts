/** Tokens that look like the vendor's: JWTs whose `exp` is in Unix seconds, unlike every other time (fact sheet §3.3). */
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { md5 } from "./wire";

const ClaimsSchema = z.object({
  iss: z.literal("kazoo"),
  account_id: z.string(),
  owner_id: z.string().optional(),
  exp: z.number(),
  /** The number of the token; those up to some number can be expired together. */
  nth: z.number(),
});
export type Claims = z.infer<typeof ClaimsSchema>;

export type TokenState =
  | Readonly<{ state: "good"; claims: Claims }>
  | Readonly<{ state: "expired" }>
  | Readonly<{ state: "garbage" }>;

const SECRET = "a simulator has no secrets";
const HEADER = Buffer.from(JSON.stringify({ typ: "JWT", alg: "RS256", kid: md5("kazoo key") })).toString(
  "base64url",
);
const sign = (text: string): string => createHmac("sha256", SECRET).update(text).digest("base64url");

export class Tokens {
  #issued = 0;
  #expiredUpTo = 0;

  issue(
    who: Readonly<{ accountId: string; userId: string | null }>,
    nowMs: number,
    lifetimeS: number,
  ): string {
    this.#issued += 1;
    const claims: Claims = {
      iss: "kazoo",
      account_id: who.accountId,
      ...(who.userId === null ? {} : { owner_id: who.userId }),
      exp: Math.floor(nowMs / 1000) + lifetimeS,
      nth: this.#issued,
    };
    const body = `${HEADER}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}`;
    return `${body}.${sign(body)}`;
  }

  /** Expired also means well-formed and not one of ours. */
  read(token: string, nowMs: number): TokenState {
    const parts = token.split(".");
    if (parts.length !== 3 || parts.some((part) => !/^[A-Za-z0-9_-]+$/.test(part)))
      return { state: "garbage" };
    const [head = "", body = "", signature = ""] = parts;
    const expected = Buffer.from(sign(`${head}.${body}`));
    const given = Buffer.from(signature);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return { state: "expired" };
    const claims = parseClaims(body);
    if (claims === null) return { state: "garbage" };
    const isOver = claims.exp <= nowMs / 1000 || claims.nth <= this.#expiredUpTo;
    return isOver ? { state: "expired" } : { state: "good", claims };
  }

  /** Ends every token issued so far. */
  expireAll(): void {
    this.#expiredUpTo = this.#issued;
  }

  clear(): void {
    this.#issued = 0;
    this.#expiredUpTo = 0;
  }
}

function parseClaims(body: string): Claims | null {
  try {
    return ClaimsSchema.parse(JSON.parse(Buffer.from(body, "base64url").toString("utf8")));
  } catch {
    return null;
  }
}
