import { clsx } from "clsx";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import type { Ref } from "react";
import { calendarDay, clockTime, position, readTime } from "@/components/format/time";
import { callTypeWords } from "@/components/format/words";
import { usePreferences } from "@/components/shell/preferences";
import { Badge } from "@/components/ui/feedback";
import type { OutgoingReview, OutgoingReviewRow } from "@/lib/privacy/outgoing-review";
import { calibrationWords, dueWords } from "../list/review-words";

/** `Mon 16 Nov, 14:31 · Inbound · 6:12` */
export function callWords({ recording, lengthMs }: OutgoingReviewRow, zone: string, nowMs: number): string {
  const startMs = readTime(recording.startTime);
  return [
    startMs === null ? "No time known" : `${calendarDay(startMs, zone, nowMs)}, ${clockTime(startMs, zone)}`,
    callTypeWords(recording.callType),
    lengthMs === undefined ? null : position(lengthMs),
  ]
    .filter((part) => part !== null)
    .join(" · ");
}

type ReviewTitleProps = Readonly<{ review: OutgoingReview; heading: Ref<HTMLHeadingElement> }>;

/** Which review this is, how pressing it is, and the way back. */
export function ReviewTitle({ review, heading }: ReviewTitleProps) {
  const { zone } = usePreferences();
  const nowMs = Date.now();
  const dueMs = readTime(review.dueTime);
  const isOpen = review.submittedTime === undefined || review.state === "reopened";
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Link href="/reviews" className="inline-flex items-center gap-1 rounded text-ink-soft hover:text-ink">
        <ArrowLeft aria-hidden className="size-4" />
        Reviews
      </Link>
      <h1 ref={heading} tabIndex={-1} className="min-w-0 font-semibold text-lg outline-none">
        <span className="sr-only">Review: </span>
        {callWords(review, zone, nowMs)}
        {review.agent ? (
          <>
            {" "}
            · <bdi>{review.agent.name}</bdi>
          </>
        ) : null}
      </h1>
      {isOpen && dueMs !== null ? (
        <span className={clsx("text-sm", dueMs < nowMs ? "font-medium text-danger" : "text-ink-soft")}>
          {dueWords(dueMs, zone, nowMs)}
        </span>
      ) : null}
      {review.calibration ? <Badge tone="accent">{calibrationWords(review.calibration)}</Badge> : null}
    </div>
  );
}
