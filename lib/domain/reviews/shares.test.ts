import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryCard, mapQuestions, valuesOf } from "@/lib/testing/arbitrary-scorecards";
import { STORED_SCORECARD } from "@/lib/testing/scorecard";
import { NO_ANSWER } from "./answers";
import { questionsOf } from "./scorecard";
import { scoreReview } from "./scoring";
import { sharesOf } from "./shares";

test("they are what a score weighs by once everything is answered", () => {
  fc.assert(
    fc.property(arbitraryCard, (card) => {
      const answers = Object.fromEntries(
        questionsOf(card).map((question) => [
          question.id,
          { ...NO_ANSWER, value: valuesOf(question)[0] ?? null },
        ]),
      );
      const { questions, sections } = scoreReview(card, answers);
      const shares = sharesOf(card);
      for (const { questionId, weight } of questions)
        expect(shares.questions.get(questionId)).toBeCloseTo(weight, 9);
      for (const { sectionId, weight } of sections)
        expect(shares.sections.get(sectionId)).toBeCloseTo(weight, 9);
    }),
  );
});

test("a weight that is no number yet counts as 0", () => {
  const draft = mapQuestions(STORED_SCORECARD, (question) =>
    question.id === "greeting" ? { ...question, weight: Number.NaN } : question,
  );
  const { questions, sections } = sharesOf(draft);
  expect([questions.get("greeting"), questions.get("tone"), sections.get("opening")]).toEqual([
    0, 0.25, 0.25,
  ]);
});
