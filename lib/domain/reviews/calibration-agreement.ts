import { differencesFromOthers, exactShare, nominalAlpha, numericAlpha } from "./agreement";
import type { Question } from "./scorecard";

/** What each evaluator of one calibrated call gave it; percent 0 to 100, null = nothing of it counts. */
export type CalibratedCall = readonly Readonly<{
  evaluatorId: string;
  evaluatorName: string;
  percent: number | null;
}>[];

/** What the evaluators of one call said to one question, in no order; null = nothing. */
export type QuestionRatings = Readonly<{
  scorecardId: string;
  questionId: string;
  kind: Question["kind"];
  values: readonly (string | null)[];
}>;

/** What stands for "does not apply" among values: no choice can have this id. */
export const NOT_APPLICABLE = "n/a";

export type CalibrationAgreement = Readonly<{
  calls: number;
  alpha: number | null;
  questions: readonly Readonly<{
    scorecardId: string;
    questionId: string;
    calls: number;
    alpha: number | null;
    exact: number;
  }>[];
  evaluators: readonly Readonly<{
    evaluatorId: string;
    evaluatorName: string;
    calls: number;
    meanDifference: number;
  }>[];
}>;

/**
 * How far evaluators agree over calls that several of them scored: in their scores, question by question (the least alike
 * first), and how each gives beside the others (in order of their ids). Calls and questions of one evaluator tell nothing.
 */
export function calibrationAgreement(
  calls: readonly CalibratedCall[],
  ratings: readonly QuestionRatings[],
): CalibrationAgreement {
  const shared = calls.filter(({ length }) => length > 1);
  return {
    calls: shared.length,
    alpha: numericAlpha(
      shared.map((scores) => scores.map(({ percent }) => percent)),
      "interval",
    ),
    questions: questionsOf(ratings),
    evaluators: evaluatorsOf(shared),
  };
}

function questionsOf(ratings: readonly QuestionRatings[]): CalibrationAgreement["questions"] {
  const byQuestion = new Map<string, QuestionRatings[]>();
  for (const one of ratings.filter(({ values }) => values.filter((value) => value !== null).length > 1)) {
    const key = `${one.scorecardId}\n${one.questionId}`;
    const own = byQuestion.get(key) ?? [];
    byQuestion.set(key, own);
    own.push(one);
  }
  return [...byQuestion.values()]
    .flatMap((own) => {
      const [first] = own;
      const exact = exactShare(own.map(({ values }) => values));
      if (!first || exact === null) return [];
      const { scorecardId, questionId } = first;
      return [{ scorecardId, questionId, calls: own.length, alpha: alphaOf(own), exact }];
    })
    .sort((a, b) => a.exact - b.exact || (a.questionId < b.questionId ? -1 : 1));
}

/** Steps of a scale are near or far from each other, and what does not apply has no place among them. */
function alphaOf(ratings: readonly QuestionRatings[]): number | null {
  if (!ratings.every(({ kind }) => kind === "scale"))
    return nominalAlpha(ratings.map(({ values }) => values));
  return numericAlpha(
    ratings.map(({ values }) =>
      values.map((value) => (value === null || value === NOT_APPLICABLE ? null : Number(value))),
    ),
    "ordinal",
  );
}

function evaluatorsOf(calls: readonly CalibratedCall[]): CalibrationAgreement["evaluators"] {
  const names = new Map(calls.flat().map(({ evaluatorId, evaluatorName }) => [evaluatorId, evaluatorName]));
  const differences = differencesFromOthers(
    calls.map((scores) =>
      scores.flatMap(({ evaluatorId, percent }) =>
        percent === null ? [] : [{ rater: evaluatorId, value: percent }],
      ),
    ),
  );
  return [...differences]
    .map(([evaluatorId, { units, meanDifference }]) => ({
      evaluatorId,
      evaluatorName: names.get(evaluatorId) ?? "",
      calls: units,
      meanDifference,
    }))
    .sort((a, b) => (a.evaluatorId < b.evaluatorId ? -1 : 1));
}
