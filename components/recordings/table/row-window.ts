/** Where rows of known heights begin, in px from the first; one more than there are rows: the last is the whole height. */
export function startsOf(count: number, heightOf: (index: number) => number): Float64Array {
  const starts = new Float64Array(count + 1);
  for (let index = 0; index < count; index += 1) {
    starts[index + 1] = (starts[index] ?? 0) + heightOf(index);
  }
  return starts;
}

/** The row at this height: the last that begins at or above it. -1 when there are none. */
export function rowAt(starts: Float64Array, px: number): number {
  let low = 0;
  let high = starts.length - 2;
  if (high < 0) return -1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= px) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Rows to draw, both ends included; `first` > `last` when there are none. `top` is the row at the upper edge. */
export type RowWindow = Readonly<{ first: number; last: number; top: number }>;

/** The rows in sight, and some beyond either edge. */
export function rowWindow(
  starts: Float64Array,
  view: Readonly<{ scrollPx: number; heightPx: number }>,
  overscan: number,
): RowWindow {
  const count = starts.length - 1;
  if (count <= 0) return { first: 0, last: -1, top: -1 };
  const top = rowAt(starts, Math.max(0, view.scrollPx));
  const bottom = rowAt(starts, Math.max(0, view.scrollPx) + view.heightPx);
  return { first: Math.max(0, top - overscan), last: Math.min(count - 1, bottom + overscan), top };
}

/** How far to scroll so that a row is wholly in sight, with as little movement as can be. */
export function scrollFor(
  starts: Float64Array,
  index: number,
  view: Readonly<{ scrollPx: number; heightPx: number }>,
  coveredPx: number,
): number {
  const from = starts[index] ?? 0;
  const to = starts[index + 1] ?? from;
  if (from - coveredPx < view.scrollPx) return Math.max(0, from - coveredPx);
  return to > view.scrollPx + view.heightPx ? to - view.heightPx : view.scrollPx;
}
