"use client";

import { useEffect, useRef } from "react";
import { useShortcuts } from "@/components/shell/use-shortcuts";
import { Button } from "@/components/ui/button";
import type { OutgoingReview } from "@/lib/privacy/outgoing-review";
import { KeyHint } from "../key-hint";
import { ReviewActs } from "../list/review-acts";
import { ScoreWords } from "../list/score-words";
import type { Work } from "./autosave";
import { useLastSubmission } from "./last-submission";
import { SaveStatus } from "./save-status";
import { ScoreLine } from "./score-line";
import type { ScoreSummary } from "./score-summary";
import { SubmittedBar } from "./submitted-bar";
import type { Submission } from "./use-submission";

type WorkBarProps = Readonly<{
  review: OutgoingReview;
  summary: ScoreSummary;
  work: Work;
  submission: Submission;
  onSubmit: () => void;
  onRetry: () => void;
  onQuestion: (questionId: string) => void;
}>;

/** At the foot of a review: how far it is, and the way on. */
export function WorkBar(props: WorkBarProps) {
  const { review, submission } = props;
  const canAnswer = review.can.includes("answer");
  return (
    <div className="sticky bottom-0 z-10 border-line border-t bg-surface">
      <div className="mx-auto flex w-full max-w-7xl flex-col gap-1.5 px-3 py-2 sm:px-6">
        {submission.error === null ? null : (
          <p role="alert" className="text-danger">
            Not submitted: {submission.error}
          </p>
        )}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
          {canAnswer ? <Answering {...props} /> : <Answered {...props} />}
        </div>
      </div>
    </div>
  );
}

function Answering({ review, summary, work, submission, onSubmit, onRetry, onQuestion }: WorkBarProps) {
  const last = useLastSubmission();
  return (
    <>
      <ScoreLine summary={summary} passPercent={review.card.passPercent} onQuestion={onQuestion} />
      {/* Not while this one is on its way: an undo pressed now would mean it, and take back the one before. */}
      {last === null || submission.isSubmitting ? null : (
        <SubmittedBar ofOther={last.reviewId !== review.id} />
      )}
      <SaveStatus save={work.save} onRetry={onRetry} />
      <Button
        tone="primary"
        aria-keyshortcuts="Control+Enter"
        title="Submit (Ctrl and Enter)"
        aria-disabled={submission.isSubmitting}
        onClick={onSubmit}
      >
        {submission.isSubmitting ? "Submitting…" : "Submit"}
        <KeyHint keys="Ctrl ↵" />
      </Button>
    </>
  );
}

function Answered({ review, submission, work, onRetry }: WorkBarProps) {
  const last = useLastSubmission();
  const isJust = last?.reviewId === review.id;
  const onward = useRef<HTMLButtonElement>(null);
  useShortcuts({ n: () => (isJust ? submission.goOn() : false) });
  const isKnown = !submission.isQueuePending;
  // The focus is outside React: what was pressed to submit is gone, and Enter goes on.
  useEffect(() => {
    if (isJust && isKnown) onward.current?.focus();
  }, [isJust, isKnown]);
  return (
    <>
      <div className="flex flex-1 flex-wrap items-center gap-2">
        <SubmittedBar ofOther={!isJust} />
        {review.score && !isJust ? <ScoreWords score={review.score} /> : null}
        <ReviewActs review={review} about={`scored by ${review.evaluator.name}`} />
      </div>
      {work.save.kind === "saved" ? null : <SaveStatus save={work.save} onRetry={onRetry} />}
      {isJust && isKnown ? (
        <Button
          ref={onward}
          tone="primary"
          aria-keyshortcuts="Enter n"
          title="Enter, or N"
          onClick={submission.goOn}
        >
          {submission.nextId === null ? "That was the last one: to the queue" : "Next review"}
          <KeyHint keys="↵" />
        </Button>
      ) : null}
    </>
  );
}
