const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const MOST_BUCKETS = 120;

type Step = Readonly<{ bucketMs: number; unit: "fixed" | "day" | "week" | "month" }>;

const STEPS: readonly Step[] = [
  ...[1, 5, 15, 60, 180, 360].map((minutes) => ({ bucketMs: minutes * MINUTE_MS, unit: "fixed" as const })),
  { bucketMs: DAY_MS, unit: "day" },
  { bucketMs: 7 * DAY_MS, unit: "week" },
  { bucketMs: 30 * DAY_MS, unit: "month" },
];

export type Buckets = Readonly<{
  /** Nominal length; days, weeks and months of a zone differ from it. */
  bucketMs: number;
  /** Where buckets begin, and where the last one ends. */
  edges: readonly number[];
}>;

/** Buckets that cover `fromMs` to `toMs`, both included, in steps that suit the span, on the clock of an IANA zone. */
export function timeBuckets(fromMs: number, toMs: number, zone: string): Buckets {
  const clock = zoneClock(zone);
  const step =
    STEPS.find((candidate) => (toMs - fromMs) / candidate.bucketMs < MOST_BUCKETS - 1) ?? STEPS.at(-1);
  const { bucketMs, unit } = step ?? { bucketMs: 30 * DAY_MS, unit: "month" };
  const edges = [clock.floor(fromMs, bucketMs, unit)];
  for (let edge = edges[0] ?? fromMs; edge <= toMs && edges.length < 10 * MOST_BUCKETS; ) {
    edge = clock.next(edge, bucketMs, unit);
    edges.push(edge);
  }
  return { bucketMs, edges };
}

/**
 * Where the days, weeks (from Monday on) or months of an IANA zone begin that cover `fromMs` to `toMs`, both included, and
 * where the last one ends; of a long span the last `most` or so.
 */
export function calendarEdges(
  span: Readonly<{ fromMs: number; toMs: number; zone: string }>,
  unit: "day" | "week" | "month",
  most: number,
): readonly number[] {
  const clock = zoneClock(span.zone);
  const bucketMs = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS }[unit];
  const edges = [clock.floor(Math.max(span.fromMs, span.toMs - (most - 1) * bucketMs), bucketMs, unit)];
  for (let edge = edges[0] ?? span.toMs; edge <= span.toMs; ) {
    edge = clock.next(edge, bucketMs, unit);
    edges.push(edge);
  }
  return edges;
}

/** Hour of the day, 0 to 23, on the clock of an IANA zone. */
export function hourIn(zone: string): (timeMs: number) => number {
  const clock = zoneClock(zone);
  return (timeMs) => new Date(clock.toLocal(timeMs)).getUTCHours();
}

/** Local times are epoch ms as if the zone's clock showed UTC. */
function zoneClock(zone: string) {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "iso8601",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const offsets = new Map<number, number>();

  function offsetAt(timeMs: number): number {
    // Zones change their offset at most at a quarter of an hour.
    const quarter = Math.floor(timeMs / (15 * MINUTE_MS));
    const known = offsets.get(quarter);
    if (known !== undefined) return known;
    const atMs = quarter * 15 * MINUTE_MS;
    const part = (name: string) =>
      Number(format.formatToParts(atMs).find((candidate) => candidate.type === name)?.value ?? 0);
    const localMs = Date.UTC(
      part("year"),
      part("month") - 1,
      part("day"),
      part("hour"),
      part("minute"),
      part("second"),
    );
    const offset = localMs - atMs;
    offsets.set(quarter, offset);
    return offset;
  }

  const toLocal = (timeMs: number) => timeMs + offsetAt(timeMs);
  const toUtc = (localMs: number) => {
    const guess = localMs - offsetAt(localMs);
    return localMs - offsetAt(guess);
  };

  function floorLocal(localMs: number, bucketMs: number, unit: Step["unit"]): number {
    const date = new Date(localMs);
    if (unit === "fixed") return Math.floor(localMs / bucketMs) * bucketMs;
    if (unit === "month") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
    const dayMs = Math.floor(localMs / DAY_MS) * DAY_MS;
    return unit === "day" ? dayMs : dayMs - ((new Date(dayMs).getUTCDay() + 6) % 7) * DAY_MS;
  }

  return {
    toLocal,
    floor: (timeMs: number, bucketMs: number, unit: Step["unit"]) =>
      toUtc(floorLocal(toLocal(timeMs), bucketMs, unit)),
    next(edgeMs: number, bucketMs: number, unit: Step["unit"]): number {
      if (unit === "fixed" && bucketMs <= HOUR_MS) return edgeMs + bucketMs;
      const localMs = toLocal(edgeMs);
      const date = new Date(localMs);
      const nextLocalMs =
        unit === "month" ? Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) : localMs + bucketMs;
      // A clock that is put back shows an hour twice: never go on from where it was.
      return Math.max(edgeMs + MINUTE_MS, toUtc(nextLocalMs));
    },
  };
}
