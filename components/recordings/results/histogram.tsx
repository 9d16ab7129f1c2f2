"use client";

import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { calendarDay, clockTime } from "@/components/format/time";
import { callCountWords } from "@/components/format/words";
import { usePreferences } from "@/components/shell/preferences";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/feedback";
import { histogramOptions } from "@/lib/api-client/queries";
import { withParts } from "../filters/chips";
import type { When } from "../filters/when";
import type { Search } from "../use-search";
import { type Bucket, type BucketRange, barsOf, bucketAt, zoomOf } from "./buckets";

const DAY_MS = 86_400_000;
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, Home: -1_000, End: 1_000 };

/** `Mon 16 Nov, 14:00–15:00`, or the days of a wide bucket. */
function bucketWords(bucket: Bucket, zone: string, nowMs: number): string {
  const day = calendarDay(bucket.startTime, zone, nowMs);
  if (bucket.endTime - bucket.startTime < DAY_MS * 0.9) {
    return `${day}, ${clockTime(bucket.startTime, zone)}–${clockTime(bucket.endTime, zone)}`;
  }
  const last = calendarDay(bucket.endTime - 1, zone, nowMs);
  return day === last ? day : `${day} – ${last}`;
}

/** Calls over time; drag, or mark with Shift and the arrows, to narrow the search to a stretch of it. */
export function Histogram({ search, count }: Readonly<{ search: Search; count: string | null }>) {
  const { zone } = usePreferences();
  const { filter, change, searchId } = search;
  const answer = useQuery(histogramOptions(searchId, zone));
  const buckets = answer.data?.buckets ?? [];
  const bars = barsOf(buckets);
  const plot = useRef<HTMLDivElement>(null);
  const [marked, setMarked] = useState<BucketRange | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const [tabStop, setTabStop] = useState(0);
  const [before, setBefore] = useState<When | null>(null);
  const isDragging = useRef(false);
  const isNarrowed = filter.startTime !== undefined || filter.startBefore !== undefined;
  const nowMs = Date.now();

  const zoom = (range: BucketRange) => {
    const span = zoomOf(buckets, range);
    setMarked(null);
    if (!span) return;
    setBefore((known) =>
      isNarrowed && known ? known : { ...pick("startTime", filter), ...pick("startBefore", filter) },
    );
    change(withParts(filter, span));
  };
  const reset = () => {
    change(withParts(filter, { startTime: before?.startTime, startBefore: before?.startBefore }));
    setBefore(null);
  };
  const pointAt = (event: PointerEvent) => {
    const box = plot.current?.getBoundingClientRect();
    return box ? bucketAt(bars, (event.clientX - box.left) / box.width) : -1;
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    if (event.key === "Escape" && marked) {
      event.preventDefault();
      return setMarked(null);
    }
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(buckets.length - 1, index + step));
    setMarked(event.shiftKey ? { anchor: marked?.anchor ?? index, focus: next } : null);
    setTabStop(next);
    plot.current?.querySelector<HTMLButtonElement>(`[data-bucket="${next}"]`)?.focus();
  };

  const shown = pointed === null ? undefined : buckets[pointed];
  const markedSpan = marked ? zoomOf(buckets, marked) : null;
  const low = marked ? bars[Math.min(marked.anchor, marked.focus)] : undefined;
  const high = marked ? bars[Math.max(marked.anchor, marked.focus)] : undefined;
  const stop = Math.min(tabStop, Math.max(0, buckets.length - 1));

  return (
    <section
      aria-label="Calls over time"
      className="flex items-end gap-4 px-3 pt-1.5 pb-1 max-md:flex-col max-md:items-stretch max-md:gap-0.5 sm:px-4"
    >
      <div
        ref={plot}
        className={clsx(
          "relative h-9 min-w-0 shrink-0 cursor-crosshair md:flex-1 touch-pan-y border-line border-b transition-opacity",
          answer.isPlaceholderData && "opacity-60",
        )}
        onPointerDown={(event) => {
          const index = pointAt(event);
          if (event.button !== 0 || index < 0) return;
          isDragging.current = true;
          event.currentTarget.setPointerCapture(event.pointerId);
          setMarked({ anchor: index, focus: index });
        }}
        onPointerMove={(event) => {
          const index = pointAt(event);
          if (index < 0) return;
          setPointed(index);
          if (isDragging.current) setMarked((range) => ({ anchor: range?.anchor ?? index, focus: index }));
        }}
        onPointerUp={() => {
          if (isDragging.current && marked) zoom(marked);
          isDragging.current = false;
        }}
        onPointerCancel={() => {
          isDragging.current = false;
          setMarked(null);
        }}
        onPointerLeave={() => setPointed(null)}
      >
        {answer.isPending ? <Skeleton className="absolute inset-x-0 bottom-0 h-3" /> : null}
        <svg
          aria-hidden="true"
          viewBox="0 0 1000 36"
          preserveAspectRatio="none"
          className="absolute inset-0 size-full"
        >
          {low && high ? (
            <rect
              x={low.left * 1_000}
              width={(high.left + high.width - low.left) * 1_000}
              y={0}
              height={36}
              className="fill-accent-soft"
            />
          ) : null}
          {bars.map((bar) => {
            const height = bar.height === 0 ? 0 : Math.max(1.5, bar.height * 34);
            return (
              <rect
                key={bar.index}
                x={bar.left * 1_000}
                y={36 - height}
                width={Math.max(0.6, bar.width * 1_000 * 0.86)}
                height={height}
                className={bar.index === pointed ? "fill-ink" : "fill-accent"}
              />
            );
          })}
        </svg>
        {bars.map((bar) => {
          const bucket = buckets[bar.index];
          if (!bucket) return null;
          return (
            <button
              key={bar.index}
              type="button"
              data-bucket={bar.index}
              tabIndex={bar.index === stop ? 0 : -1}
              aria-label={`${bucketWords(bucket, zone, nowMs)}: ${callCountWords(bucket.count, false)}`}
              className="pointer-events-none absolute inset-y-0"
              style={{ left: `${bar.left * 100}%`, width: `${bar.width * 100}%` }}
              onFocus={() => setPointed(bar.index)}
              onBlur={() => setPointed(null)}
              onKeyDown={(event) => onKeyDown(event, bar.index)}
              onClick={() => zoom(marked ?? { anchor: bar.index, focus: bar.index })}
            />
          );
        })}
      </div>
      <div className="flex min-h-6 shrink-0 items-center gap-2 text-sm md:w-80 md:justify-end">
        <p aria-live="polite" className="min-w-0 truncate text-ink-soft">
          {markedSpan ? (
            bucketWords(
              { startTime: markedSpan.startTime, endTime: markedSpan.startBefore, count: 0 },
              zone,
              nowMs,
            )
          ) : shown ? (
            <>
              {bucketWords(shown, zone, nowMs)}{" "}
              <strong className="font-semibold text-ink">{shown.count}</strong>
            </>
          ) : (
            <>
              <strong className="font-semibold text-ink">{count ?? "…"}</strong>
              {buckets.length > 1 ? <span className="max-lg:hidden"> · drag to zoom</span> : null}
            </>
          )}
        </p>
        {isNarrowed ? (
          <Button size="small" onClick={reset}>
            {before ? "Zoom out" : "All time"}
          </Button>
        ) : null}
      </div>
    </section>
  );
}

function pick(name: "startTime" | "startBefore", when: When): When {
  return when[name] === undefined ? {} : { [name]: when[name] };
}
