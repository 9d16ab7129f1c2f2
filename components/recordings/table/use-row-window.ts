import { type RefObject, useLayoutEffect, useState } from "react";
import { type RowWindow, rowWindow } from "./row-window";

const OVERSCAN = 12;
/** Before the list has been measured: enough rows for a tall screen. */
const FIRST_VIEW = { scrollPx: 0, heightPx: 900 };

const isSame = (left: RowWindow, right: RowWindow) =>
  left.first === right.first && left.last === right.last && left.top === right.top;

/** The rows that a scrolling element shows now; draws anew only when other rows come into sight. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, starts: Float64Array): RowWindow {
  const [seen, setSeen] = useState({ starts, rows: rowWindow(starts, FIRST_VIEW, OVERSCAN) });

  // Outside React: where the element is scrolled to, and how high it is.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      const view = { scrollPx: element.scrollTop, heightPx: element.clientHeight };
      const rows = rowWindow(starts, view, OVERSCAN);
      setSeen((known) => (known.starts === starts && isSame(known.rows, rows) ? known : { starts, rows }));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [scroller, starts]);

  // Other rows, not looked at yet: the same place, as far as there still are rows.
  const last = starts.length - 2;
  if (seen.starts === starts) return seen.rows;
  return {
    first: Math.min(seen.rows.first, Math.max(0, last)),
    last: Math.min(seen.rows.last, last),
    top: Math.min(seen.rows.top, last),
  };
}
