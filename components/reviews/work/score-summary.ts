import { type Answers, progressOf } from "@/lib/domain/reviews/answers";
import { questionsOf, type ScorecardContent } from "@/lib/domain/reviews/scorecard";
import { scoreReview } from "@/lib/domain/reviews/scoring";
import { percentWords } from "../list/review-words";

export type ScoreSummary = Readonly<{
  progress: Readonly<{ done: number; total: number }>;
  /** `So far 83.3 %`, `91 %`; empty = nothing counts yet. */
  words: string;
  /** What the scorecard says to it, once that is certain. */
  verdict: Readonly<{ isPassed: boolean; words: string }> | null;
  /** The questions whose answers fail the review by themselves. */
  failing: readonly Readonly<{ id: string; text: string }>[];
}>;

/** The score as it stands while it is being made: what it is so far, and what fails it. */
export function summarise(
  card: Pick<ScorecardContent, "sections" | "passPercent">,
  answers: Answers,
): ScoreSummary {
  const score = scoreReview(card, answers);
  const progress = progressOf(card, answers);
  const isWhole = progress.done === progress.total;
  const fails = new Set(score.questions.flatMap(({ questionId, fails }) => (fails ? [questionId] : [])));
  const failing = questionsOf(card).flatMap(({ id, text }) => (fails.has(id) ? [{ id, text }] : []));
  return {
    progress,
    words: wordsOf(score.percent, score.isAutoFailed ? score.earnedPercent : null, isWhole),
    verdict: verdictOf(card, score.isAutoFailed, score.isPassed, isWhole),
    failing,
  };
}

function wordsOf(percent: number | null, withoutFailing: number | null, isWhole: boolean): string {
  if (percent === null) return "";
  if (withoutFailing !== null) return `${percentWords(percent)} instead of ${percentWords(withoutFailing)}`;
  return isWhole ? percentWords(percent) : `So far ${percentWords(percent)}`;
}

function verdictOf(
  { passPercent }: Pick<ScorecardContent, "passPercent">,
  isAutoFailed: boolean,
  isPassed: boolean | null,
  isWhole: boolean,
): ScoreSummary["verdict"] {
  if (isAutoFailed) return { isPassed: false, words: "Fails" };
  if (!isWhole || isPassed === null || passPercent === null) return null;
  return isPassed
    ? { isPassed, words: "Passes" }
    : { isPassed, words: `Does not pass: ${percentWords(passPercent)} needed` };
}
