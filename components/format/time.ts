/** The dialect's `yyyy-MM-ddTHH:mm:ss.SSS+0000` as epoch ms; null when absent. */
export function readTime(text: string | undefined): number | null {
  if (text === undefined) return null;
  const ms = Date.parse(text.replace(/\+0000$/, "Z"));
  return Number.isNaN(ms) ? null : ms;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string, key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${zone}|${key}`;
  const known = formatters.get(name);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options });
  formatters.set(name, made);
  return made;
}

/** `14:31` */
export function clockTime(ms: number, zone: string): string {
  return formatter(zone, "clock", { hour: "2-digit", minute: "2-digit" }).format(ms);
}

/** `14:31:07` */
export function clockTimeWithSeconds(ms: number, zone: string): string {
  return formatter(zone, "seconds", { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(ms);
}

/** `Mon 16 Nov` and, in another year than this one, `16 Nov 2025`. */
export function calendarDay(ms: number, zone: string, nowMs: number): string {
  const year = formatter(zone, "year", { year: "numeric" });
  return year.format(ms) === year.format(nowMs)
    ? formatter(zone, "day", { weekday: "short", day: "numeric", month: "short" }).format(ms)
    : formatter(zone, "day-year", { day: "numeric", month: "short", year: "numeric" }).format(ms);
}

/** `Mon 16 Nov 2026, 14:31:07` */
export function fullTime(ms: number, zone: string): string {
  return formatter(zone, "full", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).format(ms);
}

/** A position or length: `6:12`, `1:02:07`. */
export function position(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1_000));
  const seconds = String(total % 60).padStart(2, "0");
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3_600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/** A position or length for a screen reader: `6 minutes 12 seconds`. */
export function spokenPosition(ms: number): string {
  const total = Math.max(0, Math.round(ms / 1_000));
  const parts = [
    [Math.floor(total / 3_600), "hour"],
    [Math.floor(total / 60) % 60, "minute"],
    [total % 60, "second"],
  ] as const;
  const said = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`);
  return said.length === 0 ? "0 seconds" : said.join(" ");
}

/** `3 min ago`, `2 h ago`, `5 days ago`. */
export function ago(ms: number, nowMs: number): string {
  const minutes = Math.round((nowMs - ms) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return `${hours} h ago`;
  return `${Math.round(hours / 24)} days ago`;
}
