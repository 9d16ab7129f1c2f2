"use client";

import { type Answers, NO_ANSWER } from "@/lib/domain/reviews/answers";
import type { OutgoingReview } from "@/lib/privacy/outgoing-review";
import { AnsweredQuestion } from "./answered-question";
import { type QuestionActs, QuestionBox, questionElementId } from "./question-box";

type ScorecardFormProps = Readonly<{
  review: OutgoingReview;
  answers: Answers;
  currentId: string | null;
  openNoteId: string | null;
  canAnswer: boolean;
  acts: QuestionActs;
}>;

/** The scorecard of a review, section by section. */
export function ScorecardForm(props: ScorecardFormProps) {
  const { review, answers, currentId, openNoteId } = props;
  const { card } = review;
  const count = card.sections.reduce((sum, { questions }) => sum + questions.length, 0);
  const firstOf = new Map<string, number>();
  let number = 1;
  for (const section of card.sections) {
    firstOf.set(section.id, number);
    number += section.questions.length;
  }
  return (
    <div className="flex flex-col gap-3">
      {card.description ? (
        <p className="whitespace-pre-line text-ink-soft">
          <bdi>{card.description}</bdi>
        </p>
      ) : null}
      {card.sections.map((section) => (
        <section key={section.id} aria-label={section.title} className="flex flex-col gap-1">
          <h3 className="font-medium text-ink-soft text-sm">
            <bdi>{section.title}</bdi>
          </h3>
          <div className="divide-y divide-line overflow-clip rounded-lg border border-line bg-surface">
            {section.questions.map((question, index) => {
              const own = {
                review,
                question,
                number: (firstOf.get(section.id) ?? 1) + index,
                answer: answers[question.id] ?? NO_ANSWER,
              };
              return props.canAnswer ? (
                <QuestionBox
                  key={question.id}
                  {...own}
                  count={count}
                  isCurrent={question.id === currentId}
                  isNoteOpen={question.id === openNoteId}
                  acts={props.acts}
                />
              ) : (
                <AnsweredQuestion
                  key={question.id}
                  {...own}
                  id={questionElementId(question.id)}
                  score={review.scores?.find(({ questionId }) => questionId === question.id)}
                  isAsked={question.id === currentId}
                />
              );
            })}
          </div>
        </section>
      ))}
    </div>
  );
}
