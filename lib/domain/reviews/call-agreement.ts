import { exactShare, numericAlpha } from "./agreement";
import type { Answers } from "./answers";
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
  const said = counted.map(({ questionId }) =>
    all.map((answers) => {
      const answer = answers[questionId];
      return answer?.notApplicable
        ? "n/a"
        : answer?.value === undefined || answer.value === null
          ? null
          : String(answer.value);
    }),
  );
  return { alpha: numericAlpha(shares, "interval"), exact: exactShare(said) ?? 0 };
}
