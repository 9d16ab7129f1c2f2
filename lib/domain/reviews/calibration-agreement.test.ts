import { describe, expect, test } from "vitest";
import { calibrationAgreement, type QuestionRatings } from "./calibration-agreement";

const given = (evaluatorId: string, percent: number | null) => ({
  evaluatorId,
  evaluatorName: `Name of ${evaluatorId}`,
  percent,
});
const said = (
  questionId: string,
  kind: QuestionRatings["kind"],
  ...values: (string | null)[]
): QuestionRatings => ({ scorecardId: "card", questionId, kind, values });

describe("agreement over calibrated calls", () => {
  test("tells of scores, and how each evaluator gives beside the others", () => {
    const { calls, alpha, evaluators } = calibrationAgreement(
      [
        [given("eva", 80), given("fay", 90), given("gus", null)],
        [given("eva", 40), given("fay", 60)],
        [given("gus", 10)],
      ],
      [],
    );
    expect(calls).toBe(2);
    // By hand: the pairs within calls differ by 10 and by 20, twice each: (2·10² + 2·20²) / 4 = 250.
    const values = [80, 90, 40, 60];
    const expected =
      values
        .flatMap((one) => values.map((other) => (one - other) ** 2))
        .reduce((sum, square) => sum + square, 0) / 12;
    expect(alpha).toBeCloseTo(1 - 250 / expected, 12);
    expect(evaluators).toEqual([
      { evaluatorId: "eva", evaluatorName: "Name of eva", calls: 2, meanDifference: -15 },
      { evaluatorId: "fay", evaluatorName: "Name of fay", calls: 2, meanDifference: 15 },
    ]);
  });

  test("tells of questions, the least alike first", () => {
    const { questions } = calibrationAgreement(
      [],
      [
        said("greeted", "yesNo", "yes", "yes", "yes"),
        said("greeted", "yesNo", "no", "no"),
        said("greeted", "yesNo", "yes", null),
        said("tone", "scale", "1", "2"),
        said("tone", "scale", "5", "5"),
        said("paused", "yesNo", "n/a", "yes"),
        said("paused", "yesNo", "no", "no"),
        said("words", "choice", "a", "a"),
      ],
    );
    expect(questions.map(({ questionId, calls, exact }) => [questionId, calls, exact])).toEqual([
      ["paused", 2, 0.5],
      ["tone", 2, 0.5],
      ["greeted", 2, 1],
      ["words", 1, 1],
    ]);
    const alphaOf = (id: string) => questions.find(({ questionId }) => questionId === id)?.alpha;
    expect(alphaOf("greeted")).toBe(1);
    // 1 and 2 lie near each other beside 5: more than half agreement, where being the same alone would count less.
    expect(alphaOf("tone")).toBeGreaterThan(0.7);
    expect(alphaOf("paused")).toBeCloseTo(0.4, 12);
    expect(alphaOf("words")).toBeNull();
  });

  test("what does not apply has no place on a scale, but is an answer of its own", () => {
    const { questions } = calibrationAgreement(
      [],
      [said("tone", "scale", "3", "n/a"), said("tone", "scale", "1", "1"), said("tone", "scale", "4", "4")],
    );
    expect(questions).toEqual([
      { scorecardId: "card", questionId: "tone", calls: 3, alpha: 1, exact: 2 / 3 },
    ]);
  });

  test("nothing is told of nothing", () => {
    expect(calibrationAgreement([], [])).toEqual({ calls: 0, alpha: null, questions: [], evaluators: [] });
  });
});
