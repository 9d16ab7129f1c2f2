"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { usePlayer } from "@/components/player/player-context";
import { actOnReview, keepReview, queueOptions } from "@/lib/api-client/reviews";
import { UNDO_MS } from "@/lib/domain/reviews/review";
import type { OutgoingReview } from "@/lib/privacy/outgoing-review";
import { percentWords, verdictWords } from "../list/review-words";
import { nextInQueue } from "../queue/next-in-queue";
import type { Autosave } from "./autosave";
import { tellSubmission, useLastSubmission } from "./last-submission";

export type Submission = Readonly<{
  submit: () => void;
  isSubmitting: boolean;
  /** Why it was not submitted, in words. */
  error: string | null;
  /** The review to go on with; null = none is left. */
  nextId: string | null;
  /** True while the queue is not known yet. */
  isQueuePending: boolean;
  goOn: () => void;
}>;

/** Submits the review in hand, and goes on to the next one: its sound begins if that of this one did. */
export function useSubmission(review: OutgoingReview, autosave: Autosave): Submission {
  const client = useQueryClient();
  const router = useRouter();
  const { placeNow, openReview } = usePlayer();
  const queue = useInfiniteQuery(queueOptions());
  const waiting = queue.data?.pages.flatMap(({ reviews }) => reviews) ?? [];
  const nextId = nextInQueue(waiting, review.id)?.id ?? null;

  const submit = useMutation({
    mutationFn: async () => {
      if (!(await autosave.flush())) throw new Error("The last answers are not saved yet.");
      return (await actOnReview(review.id, "submit")).review;
    },
    onSuccess: async (submitted) => {
      tellSubmission({
        reviewId: submitted.id,
        words: submittedWords(submitted),
        untilMs: Date.now() + UNDO_MS,
      });
      await keepReview(client, submitted);
    },
  });

  return {
    submit: () => submit.mutate(),
    isSubmitting: submit.isPending,
    error: submit.error?.message ?? null,
    nextId,
    isQueuePending: queue.isPending,
    goOn: () => {
      if (nextId === null) {
        router.push("/reviews");
        return;
      }
      openReview(nextId, { autoplay: placeNow()?.hasPlayed === true });
      router.push(`/reviews/${nextId}`);
    },
  };
}

/** `Submitted: 91 %, passed` */
function submittedWords({ score }: OutgoingReview): string {
  const percent = score?.percent === undefined ? null : percentWords(score.percent);
  const verdict = score ? (verdictWords(score)?.toLowerCase() ?? null) : null;
  const words = [percent, verdict].filter((one) => one !== null).join(", ");
  return words === "" ? "Submitted" : `Submitted: ${words}`;
}

/** Takes the last submission back, from whichever screen, and goes to its review. */
export function useUndoSubmission(): Readonly<{
  last: ReturnType<typeof useLastSubmission>;
  undo: () => void;
  isPending: boolean;
  error: string | null;
}> {
  const client = useQueryClient();
  const router = useRouter();
  const last = useLastSubmission();
  const undo = useMutation({
    mutationFn: async (reviewId: string) => (await actOnReview(reviewId, "undoSubmit")).review,
    onSuccess: async (review) => {
      tellSubmission(null);
      router.push(`/reviews/${review.id}`);
      await keepReview(client, review);
    },
  });
  return {
    last,
    undo: () => last && !undo.isPending && undo.mutate(last.reviewId),
    isPending: undo.isPending,
    error: undo.error?.message ?? null,
  };
}
