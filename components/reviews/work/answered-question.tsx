import { clsx } from "clsx";
import { TriangleAlert } from "lucide-react";
import type { Answer } from "@/lib/domain/reviews/answers";
import type { Question } from "@/lib/domain/reviews/scorecard";
import type { QuestionScore } from "@/lib/domain/reviews/scoring";
import type { OutgoingReview } from "@/lib/privacy/outgoing-review";
import { percentWords } from "../list/review-words";
import { MomentChips } from "./moment-chips";
import { answerWords } from "./scoring-keys";

type AnsweredQuestionProps = Readonly<{
  review: OutgoingReview;
  question: Question;
  number: number;
  answer: Answer;
  /** Absent = nothing is told of what it earned. */
  score: QuestionScore | undefined;
  isAsked: boolean;
  /** What takes the focus. */
  id: string;
}>;

/** One question as it was answered, to be read. */
export function AnsweredQuestion(props: AnsweredQuestionProps) {
  const { review, question, number, answer, score, isAsked, id } = props;
  const isText = question.kind === "text";
  const isGiven = answer.value !== null || answer.notApplicable;
  return (
    <article
      id={id}
      tabIndex={-1}
      aria-label={`Question ${number}: ${question.text}`}
      aria-current={isAsked ? "true" : undefined}
      className={clsx(
        "grid scroll-mt-16 scroll-mb-24 grid-cols-[24px_minmax(0,1fr)] gap-x-2 border-l-2 py-2 pr-3 pl-1 outline-none",
        "focus-visible:outline-2 focus-visible:outline-accent focus-visible:-outline-offset-2",
        isAsked ? "border-l-accent bg-canvas" : "border-l-transparent",
      )}
    >
      <span aria-hidden className="text-right text-ink-faint">
        {number}
      </span>
      <div className="flex min-w-0 flex-col gap-1">
        <div className={clsx("flex gap-x-4 gap-y-0.5", isText ? "flex-col" : "flex-wrap justify-between")}>
          <bdi className="text-ink-soft">{question.text}</bdi>
          <p
            className={clsx(
              "wrap-anywhere inline-flex items-center gap-1.5 whitespace-pre-line",
              !isGiven && "text-ink-faint",
              isGiven && !isText && "font-medium",
              score?.fails && "text-danger",
            )}
          >
            {score?.fails ? <TriangleAlert aria-hidden className="size-3.5" /> : null}
            <bdi>{answerWords(question, answer)}</bdi>
            {score?.fails ? " fails the review" : null}
            {score && score.share !== null && score.share < 1 && !score.fails ? (
              <span className="font-normal text-ink-faint text-sm">
                {percentWords(score.share * 100)} of its points
              </span>
            ) : null}
          </p>
        </div>
        <MomentChips review={review} about={`question ${number}`} moments={answer.moments} onRemove={null} />
        {answer.note === "" ? null : (
          <p className="wrap-anywhere whitespace-pre-line border-line border-l-2 pl-2">
            <span className="sr-only">Note: </span>
            <bdi>{answer.note}</bdi>
          </p>
        )}
      </div>
    </article>
  );
}
