import { useSyncExternalStore } from "react";

/** A review that was submitted just now: for a minute it can be taken back, from whichever screen. */
export type LastSubmission = Readonly<{ reviewId: string; words: string; untilMs: number }>;

let last: LastSubmission | null = null;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Null forgets. */
export function tellSubmission(submission: LastSubmission | null): void {
  last = submission;
  for (const listener of listeners) listener();
}

export function useLastSubmission(): LastSubmission | null {
  return useSyncExternalStore(
    subscribe,
    () => last,
    () => null,
  );
}
