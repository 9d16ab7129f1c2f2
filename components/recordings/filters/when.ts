import { addDays, isDayStart, startOf, wallOf } from "@/components/format/zoned-time";

/** Calls that started at or after `startTime` and before `startBefore`, epoch ms; either may be open. */
export type When = Readonly<{ startTime?: number; startBefore?: number }>;

export const PRESETS = ["today", "yesterday", "last7", "last30"] as const;
export type Preset = (typeof PRESETS)[number];

export const PRESET_WORDS = {
  today: "Today",
  yesterday: "Yesterday",
  last7: "Last 7 days",
  last30: "Last 30 days",
} as const satisfies Record<Preset, string>;

/** First and last day of a preset, counted from today. */
const DAYS = {
  today: [0, 0],
  yesterday: [-1, -1],
  last7: [-6, 0],
  last30: [-29, 0],
} as const satisfies Record<Preset, readonly [number, number]>;

/** The fixed range that a preset means at this moment: whole days of the zone, today included. */
export function presetRange(preset: Preset, nowMs: number, zone: string): Required<When> {
  const today = wallOf(nowMs, zone);
  const [first, last] = DAYS[preset];
  return {
    startTime: startOf(addDays(today, first), zone),
    startBefore: startOf(addDays(today, last + 1), zone),
  };
}

/** The preset that means exactly this range now; null when none does. */
export function presetOf(when: When, nowMs: number, zone: string): Preset | null {
  return (
    PRESETS.find((preset) => {
      const range = presetRange(preset, nowMs, zone);
      return range.startTime === when.startTime && range.startBefore === when.startBefore;
    }) ?? null
  );
}

/** `Last 7 days`, `14 Nov – 16 Nov 2026`, `16 Nov 2026, 14:00 – 15:30`, `from 16 Nov 2026`. The zone is named by the caller. */
export function whenWords(when: When, nowMs: number, zone: string): string {
  const preset = presetOf(when, nowMs, zone);
  if (preset) return PRESET_WORDS[preset];
  const { startTime, startBefore } = when;
  if (startTime === undefined && startBefore === undefined) return "any time";
  if (startBefore === undefined) return `from ${momentWords(startTime ?? 0, zone)}`;
  if (startTime === undefined) return `before ${momentWords(startBefore, zone)}`;
  return rangeWords(startTime, startBefore, zone);
}

function rangeWords(fromMs: number, beforeMs: number, zone: string): string {
  const first = dayWords(fromMs, zone);
  if (isDayStart(fromMs, zone) && isDayStart(beforeMs, zone)) {
    const last = dayWords(beforeMs - 1, zone);
    return first === last ? first : `${first} – ${last}`;
  }
  const end = dayWords(beforeMs, zone) === first ? timeWords(beforeMs, zone) : momentWords(beforeMs, zone);
  return `${first}, ${timeWords(fromMs, zone)} – ${end}`;
}

function momentWords(ms: number, zone: string): string {
  return isDayStart(ms, zone) ? dayWords(ms, zone) : `${dayWords(ms, zone)}, ${timeWords(ms, zone)}`;
}

function dayWords(ms: number, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    day: "numeric",
    month: "short",
    year: "numeric",
  }).format(ms);
}

function timeWords(ms: number, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(ms);
}
