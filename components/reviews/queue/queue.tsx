"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { usePreloadedPlayer } from "@/components/player/dock";
import { usePlayer } from "@/components/player/player-context";
import { usePreferences } from "@/components/shell/preferences";
import { useShortcuts } from "@/components/shell/use-shortcuts";
import { Button } from "@/components/ui/button";
import { Empty, Failure, Skeleton } from "@/components/ui/feedback";
import { queueOptions } from "@/lib/api-client/reviews";
import type { OutgoingReviewRow } from "@/lib/privacy/outgoing-review";
import { KeyHint } from "../key-hint";
import { SubmittedBar } from "../work/submitted-bar";
import { DoneReviews } from "./done-reviews";
import { QueueList } from "./queue-list";
import { waitingWords } from "./queue-words";

/** What the signed-in person has to score, the most pressing first, and what they have done. */
export function Queue() {
  const router = useRouter();
  const { zone } = usePreferences();
  const { openReview } = usePlayer();
  const queue = useInfiniteQuery(queueOptions());
  const waiting = queue.data?.pages.flatMap(({ reviews }) => reviews) ?? [];
  const totalCount = queue.data?.pages[0]?.totalCount ?? 0;
  const [first] = waiting;
  usePreloadedPlayer();

  const begin = ({ id, recording }: OutgoingReviewRow) => {
    // Somebody pressed a key for it: the sound may begin.
    if (!recording.gone) openReview(id);
    router.push(`/reviews/${id}`);
  };
  useShortcuts({ n: () => (first ? begin(first) : false) });

  return (
    <div className="mx-auto flex w-full max-w-5xl flex-col gap-4 px-3 py-4 sm:px-6 sm:py-5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="font-semibold text-xl tracking-tight">Your queue</h1>
        {queue.data ? (
          <p role="status" className="text-ink-soft">
            {waitingWords(waiting, totalCount, Date.now())}
          </p>
        ) : null}
        {first ? (
          <Button
            tone="primary"
            aria-keyshortcuts="n"
            title="Start next (N)"
            className="ml-auto"
            onClick={() => begin(first)}
          >
            <Play aria-hidden className="size-3.5" />
            {first.state === "started" ? "Go on with the next" : "Start next"}
            <KeyHint keys="N" />
          </Button>
        ) : null}
      </div>
      <SubmittedBar ofOther />
      {queue.isError ? (
        <Failure title="Your queue can't be shown">
          <p>{queue.error.message}</p>
          <Button className="mt-2" onClick={() => void queue.refetch()}>
            Try again
          </Button>
        </Failure>
      ) : null}
      {queue.isPending ? <RowSkeletons /> : null}
      {waiting.length > 0 ? <QueueList reviews={waiting} zone={zone} onBegin={begin} /> : null}
      {queue.hasNextPage ? (
        <Button
          className="self-start"
          disabled={queue.isFetchingNextPage}
          onClick={() => void queue.fetchNextPage()}
        >
          {queue.isFetchingNextPage ? "Loading…" : "Show more"}
        </Button>
      ) : null}
      {queue.data && waiting.length === 0 ? (
        <Empty title="Your queue is empty">
          <p>Calls that you are asked to review will be listed here, the most pressing first.</p>
        </Empty>
      ) : null}
      <DoneReviews zone={zone} />
    </div>
  );
}

function RowSkeletons() {
  return (
    <div className="flex flex-col gap-2">
      <Skeleton className="h-14" />
      <Skeleton className="h-14" />
      <Skeleton className="h-14" />
    </div>
  );
}
