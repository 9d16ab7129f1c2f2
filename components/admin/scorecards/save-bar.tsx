import { Button } from "@/components/ui/button";

type SaveBarProps = Readonly<{
  isNew: boolean;
  isDirty: boolean;
  isSaving: boolean;
  hasFaults: boolean;
  nextVersion: number;
  onDiscard: () => void;
}>;

/** Saving, always in sight. */
export function SaveBar({ isNew, isDirty, isSaving, hasFaults, nextVersion, onDiscard }: SaveBarProps) {
  const words = hasFaults
    ? "Some fields need a look."
    : isDirty
      ? "Changes that are not saved yet."
      : isNew
        ? "Not made yet."
        : "Everything is saved.";
  return (
    <div className="sticky bottom-0 z-10 flex flex-wrap items-center justify-between gap-2 rounded border border-line bg-raised px-3 py-2 shadow-[var(--shadow)]">
      <p role="status" className={hasFaults ? "text-danger" : "text-ink-soft"}>
        {words}
      </p>
      <span className="flex gap-2">
        <Button disabled={!isDirty || isSaving} onClick={onDiscard}>
          Discard changes
        </Button>
        <Button type="submit" tone="primary" disabled={(!isDirty && !isNew) || isSaving}>
          {isSaving ? "Saving…" : isNew ? "Make the scorecard" : `Save as version ${nextVersion}`}
        </Button>
      </span>
    </div>
  );
}
