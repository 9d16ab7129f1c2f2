import { clsx } from "clsx";
import { position } from "@/components/format/time";
import type { Moment } from "./marks";

/** The call as a list that can be read and jumped through. */
export function MomentsList({
  moments,
  onSeek,
}: Readonly<{ moments: readonly Moment[]; onSeek: (ms: number) => void }>) {
  if (moments.length === 0) return <p className="text-ink-soft">Nothing is noted in this call.</p>;
  return (
    <ol
      aria-label="Events in this call"
      className="flex max-h-40 flex-col overflow-auto rounded border border-line"
    >
      {moments.map((moment) => (
        <li key={moment.key} className="border-line border-b last:border-b-0">
          <button
            type="button"
            onClick={() => onSeek(moment.atMs)}
            className="flex w-full items-baseline gap-3 px-2 py-1 text-left hover:bg-canvas"
          >
            <span className="w-14 shrink-0 text-right text-ink-faint">{position(moment.atMs)}</span>
            <bdi
              className={clsx(
                "min-w-0 break-words",
                moment.kind === "mask" && "text-mask",
                moment.kind === "comment" && "text-accent",
              )}
            >
              {moment.words}
            </bdi>
          </button>
        </li>
      ))}
    </ol>
  );
}
