import { createHmac } from "node:crypto";
import { findUserNow, type UserRecord } from "@/lib/catalog/users";
import { readEnv } from "@/lib/env";
import { basicCacheKey } from "@/lib/keys";
import { processWide } from "@/lib/process-wide";
import type { Runtime } from "@/lib/services/context";
import { refuseUser } from "./actor";
import { credentialStamp } from "./stamp";
import { passwordThrottle, type Throttle } from "./throttle";
import { type Credentials, tooManyAttempts, verifyCredentials } from "./verify-credentials";

const REMEMBERED_MS = 60_000;
const MAX_REMEMBERED = 1_000;

type Remembered = Readonly<{ userId: string; email: string; stamp: string; untilMs: number }>;
type BasicCache = {
  /** By keyed hash of the pair: the password itself is nowhere kept. */
  pairs: Map<string, Remembered>;
  /** So that one client's burst is one attempt, not five wrong ones. */
  underWay: Map<string, Promise<UserRecord | null>>;
};

const cache = () =>
  processWide<BasicCache>("basic-credentials", () => ({ pairs: new Map(), underWay: new Map() }));

/** The e-mail and password of an `Authorization: Basic` header; null when it holds none. */
export function readBasic(header: string | null): Credentials | null {
  const [, encoded] = /^basic +([A-Za-z0-9+/_-]+={0,2}) *$/i.exec(header ?? "") ?? [];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? null : { email: text.slice(0, colon), password: text.slice(colon + 1) };
}

/**
 * The user behind HTTP Basic credentials, or null. A verified pair is remembered for a minute at most; the user is
 * re-read each time all the same. Throws too_many_requests as sign-in does.
 */
export async function verifyBasic(
  runtime: Pick<Runtime, "catalog" | "now" | "demo">,
  credentials: Credentials,
  address: string,
  throttle: Throttle = passwordThrottle(),
): Promise<UserRecord | null> {
  // Before what is remembered: five wrong passwords brake the right one too.
  const waitSeconds = throttle.waitSeconds(credentials.email, address);
  if (waitSeconds > 0) throw tooManyAttempts(waitSeconds);
  const { pairs, underWay } = cache();
  const key = createHmac("sha256", basicCacheKey(readEnv()))
    .update(JSON.stringify([credentials.email, credentials.password]))
    .digest("base64");
  const known = pairs.get(key);
  if (known && known.untilMs > runtime.now()) {
    const user = await findUserNow(runtime.catalog.db, known.userId);
    if (user && refuseUser(user, runtime) === null && credentialStamp(user) === known.stamp) return user;
  }
  pairs.delete(key);
  const flight = `${address} ${key}`;
  const running = underWay.get(flight);
  if (running) return running;
  const verifying = verifyCredentials(runtime, credentials, { address, via: "basic" }, throttle).finally(() =>
    underWay.delete(flight),
  );
  underWay.set(flight, verifying);
  const user = await verifying;
  if (user) remember(pairs, key, user, runtime.now());
  return user;
}

function remember(pairs: Map<string, Remembered>, key: string, user: UserRecord, nowMs: number): void {
  for (const [other, { untilMs }] of pairs) {
    if (pairs.size < MAX_REMEMBERED && untilMs > nowMs) break;
    pairs.delete(other);
  }
  const stamp = credentialStamp(user);
  pairs.set(key, { userId: user.id, email: user.email, stamp, untilMs: nowMs + REMEMBERED_MS });
}

/** Forgets what was remembered of this user, whose password or rights have just changed. */
export function forgetBasicCredentials(email: string): void {
  const { pairs } = cache();
  for (const [key, known] of pairs) {
    if (known.email.toLowerCase() === email.toLowerCase()) pairs.delete(key);
  }
}
