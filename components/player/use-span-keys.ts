import { useShortcuts } from "@/components/shell/use-shortcuts";
import { endedAt, type Span, startedAt } from "./use-selection";

type SpanKeys = Readonly<{
  selection: Span | null;
  /** Call time, at the moment of the key. */
  nowMs: () => number;
  durationMs: number;
  onSelect: (span: Span | null) => void;
  hasPanel: boolean;
  onList: () => void;
  onClosePanel: () => void;
}>;

/** A and B pick out a span where the sound stands, E reads the call as a list, Escape closes what is open and then lets the span go. */
export function useSpanKeys(keys: SpanKeys): void {
  const { selection, nowMs, durationMs, onSelect } = keys;
  useShortcuts({
    a: () => onSelect(startedAt(selection, nowMs(), durationMs)),
    b: () => onSelect(endedAt(selection, nowMs(), durationMs)),
    e: keys.onList,
    Escape: () => {
      if (keys.hasPanel) keys.onClosePanel();
      else if (selection) onSelect(null);
      else return false;
    },
  });
}
