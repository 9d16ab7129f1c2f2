import type { KeyboardEvent } from "react";
import { useShortcuts } from "@/components/shell/use-shortcuts";

type ListKeys = Readonly<{
  current: number;
  count: number;
  pageRows: () => number;
  moveTo: (row: number) => void;
  onPlay: () => void;
  onSelect: () => void;
  onOpenPage: () => void;
  /** Puts the focus on the list. */
  focus: () => void;
}>;

/** The keys of the list: arrows and their kin while it has the focus; X and O, and the first arrow, from anywhere. */
export function useListKeys(keys: ListKeys): (event: KeyboardEvent) => void {
  const { current, count, moveTo } = keys;
  const hasCurrent = current >= 0;
  const fromNowhere = (step: number) => (event: globalThis.KeyboardEvent) => {
    const isFree =
      event.target === document.body || (event.target instanceof Element && event.target.id === "content");
    if (!isFree || count === 0) return false;
    keys.focus();
    moveTo(current + step);
    return true;
  };
  const ifCurrent = (act: () => void) => () => {
    if (!hasCurrent) return false;
    act();
    return true;
  };
  useShortcuts({
    x: ifCurrent(keys.onSelect),
    o: ifCurrent(keys.onOpenPage),
    ArrowDown: fromNowhere(1),
    ArrowUp: fromNowhere(-1),
  });

  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const steps: Readonly<Record<string, () => void>> = {
      ArrowDown: () => moveTo(current + 1),
      ArrowUp: () => moveTo(current - 1),
      PageDown: () => moveTo(current + keys.pageRows()),
      PageUp: () => moveTo(current - keys.pageRows()),
      Home: () => moveTo(0),
      End: () => moveTo(count - 1),
      ...(hasCurrent ? { Enter: keys.onPlay } : {}),
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  };
}
