import type { TimeWindow } from "../source";
import { OVERLAP_MS } from "./config";
import { foldAt, localTime } from "./time-zone";

const SECOND_MS = 1_000;

/** How this deployment is to be asked. Both may be learnt from its answers. */
export type Manner = Readonly<{
  timeZone: string;
  intervalSeconds: number;
  direction: "forward" | "backward";
}>;

/** One metadata call: the moments it covers, and the words for them (fact sheet §4.1). */
export type Ask = Readonly<{
  fromMs: number;
  toMs: number;
  start: string;
  intervalSeconds: number;
  /** The vendor may take `start` for another moment; the part's other call then brings what this one does not. */
  isDoubtful: boolean;
}>;

/** The newest part of a window that can be asked for at once. What is older than `fromMs` is asked for next. */
export type Part = Readonly<{ fromMs: number; asks: readonly [Ask, ...Ask[]] }>;

/**
 * The newest part of a window and the calls that bring it: one, as long as the vendor allows, which begins ten minutes
 * early. Where its begin would be a wall-clock time that comes twice, and the vendor might take it for the other one, it
 * begins before that hour; only where the vendor's longest interval does not reach over it are two calls needed.
 */
export function newestPart(window: TimeWindow, manner: Manner): Part {
  const longestMs = manner.intervalSeconds * SECOND_MS;
  const toMs = Math.ceil(window.toMs / SECOND_MS) * SECOND_MS;
  const fromMs = Math.max(window.fromMs, toMs - (longestMs - OVERLAP_MS));
  const startMs = Math.floor((fromMs - OVERLAP_MS) / SECOND_MS) * SECOND_MS;
  // The text names the other end here; hours that come twice are then beyond help, and `UTC` has none.
  if (manner.direction === "backward") {
    return { fromMs, asks: [{ ...askOf(startMs, toMs, manner), start: localTime(toMs, manner.timeZone) }] };
  }
  const fold = foldAt(startMs, manner.timeZone);
  if (fold === null) return { fromMs, asks: [askOf(startMs, toMs, manner)] };

  const beforeMs = fold.fromMs - SECOND_MS;
  if (toMs - beforeMs <= longestMs) return { fromMs, asks: [askOf(beforeMs, toMs, manner)] };
  if (toMs > fold.toMs) {
    // Up to the end of that hour now; what lies in it and before it with the next part.
    const isRoomy = toMs - fold.toMs > OVERLAP_MS;
    const after = isRoomy ? fold.toMs + OVERLAP_MS : fold.toMs;
    return { fromMs: Math.max(window.fromMs, after), asks: [askOf(fold.toMs, toMs, manner)] };
  }
  // Cells of 3,600 s. One call is right if the vendor takes a doubtful time for the first of the two, the other if for the second.
  if (toMs > fold.turnMs) {
    const lastMs = fold.turnMs - SECOND_MS;
    const lastOfFirst = askOf(lastMs, Math.min(toMs, lastMs + longestMs), manner);
    return {
      fromMs: Math.max(window.fromMs, fold.turnMs),
      asks: [doubtful(lastOfFirst), doubtful(askOf(fold.turnMs, toMs, manner))],
    };
  }
  return {
    fromMs,
    asks: [doubtful(askOf(startMs, toMs, manner)), askOf(beforeMs, beforeMs + longestMs, manner)],
  };
}

function doubtful(ask: Ask): Ask {
  return { ...ask, isDoubtful: true };
}

function askOf(fromMs: number, toMs: number, { timeZone }: Manner): Ask {
  return {
    fromMs,
    toMs,
    start: localTime(fromMs, timeZone),
    intervalSeconds: Math.max(1, Math.round((toMs - fromMs) / SECOND_MS)),
    isDoubtful: false,
  };
}
