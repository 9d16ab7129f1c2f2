import { expect, test } from "vitest";
import { type Answers, NO_ANSWER } from "./answers";
import { agreementOfCall } from "./call-agreement";
import { ScorecardContentSchema } from "./scorecard";

const CARD = ScorecardContentSchema.parse({
  name: "Card",
  sections: [
    {
      id: "s",
      title: "S",
      questions: [
        { kind: "yesNo", id: "one", text: "One", allowsNotApplicable: true },
        { kind: "scale", id: "two", text: "Two" },
        { kind: "text", id: "words", text: "Words" },
      ],
    },
  ],
});
const said = (one: string | null, two: number | null, words = ""): Answers => ({
  one: { ...NO_ANSWER, value: one, notApplicable: one === null },
  two: { ...NO_ANSWER, value: two },
  words: { ...NO_ANSWER, value: words },
});

test("who says the same agrees wholly, whatever was written beside it", () => {
  expect(agreementOfCall(CARD, [said("yes", 2, "a"), said("yes", 2, "b")])).toEqual({ alpha: 1, exact: 1 });
});

test("agreement is of what was asked of both; not applicable is an answer", () => {
  expect(agreementOfCall(CARD, [said(null, 3), said(null, 4)]).exact).toBe(0.5);
  expect(agreementOfCall(CARD, [said(null, 3), said("yes", 3)]).exact).toBe(0.5);
  const apart = agreementOfCall(CARD, [said("yes", 1), said("no", 5)]);
  expect(apart.exact).toBe(0);
  expect(apart.alpha).toBeLessThan(0);
});

test("of one evaluator, or where all said the best of everything, there is nothing to tell", () => {
  expect(agreementOfCall(CARD, [said("yes", 2)])).toEqual({ alpha: null, exact: 0 });
  expect(agreementOfCall(CARD, [said("yes", 5), said("yes", 5)])).toEqual({ alpha: null, exact: 1 });
});
