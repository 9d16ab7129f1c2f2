import type { OutgoingReviewRow } from "@/lib/privacy/outgoing-review";

/** The review to go on with after this one: the one behind it, else the most pressing other one; null = nothing is left. */
export function nextInQueue<Row extends Pick<OutgoingReviewRow, "id">>(
  waiting: readonly Row[],
  id: string,
): Row | null {
  const at = waiting.findIndex((row) => row.id === id);
  return waiting[at + 1] ?? waiting.find((row) => row.id !== id) ?? null;
}
