/** Adds up sound that was heard, in ms of sound: at double speed ten seconds of listening hear twenty. */
export type HeardMeter = Readonly<{
  /** Playing has gone on to here by itself. */
  moved: (toMs: number, rate: number) => void;
  /** It was sent elsewhere: what lies between was not heard. */
  jumped: (toMs: number) => void;
  /** What has come together since the last time. */
  take: () => number;
  heardMs: () => number;
}>;

/** Sound can't run further than this between two looks at it; a longer way was a jump that nobody told of. */
const LONGEST_STEP_MS = 2_000;

export function createHeardMeter(fromMs: number): HeardMeter {
  let lastMs = fromMs;
  let heardMs = 0;
  return {
    moved(toMs, rate) {
      const stepMs = toMs - lastMs;
      lastMs = toMs;
      if (stepMs > 0 && stepMs < LONGEST_STEP_MS * Math.max(1, rate)) heardMs += stepMs;
    },
    jumped(toMs) {
      lastMs = toMs;
    },
    take() {
      const taken = Math.round(heardMs);
      heardMs = 0;
      return taken;
    },
    heardMs: () => heardMs,
  };
}
