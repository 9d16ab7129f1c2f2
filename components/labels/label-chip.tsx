import { X } from "lucide-react";

/** A label's name as a small word; with `onRemove` a button to take it off. */
export function LabelChip({
  name,
  title,
  onRemove,
  isPending = false,
}: Readonly<{ name: string; title?: string; onRemove?: () => void; isPending?: boolean }>) {
  return (
    <span
      title={title ?? name}
      className={`inline-flex h-5 min-w-0 max-w-full items-center gap-0.5 rounded bg-accent-soft px-1.5 text-accent text-sm ${isPending ? "opacity-60" : ""}`}
    >
      <bdi className="truncate">{name}</bdi>
      {onRemove ? (
        <button
          type="button"
          aria-label={`Remove the label ${name}`}
          onClick={onRemove}
          className="-mr-1 flex print:hidden size-5 shrink-0 items-center justify-center rounded hover:text-ink"
        >
          <X aria-hidden className="size-3" />
        </button>
      ) : null}
    </span>
  );
}
