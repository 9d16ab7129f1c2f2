import { readTime } from "@/components/format/time";
import type { OutgoingReviewRow } from "@/lib/privacy/outgoing-review";

type Waiting = Pick<OutgoingReviewRow, "dueTime" | "state">;

/** True when the day on which it was due is over. */
export function isOverdue({ dueTime }: Pick<OutgoingReviewRow, "dueTime">, nowMs: number): boolean {
  const dueMs = readTime(dueTime);
  return dueMs !== null && dueMs < nowMs;
}

/** `12 to do, 2 overdue, 1 reopened`; of a queue that is not shown whole, what is shown is counted. */
export function waitingWords(waiting: readonly Waiting[], totalCount: number, nowMs: number): string {
  const overdue = waiting.filter((row) => isOverdue(row, nowMs)).length;
  const reopened = waiting.filter(({ state }) => state === "reopened").length;
  return [
    totalCount === 0 ? "Nothing to do" : `${totalCount} to do`,
    overdue > 0 ? `${overdue} overdue` : null,
    reopened > 0 ? `${reopened} reopened` : null,
  ]
    .filter((words) => words !== null)
    .join(", ");
}
