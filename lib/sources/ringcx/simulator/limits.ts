/** Sliding windows over the server's clock. */
import type { CallLimit } from "../../source";

export class Limiter {
  readonly #taken = new Map<string, number[]>();
  #refused = 0;

  /**
   * Takes one call of a name when all limits have room for it: 0. Else milliseconds until there is room, and nothing is
   * taken; with `perNode` every second refused call finds a node that has not counted, and passes.
   */
  take(name: string, limits: readonly CallLimit[], nowMs: number, perNode = false): number {
    const longestMs = Math.max(0, ...limits.map(({ seconds }) => seconds)) * 1000;
    const taken = (this.#taken.get(name) ?? []).filter((atMs) => atMs > nowMs - longestMs);
    this.#taken.set(name, taken);
    const waitMs = Math.max(0, ...limits.map((limit) => waitOf(taken, limit, nowMs)));
    if (waitMs === 0) {
      taken.push(nowMs);
      return 0;
    }
    this.#refused += 1;
    return perNode && this.#refused % 2 === 0 ? 0 : waitMs;
  }

  /** Calls that somebody else made with the same account. */
  spend(name: string, calls: number, nowMs: number): void {
    const taken = this.#taken.get(name) ?? [];
    this.#taken.set(name, [...taken, ...new Array<number>(calls).fill(nowMs)]);
  }

  clear(): void {
    this.#taken.clear();
    this.#refused = 0;
  }
}

/** Milliseconds until so many of the calls have left the limit's window that one more fits. */
function waitOf(taken: readonly number[], { calls, seconds }: CallLimit, nowMs: number): number {
  const within = taken.filter((atMs) => atMs > nowMs - seconds * 1000);
  if (within.length < calls) return 0;
  const leaving = within[within.length - calls];
  return leaving === undefined ? seconds * 1000 : leaving + seconds * 1000 - nowMs;
}
