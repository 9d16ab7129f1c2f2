import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answeredCard } from "@/lib/testing/arbitrary-scorecards";
import { STORED_SCORECARD } from "@/lib/testing/scorecard";
import {
  type Answer,
  AnswerSchema,
  AnswersSchema,
  answerTo,
  checkAnswer,
  checkAnswers,
  isAnswered,
  NO_ANSWER,
  progressOf,
} from "./answers";
import { type Question, QuestionSchema, questionsOf } from "./scorecard";

const value = (given: string | number | null, rest: Partial<Answer> = {}): Answer => ({
  ...NO_ANSWER,
  value: given,
  ...rest,
});
const question = (fields: object): Question => QuestionSchema.parse({ id: "q", text: "Well?", ...fields });
const YES_NO = question({ kind: "yesNo" });
const SCALE = question({ kind: "scale", min: 0, max: 5 });
const CHOICE = question({
  kind: "choice",
  choices: [
    { id: "a", text: "A", percent: 100 },
    { id: "b", text: "B", percent: 0 },
  ],
});
const TEXT = question({ kind: "text" });
const NEEDED_TEXT = question({ kind: "text", isRequired: true });
const NOT_APPLICABLE = value(null, { notApplicable: true });

const FITS: readonly (readonly [asked: Question, given: Answer["value"], fits: boolean])[] = [
  [YES_NO, "yes", true],
  [YES_NO, "Yes", false],
  [YES_NO, 1, false],
  [SCALE, 0, true],
  [SCALE, 5, true],
  [SCALE, 6, false],
  [SCALE, -1, false],
  [SCALE, 2.5, false],
  [SCALE, "3", false],
  [SCALE, Number.NaN, false],
  [CHOICE, "a", true],
  [CHOICE, "A", false],
  [CHOICE, 0, false],
  [TEXT, "Anything, even <b>", true],
  [TEXT, "NUL \u0000", false],
  [TEXT, 3, false],
  ...[YES_NO, SCALE, CHOICE, TEXT].map((one) => [one, null, true] as const),
];

test.each(FITS)("%#: an answer fits its question, or is refused in words", (asked, given, fits) => {
  const fault = checkAnswer(asked, value(given));
  if (fits) expect(fault).toBeNull();
  else expect(fault).toMatch(/^“Well\?” .+\.$/);
});

test.each(["yesNo", "scale", "text"])("a %s question does not apply only where it may not", (kind) => {
  expect(checkAnswer(question({ kind, allowsNotApplicable: true }), NOT_APPLICABLE)).toBeNull();
  expect(checkAnswer(question({ kind }), NOT_APPLICABLE)).toBe("“Well?” always applies.");
});

describe("answers of a review", () => {
  const check = (answers: object, segments = 1) =>
    checkAnswers(STORED_SCORECARD, AnswersSchema.parse(answers), segments);

  test("name questions and segments that there are", () => {
    const at = (segment: number) => value("yes", { moments: [{ segment, startMs: 0 }] });
    expect(check({ greeting: at(1), tone: NOT_APPLICABLE })).toBeNull();
    expect(check({ greeting: at(2) })).toBe("The review has no such segment.");
    expect(check({ greeting: at(2) }, 2)).toBeNull();
    expect(check({ nowhere: value("yes") })).toBe("The scorecard has no such question.");
    expect(check({ constructor: value("yes") })).toBe("The scorecard has no such question.");
    expect(check({ greeting: NOT_APPLICABLE })).toMatch(/always applies/);
  });

  test.each([
    { value: "yes", notApplicable: true },
    { value: null, moments: [{ segment: 1, startMs: 5, endMs: 4 }] },
    { value: null, moments: [{ segment: 0, startMs: 5 }] },
    { value: null, moments: Array(21).fill({ segment: 1, startMs: 5 }) },
    { value: null, note: "NUL \u0000" },
    { value: "x".repeat(4_001) },
    { value: true },
    {},
  ])("%j is none", (answer) => {
    expect(AnswerSchema.safeParse(answer).success).toBe(false);
  });
});

describe("how far a review has come", () => {
  test("a question is done when nothing more is needed", () => {
    expect(isAnswered(YES_NO, undefined)).toBe(false);
    expect(isAnswered(SCALE, value(0))).toBe(true);
    expect(isAnswered(TEXT, undefined)).toBe(true);
    expect(isAnswered(NEEDED_TEXT, value(" \n"))).toBe(false);
    expect(isAnswered(NEEDED_TEXT, value("Kind."))).toBe(true);
    expect(isAnswered(YES_NO, NOT_APPLICABLE)).toBe(false);
    expect(isAnswered({ ...YES_NO, allowsNotApplicable: true }, NOT_APPLICABLE)).toBe(true);
  });

  test("texts that need not be there count neither way", () => {
    expect(progressOf(STORED_SCORECARD, {})).toEqual({ done: 0, total: 4 });
    const answers = { greeting: value("yes"), tone: NOT_APPLICABLE, remark: value("Good") };
    expect(progressOf(STORED_SCORECARD, answers)).toEqual({ done: 2, total: 4 });
  });

  test("a question called like what every object has is not done by itself", () => {
    const sections = [{ id: "s", title: "S", weight: 1, questions: [{ ...YES_NO, id: "constructor" }] }];
    expect(progressOf({ sections }, {})).toEqual({ done: 0, total: 1 });
    expect(answerTo({}, "constructor")).toBe(NO_ANSWER);
  });

  test("of any scorecard: valid answers only ever bring it forward, and never beyond its end", () => {
    fc.assert(
      fc.property(answeredCard, ({ card, answers }) => {
        expect(checkAnswers(card, answers, 1)).toBeNull();
        let before = 0;
        const given: Record<string, Answer> = {};
        for (const { id } of questionsOf(card)) {
          given[id] = answerTo(answers, id);
          const { done, total } = progressOf(card, given);
          expect(done).toBeGreaterThanOrEqual(before);
          expect(done).toBeLessThanOrEqual(total);
          before = done;
        }
      }),
    );
  });
});
