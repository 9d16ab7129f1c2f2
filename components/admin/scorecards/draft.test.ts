import { describe, expect, test } from "vitest";
import { type Question, questionsOf, ScorecardContentSchema } from "@/lib/domain/reviews/scorecard";
import { STORED_SCORECARD as CARD } from "@/lib/testing/scorecard";
import {
  addQuestion,
  asKind,
  changeQuestion,
  type Draft,
  duplicateQuestion,
  duplicateSection,
  emptyDraft,
  emptyQuestion,
  isSameDraft,
  moveQuestion,
  moveSection,
  putBack,
  remove,
} from "./draft";
import { faultsBelow, faultsOf } from "./draft-faults";
import { previewContent } from "./preview-content";
import { changesBetween } from "./version-changes";

const SCALE = {
  kind: "scale",
  id: "a-scale",
  text: "",
  help: "",
  allowsNotApplicable: false,
  weight: 1,
  min: 1,
  max: 5,
  failsAtOrBelow: null,
} as const;
const ids = (draft: Draft) =>
  draft.sections.map(({ id, questions }) => [id, ...questions.map((one) => one.id)]);
const questionOf = (draft: Draft, id: string): Question => {
  const found = questionsOf(draft).find((one) => one.id === id);
  if (!found) throw new Error(`no question ${id}`);
  return found;
};

describe("the order", () => {
  test("a question goes up and down, and over the edge into the next section", () => {
    const first = moveQuestion(CARD, "solved", -1);
    expect(ids(first)).toEqual([
      ["opening", "greeting", "tone", "solved"],
      ["handling", "card-number", "remark"],
    ]);
    expect(ids(moveQuestion(first, "solved", -1))[0]).toEqual(["opening", "greeting", "solved", "tone"]);
    expect(moveQuestion(first, "solved", 1)).toEqual(CARD);
    expect(moveQuestion(CARD, "greeting", -1)).toBe(CARD);
    expect(moveQuestion(CARD, "remark", 1)).toBe(CARD);
    expect(moveQuestion(CARD, "nowhere", 1)).toBe(CARD);
  });

  test("a section takes its questions along", () => {
    expect(ids(moveSection(CARD, "opening", 1))).toEqual([...ids(CARD)].reverse());
    expect(moveSection(CARD, "opening", -1)).toBe(CARD);
    expect(moveSection(CARD, "handling", 1)).toBe(CARD);
  });
});

describe("copies", () => {
  test("stand right below, with ids of their own and everything else the same", () => {
    const question = duplicateQuestion(CARD, "greeting");
    expect(ids(question.draft)[0]).toEqual(["opening", "greeting", question.id, "tone"]);
    expect(questionOf(question.draft, question.id)).toEqual({
      ...questionOf(CARD, "greeting"),
      id: question.id,
    });
    const section = duplicateSection(CARD, "opening");
    expect(section.draft.sections.map(({ id }) => id)).toEqual(["opening", section.id, "handling"]);
    expect(ScorecardContentSchema.safeParse(section.draft).success).toBe(true);
  });
});

describe("what is removed comes back where it stood", () => {
  test.each(["tone", "solved", "opening", "handling"])("%s", (id) => {
    const { draft, removed } = remove(CARD, id);
    expect(ids(draft)).not.toEqual(ids(CARD));
    if (!removed) throw new Error("nothing was removed");
    expect(putBack(draft, removed)).toEqual(CARD);
  });

  test("also when its section is gone meanwhile, or all sections are", () => {
    const { draft, removed } = remove(CARD, "tone");
    if (!removed) throw new Error("nothing was removed");
    const left = remove(draft, "opening").draft;
    expect(ids(putBack(left, removed))).toEqual([["handling", "solved", "card-number", "remark", "tone"]]);
    expect(questionsOf(putBack(remove(left, "handling").draft, removed)).map(({ id }) => id)).toEqual([
      "tone",
    ]);
  });

  test("what is not there can't be removed", () => {
    expect(remove(CARD, "nowhere")).toEqual({ draft: CARD, removed: null });
  });
});

describe("kinds", () => {
  test("another kind keeps the words and the weight, and is another question", () => {
    const solved = questionOf(CARD, "solved");
    const scale = asKind(solved, "scale");
    expect(scale).toMatchObject({ kind: "scale", text: solved.text, weight: 2, min: 1, max: 5 });
    expect(scale.id).not.toBe(solved.id);
    expect(asKind(asKind(scale, "text"), "yesNo")).toMatchObject({ text: solved.text, weight: 1 });
  });
});

describe("faults", () => {
  const broken = (change: (question: Question) => Question) =>
    faultsOf(changeQuestion(CARD, "solved", change));

  test("a finished scorecard has none, an empty one says what is missing", () => {
    expect([...faultsOf(CARD)]).toEqual([]);
    expect(Object.fromEntries(faultsOf(emptyDraft()))).toEqual({
      name: "Write something here.",
      "sections.0.title": "Write something here.",
      "sections.0.questions.0.text": "Write something here.",
    });
    expect(Object.fromEntries(faultsOf({ ...CARD, sections: [] }))).toEqual({ sections: "Add a section." });
  });

  test.each([
    ["weight", (one: Question) => ({ ...one, weight: Number.NaN }), "Enter a number."],
    ["weight", (one: Question) => ({ ...one, weight: 1_001 }), "At most 1000."],
    ["weight", (one: Question) => ({ ...one, weight: 0.001 }), "Must be 0, or 0.01 at least."],
    ["text", (one: Question) => ({ ...one, text: "x".repeat(301) }), "At most 300 characters."],
    ["text", (one: Question) => ({ ...one, text: "a\u202eb" }), "Must not hold invisible characters."],
    ["min", () => ({ ...emptyQuestion("scale"), text: "?", min: 1.5 }), "Enter a whole number."],
    [
      "max",
      () => ({ ...emptyQuestion("scale"), text: "?", max: 1 }),
      "Must lie above the beginning of the scale.",
    ],
    ["max", () => ({ ...emptyQuestion("scale"), text: "?", max: 50 }), "Gives the scale more than 11 steps."],
    [
      "choices",
      (one: Question) => (one.kind === "choice" ? { ...one, choices: one.choices.slice(1) } : one),
      "Choices need one that earns 100 percent and does not fail.",
    ],
    [
      "choices",
      (one: Question) => (one.kind === "choice" ? { ...one, choices: one.choices.slice(2) } : one),
      "Two choices at least.",
    ],
  ])("%s: %#", (field, change, words) => {
    const faults = broken((one) => ({ ...one, ...change(one) }));
    expect(faults.get(`sections.1.questions.0.${field}`)).toBe(words);
    expect(faultsBelow(faults, "sections.1.questions.0")).toEqual([words]);
    expect(faultsBelow(faults, "sections.0")).toEqual([]);
  });
});

test("a number that is none yet is a change, an untouched draft is not", () => {
  expect(isSameDraft(CARD, structuredClone(CARD))).toBe(true);
  expect(isSameDraft({ ...CARD, passPercent: null }, { ...CARD, passPercent: Number.NaN })).toBe(false);
  expect(isSameDraft(CARD, addQuestion(CARD, "opening", emptyQuestion("text")))).toBe(false);
});

test("a preview asks what can be asked already", () => {
  const draft = emptyDraft();
  const [section] = draft.sections;
  const half = addQuestion(draft, section?.id ?? "", { ...SCALE, max: Number.NaN });
  const { sections } = previewContent({ ...half, passPercent: Number.NaN });
  expect(sections.map(({ title, questions }) => [title, questions.map(({ text }) => text)])).toEqual([
    ["Section 1", ["Question 1"]],
  ]);
});

describe("what changed between two versions", () => {
  const told = (after: Draft, before: Draft = CARD) =>
    changesBetween(before, after).map(({ tone, about, words }) => `${tone}: ${about} ${words}`);

  test("nothing, where nothing did", () => {
    expect(told(structuredClone(CARD))).toEqual([]);
  });

  test("names, weights, answers, and where a question went", () => {
    const moved = moveQuestion(moveSection(CARD, "opening", 1), "tone", -1);
    const after: Draft = {
      ...changeQuestion(moved, "card-number", (one) =>
        one.kind === "yesNo" ? { ...one, isCritical: false, text: "Card?" } : one,
      ),
      name: "Support",
      passPercent: null,
    };
    expect(told(after)).toEqual([
      "changed: Scorecard name: Support call → Support",
      "changed: Scorecard pass mark: 80 % → none",
      "changed: The sections are in another order",
      "changed: Question “Card?” text: Was a card number spoken? → Card?",
      "changed: Question “Card?” answers: “no” is best, the other fails the review → “no” is best",
      "changed: The questions of “Opening” are in another order",
    ]);
    expect(told(moveQuestion(CARD, "solved", -1))).toEqual([
      "changed: Question “Was it solved?” section: Handling → Opening",
    ]);
  });

  test("what came and what went", () => {
    const after = duplicateQuestion(remove(CARD, "opening").draft, "remark").draft;
    expect(told(after)).toEqual([
      "removed: Section “Opening” removed",
      "added: Question “What should be coached?” added",
      "removed: Question “Greeted by name?” removed",
      "removed: Question “How friendly?” removed",
    ]);
  });
});
