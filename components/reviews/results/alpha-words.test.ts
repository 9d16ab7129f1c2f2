import { expect, test } from "vitest";
import { agreementOf, alphaWords, differenceWords } from "./alpha-words";

test("what counts as good agreement", () => {
  expect([1, 0.8, 0.799, 0.667, 0.66, -0.2].map(agreementOf)).toEqual([
    "good",
    "good",
    "fair",
    "fair",
    "poor",
    "poor",
  ]);
  expect(alphaWords(0.857)).toBe("0.86, good agreement");
  expect(alphaWords(undefined)).toBe("can't be told from so few");
});

test("an evaluator's lean is told in points", () => {
  expect([3.24, -1, 0.04].map(differenceWords)).toEqual([
    "3.2 points above the others",
    "1 point below the others",
    "like the others",
  ]);
});
