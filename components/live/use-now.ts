import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 250);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

const wholeSeconds = () => Math.floor(Date.now() / 1_000) * 1_000;

/** The time, a whole second at a time; every clock on the page turns at once. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, wholeSeconds, wholeSeconds);
}
