import { addDays, type Day, startOf, wallOf } from "@/components/format/zoned-time";
import type { RESULT_BUCKETS } from "@/lib/domain/reviews/results";

type Bucket = (typeof RESULT_BUCKETS)[number];

export const PERIODS = ["7d", "30d", "90d", "month", "lastMonth", "year", "all"] as const;
export type Preset = (typeof PERIODS)[number];

export const PERIOD_WORDS = {
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  "90d": "Last 90 days",
  month: "This month",
  lastMonth: "Last month",
  year: "Last 12 months",
  all: "All time",
} as const satisfies Record<Preset, string>;

export const DEFAULT_PERIOD = "30d" satisfies Preset;

/** Whole days of the viewer's zone; null = open. `endMs` is the first instant that is not meant any more. */
export type Period = Readonly<{ fromMs: number | null; endMs: number | null; bucket: Bucket }>;

/** What the address says a period is: a preset, or two days, both included: `2026-11-16..2026-11-22`. */
export function readPeriod(text: string, nowMs: number, zone: string): Period {
  const days = readDays(text);
  if (days) {
    const [first, last] = days;
    return {
      fromMs: startOf(first, zone),
      endMs: startOf(addDays(last, 1), zone),
      bucket: bucketFor((utcOf(last) - utcOf(first)) / DAY_MS + 1),
    };
  }
  const today = wallOf(nowMs, zone);
  const back = (count: number) => startOf(addDays(today, 1 - count), zone);
  switch (presetOf(text)) {
    case "7d":
      return { fromMs: back(7), endMs: null, bucket: "day" };
    case "30d":
      return { fromMs: back(30), endMs: null, bucket: "week" };
    case "90d":
      return { fromMs: back(90), endMs: null, bucket: "week" };
    case "month":
      return { fromMs: startOf({ ...today, day: 1 }, zone), endMs: null, bucket: "week" };
    case "lastMonth": {
      const first = addDays({ ...today, day: 1 }, -1);
      return {
        fromMs: startOf({ ...first, day: 1 }, zone),
        endMs: startOf({ ...today, day: 1 }, zone),
        bucket: "week",
      };
    }
    case "year":
      return { fromMs: back(365), endMs: null, bucket: "month" };
    case "all":
      return { fromMs: null, endMs: null, bucket: "month" };
  }
}

/** The preset that the address names; the default for anything else. */
export function presetOf(text: string): Preset {
  return PERIODS.find((preset) => preset === text) ?? DEFAULT_PERIOD;
}

/** The bucket of a trend that begins at `startMs`, as the address names a period. */
export function bucketPeriod(startMs: number, bucket: Bucket, zone: string): string {
  const first = wallOf(startMs, zone);
  return `${dayText(first)}..${dayText(lastDayOf(first, bucket))}`;
}

/** True when the text names days of its own, not a preset. */
export function isOwnPeriod(text: string): boolean {
  return readDays(text) !== null;
}

const DAY_MS = 86_400_000;

function lastDayOf(first: Day, bucket: Bucket): Day {
  if (bucket === "day") return first;
  if (bucket === "week") return addDays(first, 6);
  const next =
    first.month === 12 ? { year: first.year + 1, month: 1 } : { year: first.year, month: first.month + 1 };
  return addDays({ ...next, day: 1 }, -1);
}

/** So that a trend has some ten points, more or less. */
function bucketFor(days: number): Bucket {
  if (days <= 21) return "day";
  return days <= 120 ? "week" : "month";
}

function utcOf({ year, month, day }: Day): number {
  return Date.UTC(year, month - 1, day);
}

function dayText({ year, month, day }: Day): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

function readDays(text: string): readonly [Day, Day] | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})\.\.(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const [y1 = 0, m1 = 0, d1 = 0, y2 = 0, m2 = 0, d2 = 0] = match.slice(1).map(Number);
  const [first, last] = [
    addDays({ year: y1, month: m1, day: d1 }, 0),
    addDays({ year: y2, month: m2, day: d2 }, 0),
  ];
  return `${dayText(first)}..${dayText(last)}` === text && utcOf(first) <= utcOf(last) ? [first, last] : null;
}
