import type { ResultsAnswer } from "@/lib/domain/reviews/results";

type Bucket = ResultsAnswer["trend"][number];

export type TrendPoint = Readonly<{
  index: number;
  /** Shares of the plot, 0 to 1: where the point stands, and the strip around it that belongs to it. */
  x: number;
  left: number;
  width: number;
  /** Null = none of its reviews counts. */
  percent: number | null;
  /** Reviews, as a share of the fullest bucket's. */
  load: number;
}>;

/** Where each bucket of a trend stands, by time: stretches without reviews stay open. `startMs` in order. */
export function trendPoints(buckets: readonly Bucket[], startMs: readonly number[]): readonly TrendPoint[] {
  const first = startMs[0] ?? 0;
  const spanMs = (startMs.at(-1) ?? 0) - first;
  const most = Math.max(1, ...buckets.map(({ reviews }) => reviews));
  const xs = startMs.map((ms) => (spanMs === 0 ? 0.5 : 0.03 + (0.94 * (ms - first)) / spanMs));
  return buckets.map((bucket, index) => {
    const x = xs[index] ?? 0;
    const left = index === 0 ? 0 : (x + (xs[index - 1] ?? 0)) / 2;
    const right = index === buckets.length - 1 ? 1 : (x + (xs[index + 1] ?? 1)) / 2;
    return {
      index,
      x,
      left,
      width: right - left,
      percent: bucket.meanPercent ?? null,
      load: bucket.reviews / most,
    };
  });
}
