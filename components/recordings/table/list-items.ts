import { calendarDay } from "@/components/format/time";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { whenMs } from "../summary";

/** What the list shows, from top to bottom: calls, and a line where the day changes. `row` counts calls alone. */
export type ListItem =
  | Readonly<{ kind: "day"; key: string; words: string }>
  | Readonly<{ kind: "call"; key: string; row: number }>;

/** Calls with a line before each new day of the zone. */
export function listItems(
  recordings: readonly OutgoingRecording[],
  zone: string,
  nowMs: number,
): readonly ListItem[] {
  const items: ListItem[] = [];
  const today = calendarDay(nowMs, zone, nowMs);
  let day: string | null = null;
  recordings.forEach((recording, row) => {
    const ms = whenMs(recording);
    const words = ms === null ? "No time known" : calendarDay(ms, zone, nowMs);
    if (words !== day) {
      day = words;
      items.push({ kind: "day", key: `day-${row}`, words: words === today ? `Today, ${words}` : words });
    }
    items.push({ kind: "call", key: recording.id, row });
  });
  return items;
}
