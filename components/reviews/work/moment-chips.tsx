"use client";

import { X } from "lucide-react";
import { spokenPosition } from "@/components/format/time";
import { spanWords } from "@/components/player/marks";
import { usePlayer } from "@/components/player/player-context";
import type { Moment } from "@/lib/domain/reviews/answers";
import type { OutgoingReview } from "@/lib/privacy/outgoing-review";

type MomentChipsProps = Readonly<{
  review: Pick<OutgoingReview, "id" | "segments" | "cut">;
  /** What they are of, for screen readers. */
  about: string;
  moments: readonly Moment[];
  /** Null = they stay. */
  onRemove: ((index: number) => void) | null;
}>;

/** The moments of the call that an answer rests on: each goes there when it is pressed. */
export function MomentChips({ review, about, moments, onRemove }: MomentChipsProps) {
  const { openReview } = usePlayer();
  if (moments.length === 0) return null;
  return (
    <ul aria-label={`Moments of ${about}`} className="flex flex-wrap gap-1">
      {moments.map((moment, index) => {
        const words = momentWords(moment, review.segments.length);
        const mediaKey = review.segments.find(({ n }) => n === moment.segment)?.mediaKey;
        const canHear = review.cut !== undefined && mediaKey !== undefined;
        return (
          <li
            key={`${moment.segment}-${moment.startMs}-${moment.endMs ?? ""}`}
            className="flex h-6 items-center rounded bg-accent-soft text-accent text-sm"
          >
            <button
              type="button"
              disabled={!canHear}
              aria-label={`Play at ${spokenPosition(moment.startMs)}`}
              onClick={() =>
                mediaKey !== undefined &&
                openReview(review.id, { mediaKey, atMs: moment.startMs, toMs: moment.endMs ?? null })
              }
              className="h-6 rounded px-1.5 underline-offset-2 hover:underline"
            >
              {words}
            </button>
            {onRemove ? (
              <button
                type="button"
                aria-label={`Remove ${words}`}
                onClick={() => onRemove(index)}
                className="grid size-6 place-items-center rounded hover:bg-surface"
              >
                <X aria-hidden className="size-3" />
              </button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

/** `at 0:42`, `at 0:42–0:50`, `part 2, 0:42` */
export function momentWords({ segment, startMs, endMs }: Moment, segmentCount: number): string {
  const words = spanWords(startMs, endMs ?? null);
  return segmentCount > 1 ? `part ${segment}, ${words}` : `at ${words}`;
}
