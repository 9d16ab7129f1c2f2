import { reviewCountWords } from "../assign/preview-words";
import { PlotFrame } from "./plot-frame";

const HEIGHT = 140;

/** `70–80 %`: the last one holds the hundred too. */
function rangeWords(index: number): string {
  return `${index * 10}–${index * 10 + 10} %`;
}

/** How many reviews reached which score. */
export function DistributionPlot({ counts }: Readonly<{ counts: readonly number[] }>) {
  const most = Math.max(1, ...counts);
  const best = counts.indexOf(Math.max(...counts));
  const summary =
    Math.max(0, ...counts) === 0
      ? "No scores"
      : `Most often ${rangeWords(best)}: ${reviewCountWords(counts[best] ?? 0)}`;
  return (
    <PlotFrame
      title="Scores"
      columns={["Score", "Reviews"]}
      rows={counts.map((count, index) => [rangeWords(index), String(count)])}
      note={<p className="min-h-5 text-ink-soft">{summary}</p>}
    >
      <div role="img" aria-label={`Reviews by score. ${summary}. The table below has all figures.`}>
        <div className="relative h-36 border-line border-b">
          <svg
            aria-hidden="true"
            viewBox={`0 0 100 ${HEIGHT}`}
            preserveAspectRatio="none"
            className="absolute inset-0 size-full"
          >
            {counts.map((count, index) => {
              const height = count === 0 ? 0 : Math.max(2, (count / most) * (HEIGHT - 18));
              return (
                <rect
                  // biome-ignore lint/suspicious/noArrayIndexKey: the place in the list is what a bar stands for
                  key={index}
                  x={index * 10 + 0.75}
                  width={8.5}
                  y={HEIGHT - height}
                  height={height}
                  className="fill-accent forced-colors:fill-[CanvasText]"
                />
              );
            })}
          </svg>
          {counts.map((count, index) =>
            count === 0 ? null : (
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: the place in the list is what a bar stands for
                key={index}
                className="-translate-x-1/2 absolute text-ink-soft text-xs"
                style={{
                  left: `${index * 10 + 5}%`,
                  bottom: `${(Math.max(2, (count / most) * (HEIGHT - 18)) / HEIGHT) * 100}%`,
                }}
              >
                {count}
              </span>
            ),
          )}
        </div>
        <div className="mt-0.5 flex justify-between text-ink-faint text-xs">
          <span>0</span>
          <span>20</span>
          <span>40</span>
          <span>60</span>
          <span>80</span>
          <span>100 %</span>
        </div>
      </div>
    </PlotFrame>
  );
}
