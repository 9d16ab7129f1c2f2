"use client";

import { clsx } from "clsx";
import { type KeyboardEvent, useRef, useState } from "react";
import { calendarDay, readTime } from "@/components/format/time";
import type { ResultsAnswer } from "@/lib/domain/reviews/results";
import { reviewCountWords } from "../assign/preview-words";
import { percentWords } from "../list/review-words";
import { shareWords } from "./figures";
import type { Period } from "./period";
import { PlotFrame } from "./plot-frame";
import { type TrendPoint, trendPoints } from "./trend";

type Bucket = ResultsAnswer["trend"][number];
type Props = Readonly<{
  trend: readonly Bucket[];
  bucket: Period["bucket"];
  zone: string;
  /** A bucket was pressed: its beginning. */
  onBucket: (startMs: number) => void;
}>;

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, Home: -1_000, End: 1_000 };
const HEIGHT = 140;
const BAR_HEIGHT = 28;
const yOf = (percent: number) => HEIGHT - (percent / 100) * HEIGHT;

/** The mean score over time, above how many reviews it comes from. A point, pressed, is looked at by itself. */
export function TrendPlot({ trend, bucket, zone, onBucket }: Props) {
  const nowMs = Date.now();
  const startMs = trend.map(({ time }) => readTime(time) ?? 0);
  const points = trendPoints(trend, startMs);
  const plot = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const [tabStop, setTabStop] = useState(0);
  const stop = Math.min(tabStop, points.length - 1);
  const whenWords = (index: number) => bucketWords(startMs[index] ?? 0, bucket, zone, nowMs);
  const wordsOf = (index: number) => `${whenWords(index)}: ${figureWords(trend[index])}`;
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(points.length - 1, index + step));
    setTabStop(next);
    plot.current?.querySelector<HTMLButtonElement>(`[data-point="${next}"]`)?.focus();
  };
  return (
    <PlotFrame
      title="Mean score over time"
      columns={[COLUMN[bucket], "Mean", "Reviews", "Passed"]}
      rows={trend.map((one, index) => [
        whenWords(index),
        one.meanPercent === undefined ? "–" : percentWords(one.meanPercent),
        String(one.reviews),
        shareWords(one.passShare),
      ])}
      note={
        <p aria-live="polite" className="min-h-5 text-ink-soft">
          {pointed === null ? "Press a point to look at that time alone." : wordsOf(pointed)}
        </p>
      }
    >
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
        <div aria-hidden className="flex flex-col justify-between text-right text-ink-faint text-xs">
          <span className="-translate-y-1/2">100 %</span>
          <span>50 %</span>
          <span className="translate-y-1/2">0</span>
        </div>
        <div
          ref={plot}
          className="relative h-36 border-line border-b"
          onPointerLeave={() => setPointed(null)}
        >
          <Drawing points={points} pointed={pointed} />
          {points.map((point) => (
            <button
              key={point.index}
              type="button"
              data-point={point.index}
              tabIndex={point.index === stop ? 0 : -1}
              aria-label={wordsOf(point.index)}
              className="absolute inset-y-0 rounded"
              style={{ left: `${point.left * 100}%`, width: `${point.width * 100}%` }}
              onPointerEnter={() => setPointed(point.index)}
              onFocus={() => setPointed(point.index)}
              onBlur={() => setPointed(null)}
              onKeyDown={(event) => onKeyDown(event, point.index)}
              onClick={() => onBucket(startMs[point.index] ?? 0)}
            />
          ))}
        </div>
        <div aria-hidden className="col-start-2 mt-0.5 flex justify-between text-ink-faint text-xs">
          <span>{startMs[0] === undefined ? "" : calendarDay(startMs[0], zone, nowMs)}</span>
          {startMs.length > 1 ? <span>{calendarDay(startMs.at(-1) ?? 0, zone, nowMs)}</span> : null}
        </div>
      </div>
    </PlotFrame>
  );
}

function Drawing({ points, pointed }: Readonly<{ points: readonly TrendPoint[]; pointed: number | null }>) {
  const drawn = points.flatMap((point) =>
    point.percent === null ? [] : [{ ...point, at: `${point.x * 1_000} ${yOf(point.percent)}` }],
  );
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 1000 ${HEIGHT}`}
      preserveAspectRatio="none"
      className="absolute inset-0 size-full overflow-visible"
    >
      {[0, HEIGHT / 2].map((y) => (
        <path
          key={y}
          d={`M0 ${y}H1000`}
          vectorEffect="non-scaling-stroke"
          className="stroke-line forced-colors:stroke-[GrayText]"
        />
      ))}
      {points.map(({ index, x, load }) => (
        <rect
          key={index}
          x={x * 1_000 - 9}
          width={18}
          y={HEIGHT - load * BAR_HEIGHT}
          height={load * BAR_HEIGHT}
          className={clsx(
            "forced-colors:fill-[GrayText]",
            index === pointed ? "fill-ink-faint" : "fill-line",
          )}
        />
      ))}
      {drawn.length > 1 ? (
        <path
          d={`M${drawn.map(({ at }) => at).join("L")}`}
          vectorEffect="non-scaling-stroke"
          strokeWidth={2}
          className="fill-none stroke-accent forced-colors:stroke-[CanvasText]"
        />
      ) : null}
      {/* A line of no length with round ends is a dot, whatever the plot is stretched to. */}
      {drawn.map(({ index, at }) => (
        <path
          key={index}
          d={`M${at}h0.001`}
          vectorEffect="non-scaling-stroke"
          strokeWidth={index === pointed ? 12 : 8}
          strokeLinecap="round"
          className={clsx(
            "forced-colors:stroke-[CanvasText]",
            index === pointed ? "stroke-ink" : "stroke-accent",
          )}
        />
      ))}
    </svg>
  );
}

const COLUMN = { day: "Day", week: "Week from", month: "Month from" } as const;

function bucketWords(startMs: number, bucket: Period["bucket"], zone: string, nowMs: number): string {
  const day = calendarDay(startMs, zone, nowMs);
  return bucket === "day" ? day : `${COLUMN[bucket]} ${day}`;
}

function figureWords(bucket: Bucket | undefined): string {
  if (!bucket) return "";
  const mean = bucket.meanPercent === undefined ? "no score counts" : percentWords(bucket.meanPercent);
  return `${mean}, ${reviewCountWords(bucket.reviews)}`;
}
