import { callCountWords } from "@/components/format/words";
import type { FacetsAnswer } from "@/lib/domain/answers";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const two = (hour: number) => String(hour).padStart(2, "0");

/** Calls by hour of day in the zone that is shown. A plot only: a search has no field for hours. */
export function HoursPlot({ hours, zone }: Readonly<{ hours: FacetsAnswer["hours"]; zone: string }>) {
  const counts = new Map(hours.map(({ value, count }) => [value, count]));
  const most = Math.max(1, ...counts.values());
  const busiest = HOURS.reduce(
    (best, hour) => ((counts.get(hour) ?? 0) > (counts.get(best) ?? 0) ? hour : best),
    0,
  );
  const summary =
    hours.length === 0
      ? "No calls"
      : `Busiest: ${two(busiest)}:00, ${callCountWords(counts.get(busiest) ?? 0, false)}`;
  return (
    <figure>
      <svg
        role="img"
        aria-label={`Calls by hour of day, ${zone}. ${summary}`}
        viewBox="0 0 240 32"
        preserveAspectRatio="none"
        className="h-8 w-full"
      >
        {HOURS.map((hour) => {
          const count = counts.get(hour) ?? 0;
          const height = count === 0 ? 0.75 : Math.max(1.5, (count / most) * 30);
          return (
            <rect
              key={hour}
              x={hour * 10 + 1}
              y={32 - height}
              width={8}
              height={height}
              className={count === 0 ? "fill-line" : "fill-accent"}
            >
              <title>{`${two(hour)}:00–${two((hour + 1) % 24)}:00, ${callCountWords(count, false)}`}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption className="flex justify-between text-ink-faint text-xs">
        <span>0</span>
        <span>6</span>
        <span>12</span>
        <span>18</span>
        <span>24 h</span>
      </figcaption>
    </figure>
  );
}
