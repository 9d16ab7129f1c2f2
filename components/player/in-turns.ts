/** Longer, and a press or a scroll would have to wait. */
const TURN_MS = 8;

/** Goes through the steps to their end, letting the browser do what else there is in between. Ends early with the signal. */
export async function inTurns<T>(
  steps: Generator<undefined, T, undefined>,
  signal: AbortSignal,
  now: () => number = () => performance.now(),
): Promise<T> {
  for (;;) {
    const untilMs = now() + TURN_MS;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (now() < untilMs);
    await turn();
    signal.throwIfAborted();
  }
}

/** A message comes after what the browser has to do now, without the wait that timers have. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
