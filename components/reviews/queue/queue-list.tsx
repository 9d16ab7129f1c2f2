"use client";

import { type KeyboardEvent, useRef, useState } from "react";
import { useShortcuts } from "@/components/shell/use-shortcuts";
import type { OutgoingReviewRow } from "@/lib/privacy/outgoing-review";
import { QueueRow } from "./queue-row";

type QueueListProps = Readonly<{
  reviews: readonly OutgoingReviewRow[];
  zone: string;
  onBegin: (review: OutgoingReviewRow) => void;
}>;

/** The reviews that wait: one stop of Tab, arrows from one to the other, Enter begins. */
export function QueueList({ reviews, zone, onBegin }: QueueListProps) {
  const list = useRef<HTMLOListElement>(null);
  const [picked, setPicked] = useState<string | null>(null);
  const current = reviews.find(({ id }) => id === picked) ?? reviews[0];

  const moveTo = (index: number) => {
    const to = reviews[Math.max(0, Math.min(reviews.length - 1, index))];
    if (!to) return;
    setPicked(to.id);
    list.current?.querySelector<HTMLElement>(`[data-review="${CSS.escape(to.id)}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !current) return;
    const at = reviews.indexOf(current);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: reviews.length - 1,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    moveTo(step);
  };
  // The first arrow finds the list from anywhere.
  const enter = () => moveTo(current ? reviews.indexOf(current) : 0);
  useShortcuts({ ArrowDown: enter, ArrowUp: enter });

  return (
    <ol
      ref={list}
      aria-label="To do"
      onKeyDown={onKeyDown}
      className="divide-y divide-line overflow-clip rounded-lg border border-line bg-surface"
    >
      {reviews.map((review) => (
        <QueueRow
          key={review.id}
          review={review}
          zone={zone}
          isCurrent={review === current}
          onFocus={() => setPicked(review.id)}
          onBegin={() => onBegin(review)}
        />
      ))}
    </ol>
  );
}
