import type { TimeWindow } from "../source";
import { gregorianFrom, isSameMonth } from "./gregorian";

/** Whole Gregorian seconds, both ends inside: the way Kazoo takes windows (fact sheet §7.1). */
export type Part = Readonly<{ from: number; to: number }>;

/** The longest window that Kazoo lists: 31 days and an hour (fact sheet §7.1). */
export const LONGEST_SPAN = 2_682_000;

/** Longer than any recording lasts: its time limit is at most three hours (fact sheet §10). */
export const MONTH_REACH = 6 * 3_600;

/** What one request covers, so that both ends may still be moved outwards. */
const LONGEST_PART = LONGEST_SPAN - 2 * MONTH_REACH;

/** All of a half-open window; null when no whole second lies in it. */
export function wholeOf(window: TimeWindow): Part | null {
  const part = { from: gregorianFrom(window.fromMs), to: gregorianFrom(window.toMs) - 1 };
  return part.from <= part.to ? part : null;
}

/** The newest part of the window that one request can cover, up to `to`. */
export function newestPart(whole: Part, to: number = whole.to): Part {
  return { from: Math.max(whole.from, to - LONGEST_PART + 1), to };
}

/** The part before this one; null when the window is finished. */
export function olderPart(whole: Part, part: Part): Part | null {
  return part.from > whole.from ? newestPart(whole, part.from - 1) : null;
}

/**
 * What is asked of Kazoo for a part. It keeps a database for each month, and looks only into those that the window
 * touches. A recording that runs over a month's end lies in the old month's (4.3 goes by its start) while its creation
 * time is in the new month: a window that begins shortly after the edge would miss it (fact sheet §7.2). So an end of the
 * window from which six hours reach another month is moved outwards by them. Rows outside the part come twice, which
 * the catalog merges.
 */
export function reachedPart({ from, to }: Part): Part {
  return {
    from: isSameMonth(from, from - MONTH_REACH) ? from : from - MONTH_REACH,
    to: isSameMonth(to, to + MONTH_REACH) ? to : to + MONTH_REACH,
  };
}
