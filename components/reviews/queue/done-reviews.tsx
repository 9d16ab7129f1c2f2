"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useId } from "react";
import { ClearValue } from "@/components/format/clear-value";
import { calendarDay, clockTime, readTime } from "@/components/format/time";
import { Button } from "@/components/ui/button";
import { Badge, Failure } from "@/components/ui/feedback";
import { reviewListOptions } from "@/lib/api-client/reviews";
import type { OutgoingReviewRow } from "@/lib/privacy/outgoing-review";
import { ScoreWords } from "../list/score-words";
import { callWords } from "../work/review-title";
import { LastReason } from "./last-reason";

const PAGE_SIZE = 20;

/** What the signed-in person has scored: disputed ones on top, then the newest. Nothing while there is nothing. */
export function DoneReviews({ zone }: Readonly<{ zone: string }>) {
  const id = useId();
  const disputed = useInfiniteQuery(reviewListOptions({ state: "disputed", mine: true, limit: PAGE_SIZE }));
  const submitted = useInfiniteQuery(reviewListOptions({ state: "submitted", mine: true, limit: PAGE_SIZE }));
  const rows = [disputed, submitted].flatMap(
    ({ data }) => data?.pages.flatMap(({ reviews }) => reviews) ?? [],
  );
  const error = disputed.error ?? submitted.error;
  if (error) return <Failure title="What you have done can't be shown">{error.message}</Failure>;
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <h2 id={id} className="font-semibold text-md">
        Done
      </h2>
      <ul className="divide-y divide-line overflow-clip rounded-lg border border-line bg-surface">
        {rows.map((review) => (
          <DoneRow key={review.id} review={review} zone={zone} />
        ))}
      </ul>
      {submitted.hasNextPage ? (
        <Button
          className="self-start"
          disabled={submitted.isFetchingNextPage}
          onClick={() => void submitted.fetchNextPage()}
        >
          {submitted.isFetchingNextPage ? "Loading…" : "Show more"}
        </Button>
      ) : null}
    </section>
  );
}

function DoneRow({ review, zone }: Readonly<{ review: OutgoingReviewRow; zone: string }>) {
  const { agent, scorecard, score, state } = review;
  const nowMs = Date.now();
  const submittedMs = readTime(review.submittedTime);
  return (
    <li className="grid gap-x-4 px-3 py-1.5 sm:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_12rem] sm:px-4">
      <span className="flex min-w-0 items-center gap-2">
        <Link href={`/reviews/${review.id}`} className="truncate rounded text-accent hover:underline">
          {callWords(review, zone, nowMs)}
        </Link>
        {agent ? <ClearValue value={agent.name} className="text-ink-soft text-sm" /> : null}
      </span>
      <span className="truncate text-ink-soft">
        <bdi>{scorecard.name}</bdi>
        {submittedMs === null
          ? ""
          : ` · ${calendarDay(submittedMs, zone, nowMs)}, ${clockTime(submittedMs, zone)}`}
      </span>
      <span className="flex items-center gap-2 sm:justify-end">
        {state === "disputed" ? <Badge tone="mask">Disputed</Badge> : null}
        {score ? <ScoreWords score={score} /> : null}
      </span>
      {state === "disputed" ? <LastReason reviewId={review.id} className="sm:col-span-3" /> : null}
    </li>
  );
}
