import { describe, expect, test } from "vitest";
import { type Answers, NO_ANSWER } from "@/lib/domain/reviews/answers";
import { ScorecardContentSchema } from "@/lib/domain/reviews/scorecard";
import { summarise } from "./score-summary";

const CARD = ScorecardContentSchema.parse({
  name: "Calls",
  passPercent: 80,
  sections: [
    {
      id: "all",
      title: "All",
      questions: [
        { id: "greeted", kind: "yesNo", text: "Greeted?" },
        { id: "verified", kind: "yesNo", text: "Verified?", isCritical: true },
        { id: "tone", kind: "scale", text: "Tone", min: 1, max: 5, weight: 2 },
      ],
    },
  ],
});
const given = (values: Readonly<Record<string, string | number>>): Answers =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { ...NO_ANSWER, value }]));

describe("the score while it is made", () => {
  test("is none before the first answer", () => {
    expect(summarise(CARD, {})).toEqual({
      progress: { done: 0, total: 3 },
      words: "",
      verdict: null,
      failing: [],
    });
  });

  test("is so far what is answered, and judges nothing yet", () => {
    const summary = summarise(CARD, given({ greeted: "no", verified: "yes" }));
    expect([summary.words, summary.verdict]).toEqual(["So far 50 %", null]);
  });

  test("passes or does not once everything is answered", () => {
    const good = summarise(CARD, given({ greeted: "yes", verified: "yes", tone: 4 }));
    expect([good.words, good.verdict]).toEqual(["87.5 %", { isPassed: true, words: "Passes" }]);
    const bad = summarise(CARD, given({ greeted: "no", verified: "yes", tone: 5 }));
    expect(bad.verdict).toEqual({ isPassed: false, words: "Does not pass: 80 % needed" });
  });

  test("fails at once by an answer that fails, and names it", () => {
    const summary = summarise(CARD, given({ greeted: "yes", verified: "no" }));
    expect(summary.words).toBe("0 % instead of 50 %");
    expect(summary.verdict).toEqual({ isPassed: false, words: "Fails" });
    expect(summary.failing).toEqual([{ id: "verified", text: "Verified?" }]);
  });

  test("is not judged by a scorecard that does not judge", () => {
    const summary = summarise(
      { ...CARD, passPercent: null },
      given({ greeted: "yes", verified: "yes", tone: 1 }),
    );
    expect([summary.words, summary.verdict]).toEqual(["50 %", null]);
  });
});
