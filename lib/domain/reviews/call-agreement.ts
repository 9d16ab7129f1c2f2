import { exactShare, numericAlpha } from "./agreement";
import { type Answers, answerTo } from "./answers";
import { NOT_APPLICABLE } from "./calibration-agreement";
import type { ScorecardContent } from "./scorecard";
import { scoreReview } from "./scoring";

/**
 * How far evaluators agree who scored the same parts by the same scorecard: Krippendorff's alpha of the points that
 * each question earned, interval metric (null = can't be told), and the share of questions that all answered alike.
 */
export function agreementOfCall(
  content: Pick<ScorecardContent, "sections" | "passPercent">,
  all: readonly Answers[],
): Readonly<{ alpha: number | null; exact: number }> {
  const scores = all.map((answers) => scoreReview(content, answers).questions);
  const counted = (scores[0] ?? []).filter(({ kind }) => kind !== "text");
  const shares = counted.map(({ questionId }) =>
    scores.map((own) => own.find((one) => one.questionId === questionId)?.share ?? null),
  );
  const said = counted.map(({ questionId }) => all.map((answers) => saidTo(answers, questionId)));
  return { alpha: numericAlpha(shares, "interval"), exact: exactShare(said) ?? 0 };
}

function saidTo(answers: Answers, questionId: string): string | null {
  const { value, notApplicable } = answerTo(answers, questionId);
  if (notApplicable) return NOT_APPLICABLE;
  return value === null ? null : String(value);
}
