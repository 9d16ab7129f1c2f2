import { createHash } from "node:crypto";
import { processWide } from "@/lib/process-wide";

const WINDOW_MS = 60_000;
const PER_ACCOUNT_AND_ADDRESS = 5;
const PER_ADDRESS = 50;
const SWEEP_EVERY = 1_000;

/** One attempt, counted as wrong until it is told that it was right. */
export type Attempt = Readonly<
  { allowed: true; succeeded(): void } | { allowed: false; retryAfterSeconds: number }
>;

export type Throttle = Readonly<{
  begin(account: string, address: string): Attempt;
  /** Seconds until this account may be tried again from this address; 0 = now. Counts nothing. */
  waitSeconds(account: string, address: string): number;
}>;

/**
 * Wrong passwords within the last minute: five for one account from one address, fifty from one address (contract §2).
 * An attempt counts from its beginning, so that many at once gain nothing. Lives in memory, per server.
 */
export function createThrottle(now: () => number): Throttle {
  const pairs = new Map<string, number[]>();
  const addresses = new Map<string, number[]>();
  let begun = 0;

  const recent = (map: Map<string, number[]>, key: string): number[] =>
    (map.get(key) ?? []).filter((timeMs) => timeMs > now() - WINDOW_MS);

  const waitMs = (times: readonly number[], limit: number): number => {
    const blocking = times[times.length - limit];
    return blocking === undefined ? 0 : blocking + WINDOW_MS - now();
  };

  const forget = (map: Map<string, number[]>, key: string, timeMs: number) => {
    const times = map.get(key);
    const index = times?.indexOf(timeMs) ?? -1;
    if (index >= 0) times?.splice(index, 1);
    if (times?.length === 0) map.delete(key);
  };

  const sweep = () => {
    for (const map of [pairs, addresses]) {
      for (const key of map.keys()) if (recent(map, key).length === 0) map.delete(key);
    }
  };

  return {
    waitSeconds(account, address) {
      const ofPair = recent(pairs, pairKey(account, address));
      return Math.ceil(waitMs(ofPair, PER_ACCOUNT_AND_ADDRESS) / 1_000);
    },
    begin(account, address) {
      begun += 1;
      if (begun % SWEEP_EVERY === 0) sweep();
      const network = networkOf(address);
      const pair = pairKey(account, address);
      const ofPair = recent(pairs, pair);
      const ofAddress = recent(addresses, network);
      const wait = Math.max(waitMs(ofPair, PER_ACCOUNT_AND_ADDRESS), waitMs(ofAddress, PER_ADDRESS));
      if (wait > 0) return { allowed: false, retryAfterSeconds: Math.ceil(wait / 1_000) };
      const timeMs = now();
      pairs.set(pair, [...ofPair, timeMs]);
      addresses.set(network, [...ofAddress, timeMs]);
      return {
        allowed: true,
        succeeded() {
          forget(pairs, pair, timeMs);
          forget(addresses, network, timeMs);
        },
      };
    },
  };
}

/** The throttle that browser sign-in and HTTP Basic share. */
export function passwordThrottle(): Throttle {
  return processWide("password-throttle", () => createThrottle(Date.now));
}

// Hashed, since an attempt may carry megabytes as its account.
function pairKey(account: string, address: string): string {
  const named = [account.trim().toLowerCase(), address];
  return createHash("sha256").update(JSON.stringify(named)).digest("base64");
}

/** One subscriber holds a whole /64 of IPv6. */
function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head.split(":").filter((group) => group !== "");
  if (tail !== undefined) while (groups.length < 4) groups.push("0");
  return `${groups.slice(0, 4).join(":")}::/64`;
}
