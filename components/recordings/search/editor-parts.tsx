import { Button } from "@/components/ui/button";
import type { RecordingFilter } from "@/lib/domain/recording-filter";
import type { KnownValues } from "./known-values";

export type EditorProps = Readonly<{
  filter: RecordingFilter;
  known: KnownValues;
  /** Gives the search with this part changed, and closes. */
  onApply: (filter: RecordingFilter) => void;
}>;

/** The foot of every form of a filter. */
export function ApplyRow() {
  return (
    <div className="flex justify-end">
      <Button type="submit" tone="primary">
        Apply
      </Button>
    </div>
  );
}
