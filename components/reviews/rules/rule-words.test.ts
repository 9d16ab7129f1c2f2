import { expect, test } from "vitest";
import type { RuleContent } from "@/lib/domain/reviews/rule";
import { listWords, ruleWords } from "./rule-words";

const rule: RuleContent = {
  name: "Weekly",
  perAgent: 3,
  unit: "mediaFile",
  scorecard: "card",
  evaluators: ["ann"],
  calibration: false,
  dueDays: null,
  zone: "UTC",
  active: true,
};
const known = {
  evaluators: [
    { id: "ann", name: "Ann" },
    { id: "bob", name: "Bob" },
  ],
  scorecards: [{ id: "card", name: "Service" }],
  searches: [{ id: "s", name: "Complaints" }],
};

test("a rule is told in a sentence", () => {
  expect(ruleWords(rule, known)).toBe(
    "3 calls per agent and week from every call in reach, by “Service”, for Ann.",
  );
  const calibrated = {
    ...rule,
    perAgent: 1,
    search: "s",
    evaluators: ["ann", "bob"],
    calibration: true,
    dueDays: 5,
  };
  expect(ruleWords(calibrated, known)).toBe(
    "1 call per agent and week from the search “Complaints”, by “Service”, for Ann and Bob, each of them scores every call, blind. Due 5 days later.",
  );
});

test("what is not known any more is told without a name", () => {
  const words = ruleWords(
    { ...rule, search: "gone", evaluators: ["gone"] },
    { evaluators: [], scorecards: [], searches: [] },
  );
  expect(words).toBe(
    "3 calls per agent and week from the search “somebody's”, by “a scorecard”, for somebody.",
  );
});

test("names in a row", () => {
  expect([[], ["A"], ["A", "B", "C"]].map(listWords)).toEqual(["nobody", "A", "A, B and C"]);
});
