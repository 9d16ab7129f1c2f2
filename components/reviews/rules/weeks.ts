import { addDays, type Day, startOf, wallOf } from "@/components/format/zoned-time";

/** Whole days, `endMs` the first instant that is not meant any more. */
export type DrawPeriod = Readonly<{ fromMs: number; endMs: number }>;

export const DRAW_PERIODS = ["lastWeek", "thisWeek", "days"] as const;
export type DrawPeriodChoice = (typeof DRAW_PERIODS)[number];

/** The week's Monday. */
function mondayOf(day: Day): Day {
  const weekday = new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

/** What a choice means now, in the zone; `first` and `last` are values of date fields, both days included. Null = no such days. */
export function drawPeriod(
  choice: DrawPeriodChoice,
  days: Readonly<{ first: string; last: string }>,
  nowMs: number,
  zone: string,
): DrawPeriod | null {
  const monday = mondayOf(wallOf(nowMs, zone));
  switch (choice) {
    case "lastWeek":
      return { fromMs: startOf(addDays(monday, -7), zone), endMs: startOf(monday, zone) };
    case "thisWeek":
      return { fromMs: startOf(monday, zone), endMs: nowMs };
    case "days": {
      const [first, last] = [readDay(days.first), readDay(days.last)];
      if (!first || !last) return null;
      const [fromMs, endMs] = [startOf(first, zone), startOf(addDays(last, 1), zone)];
      return fromMs < endMs ? { fromMs, endMs: Math.min(endMs, Math.max(fromMs + 1, nowMs)) } : null;
    }
  }
}

function readDay(text: string): Day | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  return addDays({ year, month, day }, 0);
}
