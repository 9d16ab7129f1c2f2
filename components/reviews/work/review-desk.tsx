"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { usePlayer } from "@/components/player/player-context";
import { Section } from "@/components/recordings/details/section";
import { usePreferences } from "@/components/shell/preferences";
import { isSameCall } from "@/lib/domain/call-ref";
import type { OutgoingReview } from "@/lib/privacy/outgoing-review";
import { Agreement } from "./agreement";
import { answersIn } from "./answer-sheet";
import { CallEvents, CallFacts } from "./call-panel";
import { HiddenNotice } from "./hidden-notice";
import { History, ReasonNotice } from "./history";
import { ReviewTitle } from "./review-title";
import { summarise } from "./score-summary";
import { ScorecardForm } from "./scorecard-form";
import { useAnswers } from "./use-answers";
import { useScoring } from "./use-scoring";
import { useSubmission } from "./use-submission";
import { useWorkKeys } from "./use-work-keys";
import { WorkBar } from "./work-bar";

/** A moment that the address names. */
export type AskedPlace = Readonly<{ mediaKey: string | null; atMs: number | null; toMs: number | null }>;

type ReviewDeskProps = Readonly<{
  review: OutgoingReview;
  userId: string;
  asked: AskedPlace;
  /** A question that the address names. */
  askedQuestion: string | null;
}>;

/** One review being worked on, or read: the call it is of, and its scorecard. */
export function ReviewDesk({ review, userId, asked, askedQuestion }: ReviewDeskProps) {
  const { zone } = usePreferences();
  const heading = useRef<HTMLHeadingElement>(null);
  const [said, setSaid] = useState("");
  const { work, autosave } = useAnswers(review, userId);
  const answers = useMemo(() => answersIn(work.sheet), [work.sheet]);
  const canAnswer = review.can.includes("answer");
  const scoring = useScoring(review, autosave, canAnswer, setSaid);
  const submission = useSubmission(review, autosave);
  const summary = useMemo(() => summarise(review.card, answers), [review.card, answers]);
  useOpenedReview(review, asked);

  // The focus is outside React: who comes from another review hears which one this is.
  const { focus } = scoring;
  const first = useRef({ focus, askedQuestion });
  useEffect(() => {
    const { askedQuestion: question, focus: focusOn } = first.current;
    if (question === null) heading.current?.focus({ preventScroll: true });
    else focusOn(question);
  }, []);

  const submit = () => {
    if (!review.can.includes("submit") || submission.isSubmitting) return;
    const open = scoring.firstOpen();
    if (open === null) return submission.submit();
    scoring.focus(open);
    const left = summary.progress.total - summary.progress.done;
    setSaid(`Not submitted: ${left === 1 ? "one question is" : `${left} questions are`} not answered yet.`);
  };
  useWorkKeys({
    onSubmit: submit,
    onUndo: () => canAnswer && scoring.walk("undo"),
    onRedo: () => canAnswer && scoring.walk("redo"),
  });

  return (
    <div className="flex min-h-full flex-col">
      <div className="mx-auto flex w-full max-w-7xl flex-1 flex-col gap-3 px-3 py-3 sm:px-6">
        <ReviewTitle review={review} heading={heading} />
        <ReasonNotice review={review} />
        <HiddenNotice review={review} userId={userId} />
        {review.recording.gone ? (
          <p role="status" className="rounded bg-mask-soft px-3 py-2 text-warn">
            The call was deleted. What was answered stays; there is nothing to hear any more.
          </p>
        ) : null}
        <div className="grid items-start gap-x-6 gap-y-3 lg:grid-cols-[320px_minmax(0,1fr)]">
          <aside aria-label="Call" className="flex min-w-0 flex-col gap-3 lg:sticky lg:top-3">
            {review.note ? (
              <blockquote className="wrap-anywhere whitespace-pre-line rounded bg-accent-soft px-3 py-2">
                <bdi>{review.note}</bdi>
              </blockquote>
            ) : null}
            <CallFacts review={review} />
            {review.cut ? <CallEvents review={review} cut={review.cut} /> : null}
          </aside>
          <div className="flex min-w-0 flex-col gap-4">
            <ScorecardForm
              review={review}
              answers={answers}
              currentId={canAnswer ? scoring.currentId : askedQuestion}
              openNoteId={scoring.openNoteId}
              canAnswer={canAnswer}
              acts={scoring.acts}
            />
            {review.agreement ? (
              <Section level={2} title="Agreement">
                <Agreement review={review} agreement={review.agreement} />
              </Section>
            ) : null}
            {review.history.length > 2 ? (
              <Section level={2} title="History">
                <History review={review} zone={zone} />
              </Section>
            ) : null}
          </div>
        </div>
      </div>
      <WorkBar
        review={review}
        summary={summary}
        work={work}
        submission={submission}
        onSubmit={submit}
        onRetry={autosave.retry}
        onQuestion={scoring.focus}
      />
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
}

/** Opens the review in the player, unless that plays it already; at the moment that the address names, if it does. */
function useOpenedReview({ id, cut }: OutgoingReview, asked: AskedPlace): void {
  const { track, openReview } = usePlayer();
  const hasCut = cut !== undefined;
  const latest = useRef({ track, asked });
  useEffect(() => {
    latest.current = { track, asked };
  });
  // Outside this screen: the player. Who has closed it is not shown it again.
  useEffect(() => {
    if (!hasCut) return;
    const { mediaKey, atMs, toMs } = latest.current.asked;
    const isAsked = mediaKey !== null || atMs !== null;
    if (!isAsked && isSameCall(latest.current.track?.call ?? null, { kind: "review", id })) return;
    openReview(id, {
      ...(mediaKey === null ? {} : { mediaKey }),
      atMs: atMs ?? 0,
      toMs: atMs === null ? null : toMs,
      autoplay: false,
    });
  }, [id, hasCut, openReview]);
}
