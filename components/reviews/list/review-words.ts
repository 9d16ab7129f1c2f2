import { calendarDay } from "@/components/format/time";
import { startOf, wallOf } from "@/components/format/zoned-time";
import type { OutgoingReviewRow, OutgoingScore } from "@/lib/privacy/outgoing-review";

const DAY_MS = 86_400_000;

/** Whole days of the zone's calendar from now to then; negative = they are over. */
function daysUntil(ms: number, zone: string, nowMs: number): number {
  const day = (at: number) => startOf(wallOf(at, zone), zone);
  // A day with a change of clocks is 23 or 25 hours long.
  return Math.round((day(ms) - day(nowMs)) / DAY_MS);
}

/** `Due today`, `Due tomorrow`, `Due Fri 27 Nov`; once it is over `Overdue since yesterday`, `Overdue since Mon 23 Nov`. */
export function dueWords(dueMs: number, zone: string, nowMs: number): string {
  const days = daysUntil(dueMs, zone, nowMs);
  if (dueMs < nowMs) {
    if (days === 0) return "Overdue since today";
    return days === -1 ? "Overdue since yesterday" : `Overdue since ${calendarDay(dueMs, zone, nowMs)}`;
  }
  if (days === 0) return "Due today";
  return days === 1 ? "Due tomorrow" : `Due ${calendarDay(dueMs, zone, nowMs)}`;
}

/** How far a review is, in words. */
export function stateWords({ state, progress }: Pick<OutgoingReviewRow, "state" | "progress">): string {
  const { done, total } = progress;
  switch (state) {
    case "assigned":
      return "Not begun";
    case "started":
      return `${done} of ${total} answered`;
    case "reopened":
      return `Reopened, ${done} of ${total} answered`;
    case "submitted":
      return "Submitted";
    case "disputed":
      return "Disputed";
    case "withdrawn":
      return "Withdrawn";
  }
}

/** `Calibration, 1 of 3 done, blind`, `Calibration of 3` */
export function calibrationWords({
  reviews,
  submitted,
  blind,
}: NonNullable<OutgoingReviewRow["calibration"]>): string {
  return blind ? `Calibration, ${submitted} of ${reviews} done, blind` : `Calibration of ${reviews}`;
}

/** `87 %`, `79.6 %`: rounded so far only that a score below a pass mark never reads as that mark. */
export function percentWords(percent: number): string {
  const shown = Math.floor(percent * 10 + 1e-6) / 10;
  return `${shown} %`;
}

/** What was judged, beside the figure; null = the scorecard does not judge. */
export function verdictWords(score: OutgoingScore): string | null {
  if (score.autoFailed) return "Auto-fail";
  if (score.passed === undefined) return null;
  return score.passed ? "Passed" : "Not passed";
}
