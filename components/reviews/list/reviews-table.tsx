"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { ClearValue } from "@/components/format/clear-value";
import { calendarDay, clockTime, position, readTime } from "@/components/format/time";
import { CallDirection } from "@/components/recordings/table/call-direction";
import { Badge } from "@/components/ui/feedback";
import type { OutgoingReviewRow } from "@/lib/privacy/outgoing-review";
import { ReviewActs } from "./review-acts";
import { calibrationWords, dueWords, stateWords } from "./review-words";
import { ScoreWords } from "./score-words";
import { SegmentButtons } from "./segment-buttons";

type Props = Readonly<{
  reviews: readonly OutgoingReviewRow[];
  zone: string;
  onAgent: (agentId: string) => void;
}>;

const COLUMNS = [
  ["Call", ""],
  ["Agent", "max-md:hidden"],
  ["Evaluator", "max-md:hidden"],
  ["Scorecard", "max-lg:hidden"],
  ["Due", "max-md:hidden"],
  ["State", "max-sm:hidden"],
  ["Score", "max-sm:hidden"],
] as const;

/** Assigned reviews, one a row. */
export function ReviewsTable({ reviews, zone, onAgent }: Props) {
  return (
    <section
      aria-label="Reviews"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
      tabIndex={0}
      className="overflow-x-auto rounded-lg border border-line bg-surface"
    >
      <table className="w-full text-left">
        <thead className="text-ink-faint text-sm">
          <tr>
            {COLUMNS.map(([title, className]) => (
              <th key={title} className={clsx("px-3 py-2 font-medium", className)}>
                {title}
              </th>
            ))}
            <th className="px-3 py-2">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {reviews.map((review) => (
            <ReviewRow key={review.id} review={review} zone={zone} onAgent={onAgent} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ReviewRow({
  review,
  zone,
  onAgent,
}: Readonly<{ review: OutgoingReviewRow; zone: string; onAgent: (agentId: string) => void }>) {
  const { agent, evaluator, scorecard, score } = review;
  const about = aboutWords(review, zone);
  return (
    <tr className="border-line border-t align-top hover:bg-canvas">
      <td className="px-3 py-1.5">
        <CallCell review={review} zone={zone} />
        <p className="text-ink-soft text-sm md:hidden">
          <ClearValue value={agent?.name} unknown="Unknown agent" />, by <bdi>{evaluator.name}</bdi>
          <span className="sm:hidden"> · {stateWords(review)}</span>
        </p>
        {score ? (
          <p className="sm:hidden">
            <ScoreWords score={score} />
          </p>
        ) : null}
        <p className="text-sm md:hidden">
          <Due review={review} zone={zone} />
        </p>
      </td>
      <td className="max-w-40 px-3 py-1.5 max-md:hidden">
        {agent ? (
          <button
            type="button"
            title="Only this agent's reviews"
            onClick={() => onAgent(agent.id)}
            className="block max-w-full truncate rounded text-left hover:underline"
          >
            <ClearValue value={agent.name} />
          </button>
        ) : (
          <span className="text-ink-faint">Unknown</span>
        )}
      </td>
      <td className="max-w-40 truncate px-3 py-1.5 max-md:hidden">
        <bdi>{evaluator.name}</bdi>
      </td>
      <td className="max-w-48 truncate px-3 py-1.5 text-ink-soft max-lg:hidden" title={scorecard.name}>
        <bdi>{scorecard.name}</bdi>
      </td>
      <td className="whitespace-nowrap px-3 py-1.5 max-md:hidden">
        <Due review={review} zone={zone} />
      </td>
      <td className="px-3 py-1.5 max-sm:hidden">
        {stateWords(review)}
        {review.calibration ? (
          <span className="block text-ink-soft text-sm">{calibrationWords(review.calibration)}</span>
        ) : null}
      </td>
      <td className="px-3 py-1.5 max-sm:hidden">
        {score ? <ScoreWords score={score} /> : <NoScore review={review} />}
      </td>
      <td className="px-1 py-0.5">
        <div className="flex items-center justify-end">
          {review.recording.gone || review.state === "withdrawn" ? null : (
            <SegmentButtons reviewId={review.id} recordingId={review.recording.id} about={about} />
          )}
          <ReviewActs review={review} about={about} />
        </div>
      </td>
    </tr>
  );
}

function CallCell({ review, zone }: Readonly<{ review: OutgoingReviewRow; zone: string }>) {
  const { recording } = review;
  return (
    <div className="flex min-w-0 flex-col">
      <span className="flex items-center gap-1.5 whitespace-nowrap">
        <CallDirection callType={recording.callType} />
        {review.state === "withdrawn" ? (
          <span>{callTime(review, zone)}</span>
        ) : (
          <Link
            href={`/reviews/${review.id}`}
            className="inline-flex min-h-6 items-center rounded font-medium text-accent hover:underline"
          >
            {callTime(review, zone)}
          </Link>
        )}
        <span className="text-ink-soft text-sm">{lengthWords(review)}</span>
      </span>
      {recording.gone ? (
        <span className="text-ink-soft text-sm">The call was deleted; its scores stay.</span>
      ) : (
        <span className="flex max-w-72 gap-1 text-ink-soft text-sm max-sm:max-w-48">
          <ClearValue value={recording.callerPhoneNumber} className="min-w-0" />
          <span aria-hidden>→</span>
          <ClearValue value={recording.dialedPhoneNumber} className="min-w-0" />
        </span>
      )}
    </div>
  );
}

/** What is still to be done in time; of what is done, when. */
function Due({ review, zone }: Readonly<{ review: OutgoingReviewRow; zone: string }>) {
  const nowMs = Date.now();
  const submittedMs = readTime(review.submittedTime);
  const dueMs = readTime(review.dueTime);
  const isOpen = review.state === "assigned" || review.state === "started" || review.state === "reopened";
  if (!isOpen && submittedMs !== null) {
    return <span className="text-ink-soft">Done {calendarDay(submittedMs, zone, nowMs)}</span>;
  }
  if (dueMs === null) return <span className="text-ink-faint">No date</span>;
  const words = dueWords(dueMs, zone, nowMs);
  return isOpen && dueMs < nowMs ? <Badge tone="danger">{words}</Badge> : <span>{words}</span>;
}

function NoScore({ review }: Readonly<{ review: OutgoingReviewRow }>) {
  const isHidden = review.calibration?.blind === true && review.submittedTime !== undefined;
  return <span className="text-ink-faint">{isHidden ? "Hidden until all are done" : "–"}</span>;
}

function callTime({ recording }: OutgoingReviewRow, zone: string): string {
  const ms = readTime(recording.startTime);
  return ms === null ? "No time known" : `${calendarDay(ms, zone, Date.now())}, ${clockTime(ms, zone)}`;
}

function lengthWords({ segmentCount, lengthMs }: OutgoingReviewRow): string {
  const length = lengthMs === undefined ? null : position(lengthMs);
  const parts = segmentCount > 1 ? `${segmentCount} parts` : null;
  return [parts, length].filter((words) => words !== null).join(", ");
}

/** One review in a few words, for buttons that stand once in every row. */
function aboutWords(review: OutgoingReviewRow, zone: string): string {
  return `${callTime(review, zone)}, scored by ${review.evaluator.name}`;
}
