/** Wall clocks of a time zone, and the hours of it that come twice (fact sheet §4.1 "Local time trap", §11 case 15). */

const HOUR_MS = 3_600_000;
const SECOND_MS = 1_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(timeZone, made);
  return made;
}

/** `YYYY-MM-DD HH:mm:ss` on the zone's wall clock at that moment (epoch ms), whole seconds, rounded down. */
export function localTime(ms: number, timeZone: string): string {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? "";
  const date = `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
  return `${date} ${part("hour")}:${part("minute")}:${part("second")}`;
}

/** How far the zone's wall clock is ahead of UTC at that moment, in ms. */
function offsetMs(ms: number, timeZone: string): number {
  const second = Math.floor(ms / SECOND_MS) * SECOND_MS;
  return Date.parse(`${localTime(second, timeZone).replace(" ", "T")}Z`) - second;
}

/** `[fromMs, toMs)`: moments whose wall-clock times come twice; the clock is put back at `turnMs`, halfway. */
export type Fold = Readonly<{ fromMs: number; turnMs: number; toMs: number }>;

/** No clock is put back by more than this. */
const LARGEST_TURN_MS = 2 * HOUR_MS;

/** The fold in which a moment lies: the wall clock shows its time twice. Null = it shows it once. */
export function foldAt(ms: number, timeZone: string): Fold | null {
  const turnMs = turnBackNear(ms, timeZone);
  if (turnMs === null) return null;
  const sizeMs = offsetMs(turnMs - SECOND_MS, timeZone) - offsetMs(turnMs, timeZone);
  const fold = { fromMs: turnMs - sizeMs, turnMs, toMs: turnMs + sizeMs };
  return ms >= fold.fromMs && ms < fold.toMs ? fold : null;
}

/** The second at which the clock is put back within two hours of `ms`; no zone turns its clock twice within four. */
function turnBackNear(ms: number, timeZone: string): number | null {
  let beforeMs = Math.floor((ms - LARGEST_TURN_MS) / SECOND_MS) * SECOND_MS;
  let afterMs = Math.ceil((ms + LARGEST_TURN_MS) / SECOND_MS) * SECOND_MS;
  const early = offsetMs(beforeMs, timeZone);
  if (early <= offsetMs(afterMs, timeZone)) return null;
  while (afterMs - beforeMs > SECOND_MS) {
    const middleMs = Math.floor((beforeMs + afterMs) / (2 * SECOND_MS)) * SECOND_MS;
    if (offsetMs(middleMs, timeZone) === early) beforeMs = middleMs;
    else afterMs = middleMs;
  }
  return afterMs;
}
