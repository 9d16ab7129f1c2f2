import { setTimeout as rest } from "node:timers/promises";
import { orAborted } from "../http";
import { SourceError } from "../source";

/** The promise, unless the caller gives up first; a caller's time-out is told as ours to wait, not as a fault. */
export async function unlessGivenUp<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await orAborted(promise, signal);
  } catch (error) {
    throw signal.aborted && !(error instanceof SourceError) ? reasonOf(signal) : error;
  }
}

export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return unlessGivenUp(rest(ms, undefined, { signal }), signal);
}

/** Why the caller has given up: in our words when its time was over. */
export function reasonOf(signal: AbortSignal): unknown {
  const { reason } = signal;
  const isLate = reason instanceof DOMException && reason.name === "TimeoutError";
  return isLate ? new SourceError("unreachable", "Kazoo did not answer in time.") : reason;
}
