import { Check, TriangleAlert } from "lucide-react";
import type { SaveState } from "./autosave";

/** Whether the answers are with the server, in words. */
export function SaveStatus({ save, onRetry }: Readonly<{ save: SaveState; onRetry: () => void }>) {
  const isOff = save.kind === "waiting" || save.kind === "stopped";
  return (
    <div className="flex min-w-0 items-center gap-2 text-sm">
      <p aria-live="polite" className={isOff ? "text-danger" : "text-ink-faint"}>
        {isOff ? (
          <span className="inline-flex items-start gap-1">
            <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
            {`Not saved: ${save.words}`}
          </span>
        ) : save.kind === "saving" ? (
          "Saving…"
        ) : (
          <span className="inline-flex items-center gap-1">
            <Check aria-hidden className="size-3.5" />
            Saved
          </span>
        )}
      </p>
      {isOff ? (
        <button type="button" onClick={onRetry} className="shrink-0 rounded text-accent underline">
          Save now
        </button>
      ) : null}
    </div>
  );
}
