import { clsx } from "clsx";
import { ClearValue } from "@/components/format/clear-value";
import { readTime } from "@/components/format/time";
import { CallDirection } from "@/components/recordings/table/call-direction";
import { Badge } from "@/components/ui/feedback";
import type { OutgoingReviewRow } from "@/lib/privacy/outgoing-review";
import { calibrationWords, dueWords } from "../list/review-words";
import { callWords } from "../work/review-title";
import { ShareOfCard } from "../work/share-of-card";
import { LastReason } from "./last-reason";
import { isOverdue } from "./queue-words";

type QueueRowProps = Readonly<{
  review: OutgoingReviewRow;
  zone: string;
  isCurrent: boolean;
  onFocus: () => void;
  onBegin: () => void;
}>;

/** One review that waits. The whole row begins it. */
export function QueueRow({ review, zone, isCurrent, onFocus, onBegin }: QueueRowProps) {
  const { recording, agent, scorecard, note, assignedBy, calibration, state } = review;
  const nowMs = Date.now();
  const dueMs = readTime(review.dueTime);
  return (
    <li>
      <button
        type="button"
        data-review={review.id}
        tabIndex={isCurrent ? 0 : -1}
        onFocus={onFocus}
        onClick={onBegin}
        className="grid w-full grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 px-3 py-2 text-left -outline-offset-2 hover:bg-canvas focus-visible:bg-canvas sm:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_12rem] sm:px-4"
      >
        <span className="flex min-w-0 items-center gap-1.5">
          <CallDirection callType={recording.callType} />
          <span className="truncate font-medium">{callWords(review, zone, nowMs)}</span>
        </span>
        <span className="truncate max-sm:order-2">
          <bdi>{scorecard.name}</bdi>
        </span>
        <span
          className={clsx(
            "text-right max-sm:order-1",
            isOverdue(review, nowMs) ? "font-medium text-danger" : "text-ink-soft",
          )}
        >
          {dueMs === null ? "No due date" : dueWords(dueMs, zone, nowMs)}
        </span>
        <span className="flex min-w-0 flex-wrap gap-x-2 text-ink-soft text-sm max-sm:order-4 max-sm:col-span-2">
          {agent ? <ClearValue value={agent.name} className="max-w-40" /> : null}
          <span className="flex min-w-0 gap-1">
            <ClearValue value={recording.callerPhoneNumber} className="min-w-0" />
            <span aria-hidden>→</span>
            <span className="sr-only">to</span>
            <ClearValue value={recording.dialedPhoneNumber} className="min-w-0" />
          </span>
          {review.segmentCount > 1 ? <span>{review.segmentCount} parts</span> : null}
          {recording.gone ? <span className="text-warn">the call was deleted</span> : null}
        </span>
        <span className="flex min-w-0 flex-wrap items-center gap-1.5 text-sm max-sm:order-5 max-sm:col-span-2 max-sm:empty:hidden">
          {state === "reopened" ? <Badge tone="mask">Reopened</Badge> : null}
          {calibration ? <Badge tone="accent">{calibrationWords(calibration)}</Badge> : null}
        </span>
        <span className="text-right max-sm:order-3">
          <ShareOfCard progress={review.progress} />
        </span>
        {note ? (
          <span className="wrap-anywhere col-span-full text-ink-soft text-sm max-sm:order-6">
            {assignedBy ? (
              <>
                <bdi>{assignedBy}</bdi>:{" "}
              </>
            ) : null}
            <bdi>“{note}”</bdi>
          </span>
        ) : null}
        {state === "reopened" ? (
          <LastReason reviewId={review.id} className="col-span-full max-sm:order-7" />
        ) : null}
      </button>
    </li>
  );
}
