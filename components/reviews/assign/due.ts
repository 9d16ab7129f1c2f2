import { addDays, type Day, startOf, wallOf } from "@/components/format/zoned-time";

export const DUE_CHOICES = ["none", "tomorrow", "week", "date"] as const;
export type DueChoice = (typeof DUE_CHOICES)[number];

const MINUTE_MS = 60_000;
const FRIDAY = 5;

/** The last minute of a day: work that is due on a day may be done on it. */
function lastMinuteOf(day: Day, zone: string): number {
  return startOf(addDays(day, 1), zone) - MINUTE_MS;
}

function weekdayOf({ year, month, day }: Day): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

/** This week's Friday; on a weekend the coming one. */
function fridayFrom(today: Day): Day {
  return addDays(today, (FRIDAY - weekdayOf(today) + 7) % 7);
}

/**
 * When reviews are due, epoch ms: the last minute of the day meant, in the viewer's zone. Null = no date. `date` is the
 * value of a date field; undefined = it names no day from today on.
 */
export function dueMsOf(
  choice: DueChoice,
  date: string,
  nowMs: number,
  zone: string,
): number | null | undefined {
  const today = wallOf(nowMs, zone);
  switch (choice) {
    case "none":
      return null;
    case "tomorrow":
      return lastMinuteOf(addDays(today, 1), zone);
    case "week":
      return lastMinuteOf(fridayFrom(today), zone);
    case "date": {
      const day = readDay(date);
      if (!day) return undefined;
      const ms = lastMinuteOf(day, zone);
      return ms > nowMs ? ms : undefined;
    }
  }
}

/** Today as the value of a date field: the earliest that can be chosen. */
export function todayInput(nowMs: number, zone: string): string {
  const { year, month, day } = wallOf(nowMs, zone);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

function readDay(text: string): Day | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  const real = addDays({ year, month, day }, 0);
  return real.year === year && real.month === month && real.day === day ? real : null;
}
