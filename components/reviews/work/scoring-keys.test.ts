import { describe, expect, test } from "vitest";
import { type Answer, NO_ANSWER } from "@/lib/domain/reviews/answers";
import { type Question, ScorecardContentSchema } from "@/lib/domain/reviews/scorecard";
import { answerWords, keyedAnswer, keysOf, nextOpenFrom, stepFrom } from "./scoring-keys";

const CARD = ScorecardContentSchema.parse({
  name: "Calls",
  sections: [
    {
      id: "opening",
      title: "Opening",
      questions: [
        { id: "greeted", kind: "yesNo", text: "Greeted?", allowsNotApplicable: true },
        { id: "tone", kind: "scale", text: "Tone", min: 1, max: 10 },
      ],
    },
    {
      id: "closing",
      title: "Closing",
      questions: [
        { id: "zero", kind: "scale", text: "Errors", min: 0, max: 3, allowsNotApplicable: true },
        {
          id: "outcome",
          kind: "choice",
          text: "Outcome",
          choices: [
            { id: "solved", text: "Solved", percent: 100 },
            { id: "open", text: "Open", percent: 0 },
          ],
        },
        { id: "words", kind: "text", text: "In short", allowsNotApplicable: true },
      ],
    },
  ],
});

function question(id: string): Question {
  const found = CARD.sections.flatMap(({ questions }) => questions).find((one) => one.id === id);
  if (!found) throw new Error(`no question ${id}`);
  return found;
}
const keyed = (id: string, key: string, before: Answer = NO_ANSWER) => keyedAnswer(question(id), before, key);

describe("keys", () => {
  test.each([
    ["greeted", "y", "yes"],
    ["greeted", "n", "no"],
    ["tone", "7", 7],
    ["tone", "0", 10],
    ["zero", "0", 0],
    ["outcome", "2", "open"],
  ])("%s by %s is %s", (id, key, value) => {
    expect(keyed(id, key)).toEqual({ ...NO_ANSWER, value });
  });

  test("0 says that it does not apply, where it is no value; the minus always", () => {
    const notApplicable = { ...NO_ANSWER, notApplicable: true };
    expect([keyed("greeted", "0"), keyed("greeted", "-"), keyed("zero", "-")]).toEqual([
      notApplicable,
      notApplicable,
      notApplicable,
    ]);
    expect([keyed("outcome", "0"), keyed("outcome", "-")]).toEqual([null, null]);
  });

  test("note and moments stay with the answer", () => {
    const before = { ...NO_ANSWER, note: "late", moments: [{ segment: 1, startMs: 400 }] };
    expect(keyed("greeted", "y", before)).toEqual({ ...before, value: "yes" });
  });

  test("no key takes a written answer away", () => {
    const written = { ...NO_ANSWER, value: "He was kind." };
    for (const key of ["Backspace", "Delete", "y", "1"]) expect(keyed("words", key, written)).toBeNull();
  });

  test("are told beside the question", () => {
    expect(["greeted", "tone", "zero", "outcome", "words"].map((id) => keysOf(question(id)))).toEqual([
      "Y N · 0 = n/a",
      "1–0",
      "0–3 · - = n/a",
      "1 2",
      "0 = n/a",
    ]);
  });
});

test("an answer in words", () => {
  expect(answerWords(question("outcome"), { ...NO_ANSWER, value: "open" })).toBe("Open");
  expect(answerWords(question("tone"), { ...NO_ANSWER, value: 4 })).toBe("4");
  expect(answerWords(question("greeted"), { ...NO_ANSWER, notApplicable: true })).toBe("Does not apply");
  expect(answerWords(question("greeted"), NO_ANSWER)).toBe("Not answered");
});

describe("from question to question", () => {
  test("the arrows go over the sections and hold at the ends", () => {
    expect(stepFrom(CARD, "tone", 1)).toBe("zero");
    expect(stepFrom(CARD, "greeted", -1)).toBe("greeted");
    expect(stepFrom(CARD, "words", 1)).toBe("words");
    expect(stepFrom(CARD, null, 1)).toBe("greeted");
  });

  test("on to what is open, round to the beginning", () => {
    const done = new Set(["tone", "outcome", "words"]);
    const isDone = ({ id }: Question) => done.has(id);
    expect(nextOpenFrom(CARD, isDone, null)).toBe("greeted");
    expect(nextOpenFrom(CARD, isDone, "greeted")).toBe("zero");
    expect(nextOpenFrom(CARD, isDone, "zero")).toBe("greeted");
    expect(nextOpenFrom(CARD, () => true, "zero")).toBeNull();
  });
});
