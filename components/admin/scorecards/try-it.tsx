import { useState } from "react";
import { QuestionField } from "@/components/reviews/question-fields";
import { Button } from "@/components/ui/button";
import { type Answers, answerTo, progressOf } from "@/lib/domain/reviews/answers";
import { type ReviewScore, scoreReview } from "@/lib/domain/reviews/scoring";
import type { Draft } from "./draft";
import { previewContent } from "./preview-content";
import { percentWords } from "./words";

/** The scorecard as an evaluator answers it, with the score as it comes about. Nothing of it is kept. */
export function TryIt({ draft }: Readonly<{ draft: Draft }>) {
  const [answers, setAnswers] = useState<Answers>({});
  const content = previewContent(draft);
  const score = scoreReview(content, answers);
  const { done, total } = progressOf(content, answers);
  return (
    <div className="flex flex-col gap-4">
      <div role="status" className="rounded border border-line bg-canvas px-3 py-2">
        <p className="font-semibold text-lg">{scoreWords(score)}</p>
        <p className="text-ink-soft text-sm">{verdictWords(score, content.passPercent)}</p>
        <p className="text-ink-faint text-sm">
          {done} of {total} answered
        </p>
      </div>
      {content.sections.map((section) => {
        const scored = score.sections.find(({ sectionId }) => sectionId === section.id);
        return (
          <section key={section.id} aria-label={section.title} className="flex flex-col gap-3">
            <h3 className="flex justify-between gap-2 border-line border-b pb-1 font-semibold">
              <bdi className="min-w-0 break-words">{section.title}</bdi>
              <span className="shrink-0 text-ink-soft">
                {scored && scored.percent !== null ? percentWords(scored.percent) : "–"}
              </span>
            </h3>
            {section.questions.map((question) => (
              <QuestionField
                key={question.id}
                question={question}
                answer={answerTo(answers, question.id)}
                onChange={(answer) => setAnswers((all) => ({ ...all, [question.id]: answer }))}
              />
            ))}
          </section>
        );
      })}
      <div>
        <Button size="small" onClick={() => setAnswers({})}>
          Clear the answers
        </Button>
      </div>
    </div>
  );
}

function scoreWords({ percent }: ReviewScore): string {
  return percent === null ? "No score yet" : percentWords(percent);
}

function verdictWords(score: ReviewScore, passPercent: number | null): string {
  if (score.isAutoFailed) {
    const earned = score.earnedPercent === null ? "" : ` It would be ${percentWords(score.earnedPercent)}.`;
    return `Failed by one answer.${earned}`;
  }
  if (score.percent === null) return "Nothing that counts has been answered.";
  if (passPercent === null) return "Scores are not judged.";
  return `${score.isPassed ? "Passed" : "Not passed"}: the pass mark is ${percentWords(passPercent)}`;
}
