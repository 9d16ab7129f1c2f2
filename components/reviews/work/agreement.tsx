import { NO_ANSWER } from "@/lib/domain/reviews/answers";
import { questionsOf } from "@/lib/domain/reviews/scorecard";
import type { OutgoingAgreement, OutgoingReview } from "@/lib/privacy/outgoing-review";
import { percentWords } from "../list/review-words";
import { ScoreWords } from "../list/score-words";
import { answerWords } from "./scoring-keys";

type AgreementProps = Readonly<{ review: OutgoingReview; agreement: OutgoingAgreement }>;

/** How the others of a calibration have answered, once all of them have: where they differ first. */
export function Agreement({ review, agreement }: AgreementProps) {
  const { reviews, alpha, exact } = agreement;
  const rows = questionsOf(review.card)
    .filter(({ kind }) => kind !== "text")
    .map((question) => {
      const given = reviews.map(({ answers }) => answerWords(question, answers[question.id] ?? NO_ANSWER));
      return { question, given, differs: new Set(given).size > 1 };
    });
  const differing = rows.filter(({ differs }) => differs);
  return (
    <div className="flex flex-col gap-2">
      <p>
        {percentWords(exact * 100)} answered alike
        {alpha === undefined ? "" : `, Krippendorff’s alpha ${alpha.toFixed(2)}`}
      </p>
      <ul aria-label="Scores" className="flex flex-col gap-0.5">
        {reviews.map(({ id, evaluator, score }) => (
          <li key={id} className="flex justify-between gap-2">
            <bdi className="truncate">{evaluator.name}</bdi>
            <ScoreWords score={score} />
          </li>
        ))}
      </ul>
      {differing.length === 0 ? null : (
        <ul aria-label="Answers that differ" className="flex flex-col gap-1">
          {differing.map(({ question, given }) => (
            <li key={question.id} className="border-line border-t pt-1">
              <bdi>{question.text}</bdi>
              <span className="block text-ink-soft text-sm">
                {reviews.map(({ evaluator }, index) => `${evaluator.name}: ${given[index]}`).join(" · ")}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
