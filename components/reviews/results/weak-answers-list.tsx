"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import Link from "next/link";
import { ClearValue } from "@/components/format/clear-value";
import { calendarDay, readTime, spokenPosition } from "@/components/format/time";
import { spanWords } from "@/components/player/marks";
import { usePlayer } from "@/components/player/player-context";
import { usePreferences } from "@/components/shell/preferences";
import { Button } from "@/components/ui/button";
import { Badge, Failure, Skeleton } from "@/components/ui/feedback";
import type { ResultsRequest } from "@/lib/api-client/review-results";
import { weakAnswersOptions } from "@/lib/api-client/weak-answers";
import type { QuestionResult } from "@/lib/domain/reviews/results";
import type { OutgoingPlace, OutgoingWeakAnswer } from "@/lib/privacy/outgoing-review";
import { answerWords } from "../work/scoring-keys";

/** The reviews in which a question cost points, the worst first, each with the moments its answer was bound to. */
export function WeakAnswersList({
  question,
  request,
}: Readonly<{ question: QuestionResult; request: ResultsRequest }>) {
  const { zone } = usePreferences();
  const list = useInfiniteQuery(weakAnswersOptions(request, question));
  const answers = list.data?.pages.flatMap((page) => page.answers) ?? [];
  if (list.isPending) return <Skeleton className="h-16" />;
  if (list.isError) return <Failure title="These reviews can't be shown">{list.error.message}</Failure>;
  if (answers.length === 0) return <p className="text-ink-soft">Nobody lost points here.</p>;
  return (
    <>
      <ul aria-label={`Where points were lost: ${question.text}`} className="flex flex-col">
        {answers.map((weak) => (
          <WeakAnswer key={weak.review.id} weak={weak} zone={zone} />
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button
          size="small"
          className="mt-1"
          disabled={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
    </>
  );
}

function WeakAnswer({ weak, zone }: Readonly<{ weak: OutgoingWeakAnswer; zone: string }>) {
  const { review, question, answer, fails, places } = weak;
  const submittedMs = readTime(review.submittedTime);
  return (
    <li className="flex flex-col gap-0.5 border-line border-t py-1.5 first:border-t-0">
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="font-medium">
          <bdi>{answerWords(question, answer)}</bdi>
        </span>
        {fails ? <Badge tone="danger">Auto-fail</Badge> : null}
        <ClearValue value={review.agent?.name} unknown="Unknown agent" className="max-w-40" />
        <span className="text-ink-soft text-sm">
          scored by <bdi>{review.evaluator.name}</bdi>
          {submittedMs === null ? "" : `, ${calendarDay(submittedMs, zone, Date.now())}`}
        </span>
        <Link
          href={`/reviews/${review.id}`}
          className="ml-auto inline-flex min-h-6 items-center rounded text-accent hover:underline"
        >
          Review
        </Link>
      </p>
      {answer.note === "" ? null : (
        <p className="text-ink-soft">
          <bdi>{answer.note}</bdi>
        </p>
      )}
      <Places recordingId={review.recording.id} places={places} isGone={review.recording.gone === true} />
    </li>
  );
}

function Places({
  recordingId,
  places,
  isGone,
}: Readonly<{ recordingId: string; places: readonly OutgoingPlace[]; isGone: boolean }>) {
  const { open } = usePlayer();
  if (isGone) return <p className="text-ink-faint text-sm">The call was deleted.</p>;
  if (places.length === 0) return <p className="text-ink-faint text-sm">Bound to no moment.</p>;
  return (
    <p className="flex flex-wrap gap-1">
      {places.map(({ mediaKey, startMs, endMs }) => (
        <Button
          key={`${mediaKey}-${startMs}`}
          size="small"
          aria-label={`Play the moment at ${spokenPosition(startMs)}`}
          onClick={() => open(recordingId, { mediaKey, atMs: startMs, toMs: endMs ?? null })}
        >
          <Play aria-hidden className="size-3" /> {spanWords(startMs, endMs ?? null)}
        </Button>
      ))}
    </p>
  );
}
