/** Local times of a named zone, as Java's date library reads them: where a time occurs twice the earlier one, where it is missing the one after the gap. */

const formats = new Map<string, Intl.DateTimeFormat>();
const ZONE = /^(?:UTC|GMT|Z|[A-Z][A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)+|[A-Z]{3}(?:\d?[A-Z]{3})?)$/;
const LOCAL = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/;

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone === "Z" ? "UTC" : zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(zone, made);
  return made;
}

/** Whether a zone has this name, letter case included. */
export function isZone(name: string): boolean {
  if (!ZONE.test(name)) return false;
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** The zone's clock at a moment, as if it were UTC. */
function wallMs(epochMs: number, zone: string): number {
  const parts = formatOf(zone).formatToParts(epochMs);
  const read = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value ?? Number.NaN);
  return Date.UTC(read("year"), read("month") - 1, read("day"), read("hour"), read("minute"), read("second"));
}

const DAY_MS = 86_400_000;

/** `YYYY-MM-DD HH:mm:ss` on a zone's clock, as epoch ms; null when it is no such time. */
export function readLocalTime(textual: string, zone: string): number | null {
  const match = LOCAL.exec(textual);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(local);
  const isReal =
    back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!isReal) return null;
  const offsets = [local - DAY_MS, local + DAY_MS].map((ms) => wallMs(ms, zone) - ms);
  const candidates = offsets.map((offset) => local - offset).filter((ms) => wallMs(ms, zone) === local);
  return candidates.length > 0 ? Math.min(...candidates) : local - (offsets[0] ?? 0);
}

/** The last moment before `beforeMs` at which a zone's clocks were put back or forward; a year before when they never were. */
export function lastClockChange(zone: string, direction: "back" | "forward", beforeMs: number): number {
  const offset = (epochMs: number) => wallMs(epochMs, zone) - epochMs;
  const hourMs = DAY_MS / 24;
  const last = Math.floor(beforeMs / hourMs) * hourMs;
  for (let day = 0; day < 364; day += 1) {
    const endMs = last - day * DAY_MS;
    const change = offset(endMs) - offset(endMs - DAY_MS);
    if (change === 0 || change < 0 !== (direction === "back")) continue;
    for (let ms = endMs; ms > endMs - DAY_MS; ms -= hourMs) if (offset(ms - hourMs) !== offset(ms)) return ms;
  }
  return last - 364 * DAY_MS;
}
