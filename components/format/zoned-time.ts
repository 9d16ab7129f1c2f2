/** Calendar arithmetic in a named zone, on the browser's own zone tables. Months are 1 to 12. */
export type Day = Readonly<{ year: number; month: number; day: number }>;
export type Wall = Day & Readonly<{ hour: number; minute: number }>;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  formatters.set(zone, made);
  return made;
}

/** What a clock and a calendar in this zone show. */
export function wallOf(ms: number, zone: string): Wall {
  const parts = new Map<string, number>();
  for (const { type, value } of formatterOf(zone).formatToParts(ms)) parts.set(type, Number(value));
  const part = (type: string) => parts.get(type) ?? 0;
  return {
    year: part("year"),
    month: part("month"),
    day: part("day"),
    hour: part("hour"),
    minute: part("minute"),
  };
}

/**
 * The instant at which the zone's clock shows this. A time that occurs twice gives the first; one that is left out when
 * clocks go forward gives the instant as far behind the gap's beginning.
 */
export function epochOf(wall: Wall, zone: string): number {
  const asUtcMs = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
  const before = asUtcMs - offsetMs(asUtcMs - DAY_MS, zone);
  const after = asUtcMs - offsetMs(asUtcMs + DAY_MS, zone);
  const real = [before, after].filter((ms) => ms + offsetMs(ms, zone) === asUtcMs);
  return real.length > 0 ? Math.min(...real) : before;
}

function offsetMs(ms: number, zone: string): number {
  const wall = wallOf(ms, zone);
  const wallMs = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
  return wallMs - Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}

/** The day so many days later, or earlier. */
export function addDays(day: Day, count: number): Day {
  const moved = new Date(Date.UTC(day.year, day.month - 1, day.day + count));
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

/** The first instant of a day: not always its midnight. */
export function startOf(day: Day, zone: string): number {
  return epochOf({ ...day, hour: 0, minute: 0 }, zone);
}

/** True when this is the first instant of a day. */
export function isDayStart(ms: number, zone: string): boolean {
  return startOf(wallOf(ms, zone), zone) === ms;
}

/** `2026-11-16T14:31`, the value of a `datetime-local` field. */
export function toLocalInput(ms: number, zone: string): string {
  const { year, month, day, hour, minute } = wallOf(ms, zone);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

/** Reads a `datetime-local` field; null when it is empty or not a date that exists. */
export function fromLocalInput(text: string, zone: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute] = match.map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const real = addDays({ year, month, day }, 0);
  if (real.month !== month || real.day !== day || year < 1970) return null;
  return epochOf({ year, month, day, hour: hour ?? 0, minute: minute ?? 0 }, zone);
}
