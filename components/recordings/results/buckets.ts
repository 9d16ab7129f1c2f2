import type { HistogramAnswer } from "@/lib/domain/answers";

export type Bucket = HistogramAnswer["buckets"][number];

/** A run of buckets, both ends included, in either order. */
export type BucketRange = Readonly<{ anchor: number; focus: number }>;

export type Bar = Readonly<{
  index: number;
  /** Shares of the plot, 0 to 1. */
  left: number;
  width: number;
  height: number;
}>;

/** Where each bucket stands, by time: gaps between buckets stay gaps. */
export function barsOf(buckets: readonly Bucket[]): readonly Bar[] {
  const first = buckets[0];
  const last = buckets.at(-1);
  if (!first || !last) return [];
  const spanMs = Math.max(1, last.endTime - first.startTime);
  const most = Math.max(1, ...buckets.map((bucket) => bucket.count));
  return buckets.map((bucket, index) => ({
    index,
    left: (bucket.startTime - first.startTime) / spanMs,
    width: (bucket.endTime - bucket.startTime) / spanMs,
    height: bucket.count / most,
  }));
}

/** The bucket at a share of the plot's width; the nearest one in a gap. -1 when there are none. */
export function bucketAt(bars: readonly Bar[], share: number): number {
  let nearest = -1;
  let distance = Number.POSITIVE_INFINITY;
  for (const bar of bars) {
    const away = Math.max(bar.left - share, share - (bar.left + bar.width), 0);
    if (away < distance) {
      nearest = bar.index;
      distance = away;
    }
  }
  return nearest;
}

/** The time that a run of buckets covers: from the first one's start to the last one's end. */
export function zoomOf(
  buckets: readonly Bucket[],
  range: BucketRange,
): Readonly<{ startTime: number; startBefore: number }> | null {
  const first = buckets[Math.min(range.anchor, range.focus)];
  const last = buckets[Math.max(range.anchor, range.focus)];
  return first && last ? { startTime: first.startTime, startBefore: last.endTime } : null;
}
