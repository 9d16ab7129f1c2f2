import { position } from "@/components/format/time";
import { Failure, Skeleton } from "@/components/ui/feedback";
import type { NaturalSegment } from "@/lib/api-client/reviews";
import { isSamePart, type SegmentChoiceState } from "./use-segment-choice";

type Props = Readonly<{ choice: SegmentChoiceState; error: string | undefined }>;

const GROUPS = [
  ["mediaFile", "Media files"],
  ["agentTime", "One agent's time"],
] as const;

/** The parts of a call that suggest themselves: each media file, each agent's time on it. */
export function SegmentsField({ choice, error }: Props) {
  const { offered, failure, chosen, toggle } = choice;
  return (
    <fieldset className="flex flex-col gap-1" aria-describedby={error ? "segments-error" : undefined}>
      <legend className="mb-1 font-medium text-ink-soft text-sm">Parts of the call</legend>
      {offered === null && failure === null ? <Skeleton className="h-10" /> : null}
      {failure ? <Failure title="The parts can't be read">{failure}</Failure> : null}
      {offered?.length === 0 ? <p className="text-ink-soft">There is no audio to review yet.</p> : null}
      {GROUPS.map(([unit, title]) => {
        const own = offered?.filter((segment) => segment.unit === unit) ?? [];
        if (own.length === 0) return null;
        return (
          <div key={unit}>
            <p className="text-ink-faint text-sm">{title}</p>
            {own.map((segment, index) => (
              <label
                key={`${segment.mediaKey}-${segment.startMs}-${segment.name}`}
                className="flex min-h-7 items-center gap-2"
              >
                <input
                  type="checkbox"
                  checked={chosen.some((known) => isSamePart(known, segment))}
                  aria-invalid={error ? true : undefined}
                  onChange={(event) => toggle(segment, event.target.checked)}
                  className="size-4 shrink-0 accent-[var(--accent)]"
                />
                <bdi className="min-w-0 truncate">{partWords(segment, index, own.length)}</bdi>
                <span className="ml-auto shrink-0 text-ink-soft text-sm">{rangeWords(segment)}</span>
              </label>
            ))}
          </div>
        );
      })}
      <p className="text-ink-faint text-sm">
        Any other part: drag over it in the player, then “Assign for review…” there.
      </p>
      {error ? (
        <p id="segments-error" role="alert" className="text-danger text-sm">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

/** `Whole recording · Mo Ali`, `Part 2 · Mo Ali`; of an agent's time their name alone. */
function partWords({ unit, name }: NaturalSegment, index: number, count: number): string {
  if (unit === "agentTime") return name === "" ? "Unknown agent" : name;
  const part = count === 1 ? "Whole recording" : `Part ${index + 1}`;
  return name === "" ? part : `${part} · ${name}`;
}

function rangeWords({ startMs, endMs }: NaturalSegment): string {
  if (endMs === null) return startMs === 0 ? "length unknown" : `from ${position(startMs)}`;
  return `${position(startMs)}–${position(endMs)}`;
}
