/** The token bucket per client address and account (fact sheet §5). It fills by the server's clock. */

type Bucket = { tokens: number; atMs: number };
const KEPT = 1000;

export class Buckets {
  readonly #buckets = new Map<string, Bucket>();

  /** Takes one token; null when the bucket is empty, else what remains. */
  take(key: string, limit: Readonly<{ capacity: number; perSecond: number }>, nowMs: number): number | null {
    const known = this.#buckets.get(key) ?? { tokens: limit.capacity, atMs: nowMs };
    const gained = (Math.max(0, nowMs - known.atMs) / 1000) * limit.perSecond;
    const tokens = Math.min(limit.capacity, known.tokens + gained);
    const left = tokens >= 1 ? tokens - 1 : tokens;
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens: left, atMs: nowMs });
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > KEPT && oldest !== undefined) this.#buckets.delete(oldest);
    return tokens >= 1 ? Math.floor(left) : null;
  }

  clear(): void {
    this.#buckets.clear();
  }
}
