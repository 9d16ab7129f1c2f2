import { describe, expect, test } from "vitest";
import { NO_ANSWER } from "@/lib/domain/reviews/answers";
import { type Question, QuestionSchema } from "@/lib/domain/reviews/scorecard";
import { answerByKey, failingWords, optionsOf } from "./question-options";

const question = (fields: object): Question => QuestionSchema.parse({ id: "q", text: "Well?", ...fields });
const scale = (min: number, max: number, rest: object = {}) => question({ kind: "scale", min, max, ...rest });
const choices = (...failing: boolean[]) =>
  question({
    kind: "choice",
    weight: 0,
    choices: failing.map((isFailing, index) => ({
      id: `c${index}`,
      text: `C ${index}`,
      percent: 0,
      isFailing,
    })),
  });

describe("keys", () => {
  test.each([
    ["y", question({ kind: "yesNo" }), "yes"],
    ["N", question({ kind: "yesNo" }), "no"],
    ["1", question({ kind: "yesNo" }), undefined],
    ["3", scale(1, 5), 3],
    ["6", scale(1, 5), undefined],
    ["0", scale(0, 10), 0],
    ["0", scale(1, 10), 10],
    ["0", scale(1, 9), undefined],
    ["2", choices(false, false), "c1"],
    ["3", choices(false, false), undefined],
    ["y", question({ kind: "text" }), undefined],
  ])("%s", (key, asked, value) => {
    expect(answerByKey(asked, NO_ANSWER, key)?.value).toBe(value);
  });

  test("no key stands for two options", () => {
    for (const asked of [scale(0, 10), scale(1, 11), scale(5, 15), choices(...Array(12).fill(false))]) {
      const keys = optionsOf(asked).flatMap(({ shortcut }) => shortcut ?? []);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  test("an answer takes its note and moments along, and is taken back", () => {
    const given = {
      value: "yes",
      notApplicable: false,
      note: "Kindly",
      moments: [{ segment: 1, startMs: 5 }],
    };
    const asked = question({ kind: "yesNo", allowsNotApplicable: true });
    expect(answerByKey(asked, given, "n")).toEqual({ ...given, value: "no" });
    expect(answerByKey(asked, given, "-")).toEqual({ ...given, value: null, notApplicable: true });
    expect(answerByKey(asked, { ...given, value: null, notApplicable: true }, "Delete")).toEqual({
      ...given,
      value: null,
    });
    expect(answerByKey(question({ kind: "yesNo" }), given, "-")).toBeNull();
  });
});

test.each([
  [question({ kind: "yesNo" }), null],
  [question({ kind: "yesNo", isCritical: true, best: "no" }), "“Yes” fails the review"],
  [scale(1, 5, { failsAtOrBelow: 1 }), "1 fails the review"],
  [scale(0, 5, { failsAtOrBelow: 2 }), "2 or less fails the review"],
  [choices(true, false, true), "“C 0” or “C 2” fails the review"],
  [question({ kind: "text" }), null],
])("which answers fail is said in words", (asked, words) => {
  expect(failingWords(asked)).toBe(words);
});
