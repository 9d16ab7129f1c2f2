import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AnsweredCard,
  answeredCard,
  arbitraryCard,
  mapQuestions,
  valuesOf,
  withoutFails,
} from "@/lib/testing/arbitrary-scorecards";
import { STORED_SCORECARD } from "@/lib/testing/scorecard";
import { type Answers, NO_ANSWER } from "./answers";
import { type Question, questionsOf } from "./scorecard";
import { scoreReview } from "./scoring";

const value = (given: string | number) => ({ ...NO_ANSWER, value: given });
const NOT_APPLICABLE = { ...NO_ANSWER, notApplicable: true };
const holds = (property: (answered: AnsweredCard) => void) =>
  fc.assert(fc.property(answeredCard, property), { numRuns: 300 });
/** Far below any difference that a question can make, far above the last bits of sums. */
const HAIR = 1e-6;

function weightOf(question: Question): number {
  return question.kind === "text" ? 0 : question.weight;
}

describe("of every scorecard and all answers", () => {
  test("a score lies from 0 to 100, and so does each section's", () => {
    holds(({ card, answers }) => {
      const { percent, earnedPercent, sections } = scoreReview(card, answers);
      for (const one of [percent, earnedPercent, ...sections.map((section) => section.percent)]) {
        if (one === null) continue;
        expect(one).toBeGreaterThanOrEqual(0);
        expect(one).toBeLessThanOrEqual(100);
      }
    });
  });

  test("it is the sum of the questions' shares by their weights, which make up 1", () => {
    holds(({ card, answers }) => {
      const { earnedPercent, questions, sections } = scoreReview(card, answers);
      const sum = questions.reduce((all, { share, weight }) => all + (share ?? 0) * weight, 0);
      const weights = questions.reduce((all, { weight }) => all + weight, 0);
      expect(sum * 100).toBeCloseTo(earnedPercent ?? 0, 6);
      expect(weights).toBeCloseTo(earnedPercent === null ? 0 : 1, 9);
      const ofSections = sections.reduce((all, { percent, weight }) => all + (percent ?? 0) * weight, 0);
      expect(ofSections).toBeCloseTo(earnedPercent ?? 0, 6);
      for (const { share, weight } of questions) expect(share === null).toBe(weight === 0);
    });
  });

  test("a better answer never lowers it", () => {
    fc.assert(
      fc.property(answeredCard, fc.nat(), fc.nat(), ({ card: any, answers }, which, step) => {
        const card = withoutFails(any);
        const asked = questionsOf(card);
        const question = asked[which % asked.length];
        if (!question) return;
        const [values, last] = [valuesOf(question), valuesOf(question).length - 1];
        const worse = values[step % Math.max(1, last)] ?? "";
        const scored = (one: string | number) =>
          scoreReview(card, { ...answers, [question.id]: value(one) }).percent ?? 0;
        let before = scored(worse);
        for (const better of values.slice(values.indexOf(worse) + 1)) {
          const now = scored(better);
          expect(now).toBeGreaterThanOrEqual(before - HAIR);
          before = now;
        }
      }),
      { numRuns: 300 },
    );
  });

  test("what does not apply is as if it had never been asked", () => {
    fc.assert(
      fc.property(answeredCard, fc.nat(), ({ card: any, answers }, which) => {
        const card = mapQuestions(any, (question) => ({ ...question, allowsNotApplicable: true }));
        const asked = questionsOf(card);
        const id = asked[which % asked.length]?.id ?? "";
        const told = scoreReview(card, { ...answers, [id]: NOT_APPLICABLE });
        const { [id]: _left, ...others } = answers;
        const sections = card.sections
          .map((section) => ({ ...section, questions: section.questions.filter((one) => one.id !== id) }))
          .filter(({ questions }) => questions.length > 0);
        const never = scoreReview({ ...card, sections }, others);
        expect([told.percent, told.isPassed, told.isAutoFailed]).toEqual([
          never.percent,
          never.isPassed,
          never.isAutoFailed,
        ]);
        expect(told.questions.find(({ questionId }) => questionId === id)).toMatchObject({
          share: null,
          weight: 0,
          notApplicable: true,
          fails: false,
        });
      }),
      { numRuns: 300 },
    );
  });

  test("a question of weight 0 changes it by failing the review alone", () => {
    fc.assert(
      fc.property(answeredCard, fc.nat(), fc.nat(), ({ card: any, answers }, which, step) => {
        const asked = questionsOf(any);
        const id = asked[which % asked.length]?.id ?? "";
        const card = mapQuestions(any, (question) =>
          question.id === id && question.kind !== "text" ? { ...question, weight: 0 } : question,
        );
        const question = questionsOf(card).find((one) => one.id === id);
        if (!question) return;
        const values = valuesOf(question);
        const given = { ...answers, [id]: value(values[step % values.length] ?? "") };
        const { [id]: _left, ...without } = answers;
        expect(scoreReview(card, given).earnedPercent).toBe(scoreReview(card, without).earnedPercent);
      }),
      { numRuns: 300 },
    );
  });

  test("all best is 100 and passes, wherever something counts", () => {
    fc.assert(
      fc.property(arbitraryCard, (card) => {
        const best = Object.fromEntries(
          questionsOf(card).map((question) => {
            const flawless =
              question.kind === "choice"
                ? question.choices.find(({ percent, isFailing }) => percent === 100 && !isFailing)?.id
                : valuesOf(question).at(-1);
            return [question.id, value(flawless ?? "")];
          }),
        );
        const counts = card.sections.some(
          ({ weight, questions }) => weight > 0 && questions.some((one) => weightOf(one) > 0),
        );
        const { percent, isPassed, isAutoFailed } = scoreReview(card, best);
        expect([percent, isPassed, isAutoFailed]).toEqual([
          counts ? 100 : null,
          counts && card.passPercent !== null ? true : null,
          false,
        ]);
      }),
      { numRuns: 300 },
    );
  });

  test("an answer that fails makes it 0 and not passed, whatever the others are", () => {
    let failed = 0;
    holds(({ card, answers }) => {
      const score = scoreReview(card, answers);
      expect(score.isAutoFailed).toBe(score.questions.some(({ fails }) => fails));
      expect(score.earnedPercent).toBe(scoreReview(withoutFails(card), answers).percent);
      if (score.isAutoFailed) failed += 1;
      if (score.isAutoFailed) expect([score.percent, score.isPassed]).toEqual([0, false]);
      else expect(score.percent).toBe(score.earnedPercent);
    });
    expect(failed).toBeGreaterThan(20);
  });

  test("the order of sections and of questions does not matter", () => {
    holds(({ card, answers }) => {
      const turned = {
        ...card,
        sections: card.sections.toReversed().map((section) => ({
          ...section,
          questions: section.questions.toReversed(),
        })),
      };
      const [one, other] = [scoreReview(card, answers), scoreReview(turned, answers)];
      expect(other.percent).toBe(one.percent);
      const byId = (score: typeof one) =>
        Object.fromEntries(score.questions.map((question) => [question.questionId, question]));
      expect(byId(other)).toEqual(byId(one));
    });
  });

  test("all weights times the same change nothing", () => {
    fc.assert(
      fc.property(
        answeredCard,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        ({ card, answers }, times) => {
          const scaled = {
            ...mapQuestions(card, (question) =>
              question.kind === "text" ? question : { ...question, weight: question.weight * times },
            ),
          };
          const sections = scaled.sections.map((one) => ({ ...one, weight: one.weight * times }));
          const [before, after] = [scoreReview(card, answers), scoreReview({ ...scaled, sections }, answers)];
          expect(after.percent === null).toBe(before.percent === null);
          expect(after.percent ?? 0).toBeCloseTo(before.percent ?? 0, 6);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("what is no answer to its question counts as none", () => {
    holds(({ card, answers }) => {
      const wrong = Object.fromEntries(questionsOf(card).map(({ id }) => [id, value("no such answer")]));
      const ofTexts = questionsOf(card).every(({ kind }) => kind === "text");
      expect(scoreReview(card, wrong)).toEqual(scoreReview(card, {}));
      expect(scoreReview(card, { ...answers, nowhere: value("yes") })).toEqual(scoreReview(card, answers));
      expect(ofTexts ? null : scoreReview(card, wrong).percent).toBeNull();
    });
  });
});

describe("one scorecard, by hand", () => {
  const score = (answers: Answers) => scoreReview(STORED_SCORECARD, answers);
  // Opening 1 of 4 (greeting and tone 1 to 1), handling 3 of 4 (solved 2 to card number 1).
  const GOOD = {
    greeting: value("yes"),
    tone: value(4),
    solved: value("partly"),
    "card-number": value("no"),
  };

  test("sections weigh by their weights, and questions within them", () => {
    const { percent, isPassed, questions, sections } = score(GOOD);
    expect(percent).toBe(66.875);
    expect(isPassed).toBe(false);
    expect(questions.map(({ questionId, share, weight }) => [questionId, share, weight])).toEqual([
      ["greeting", 1, 0.125],
      ["tone", 0.75, 0.125],
      ["solved", 0.4, 0.5],
      ["card-number", 1, 0.25],
      ["remark", null, 0],
    ]);
    expect(sections).toEqual([
      { sectionId: "opening", weight: 0.25, percent: 87.5 },
      { sectionId: "handling", weight: 0.75, percent: 60 },
    ]);
  });

  test("what does not apply gives its part to its section, an empty section to the others", () => {
    expect(score({ ...GOOD, tone: NOT_APPLICABLE }).percent).toBe(70);
    expect(score({ tone: NOT_APPLICABLE, solved: value("partly") }).percent).toBe(40);
    expect(score({ tone: NOT_APPLICABLE }).percent).toBeNull();
  });

  test("a number that was spoken fails all", () => {
    expect(score({ ...GOOD, "card-number": value("yes") })).toMatchObject({
      percent: 0,
      earnedPercent: 41.875,
      isPassed: false,
      isAutoFailed: true,
    });
  });

  test.each([
    [1, true],
    [2, true],
    [3, false],
  ])("a scale that fails at 2 or less: %d", (given, fails) => {
    const questions = [{ ...ratedOf("courtesy"), failsAtOrBelow: 2 }];
    const sections = [{ id: "s", title: "S", weight: 1, questions }];
    const { isAutoFailed } = scoreReview({ sections, passPercent: null }, { courtesy: value(given) });
    expect(isAutoFailed).toBe(fails);
  });

  test("thirds and tenths do not miss the pass mark by their last bit", () => {
    const sections = [1, 2, 3].map((n) => ({
      id: `s${n}`,
      title: "Third",
      weight: 0.1,
      questions: [
        { ...ratedOf(`a${n}`), weight: 1 / 3 },
        { ...ratedOf(`b${n}`), weight: 2 / 3 },
      ],
    }));
    const answers = Object.fromEntries(
      [1, 2, 3].flatMap((n) => [`a${n}`, `b${n}`]).map((id) => [id, value(8)]),
    );
    expect(scoreReview({ sections, passPercent: 80 }, answers)).toMatchObject({
      percent: 80,
      isPassed: true,
    });
  });

  test("a question may be called like what every object has", () => {
    const sections = [{ id: "s", title: "S", weight: 1, questions: [ratedOf("constructor")] }];
    expect(scoreReview({ sections, passPercent: 80 }, {}).percent).toBeNull();
    expect(scoreReview({ sections, passPercent: 80 }, { constructor: value(10) }).percent).toBe(100);
  });
});

function ratedOf(id: string): Extract<Question, { kind: "scale" }> {
  return {
    kind: "scale",
    id,
    text: "How good?",
    help: "",
    allowsNotApplicable: false,
    weight: 1,
    min: 0,
    max: 10,
    failsAtOrBelow: null,
  };
}
