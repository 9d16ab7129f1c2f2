/** Lets so many through at once; the others wait their turn, first come, first served. */
export type Gate = Readonly<{
  /** Resolves to the way out, to be called exactly once. Rejects with the signal's reason when it aborts first. */
  enter(signal: AbortSignal): Promise<() => void>;
}>;

export function createGate(maxConcurrent: number): Gate {
  let inside = 0;
  const waiting: (() => void)[] = [];

  function leave(): void {
    inside -= 1;
    waiting.shift()?.();
  }

  return {
    enter(signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const admit = () => {
          signal.removeEventListener("abort", giveUp);
          inside += 1;
          resolve(leave);
        };
        const giveUp = () => {
          const place = waiting.indexOf(admit);
          if (place >= 0) waiting.splice(place, 1);
          reject(signal.reason);
        };
        if (inside < maxConcurrent) return admit();
        signal.addEventListener("abort", giveUp, { once: true });
        waiting.push(admit);
      });
    },
  };
}
