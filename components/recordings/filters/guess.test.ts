import { describe, expect, test } from "vitest";
import { guessesOf, looksLikeNumber } from "./guess";

const KNOWN = { masked: [], labels: ["complaint", "Compliment", "vip"] };

describe("the quick box guesses", () => {
  test.each([
    ["555-0100", "phone", { phoneNumber: "*555-0100*" }],
    ["+1 (555) 010", "phone", { phoneNumber: "*+1 (555) 010*" }],
    ["1388*7186", "phone", { phoneNumber: "1388*7186" }],
    ["ortiz", "userName", { userName: "*ortiz*" }],
    ["Mo Ali", "userName", { userName: "*Ali*" }],
    ["12", "userName", { userName: "*12*" }],
    ["agent007", "userName", { userName: "*agent007*" }],
  ] as const)("%j first as %s", (text, key, filter) => {
    const [first] = guessesOf(text, KNOWN);
    expect(first?.key).toBe(key);
    expect(first?.apply({})).toEqual(filter);
  });

  test("labels by their beginning, whatever the letter case", () => {
    const labels = guessesOf("COMP", KNOWN).filter((guess) => guess.key === "label");
    expect(labels.map((guess) => guess.text)).toEqual(["complaint", "Compliment"]);
    expect(labels[0]?.apply({ includeLabels: "vip" })).toEqual({ includeLabels: "vip,complaint" });
  });

  test("and says which fields are masked", () => {
    const guesses = guessesOf("5550100", { masked: ["phoneNumber"], labels: [] });
    expect(guesses.map(({ key, masked }) => [key, masked])).toEqual([
      ["phone", true],
      ["userName", false],
      ["userData", false],
    ]);
  });

  test("nothing from nothing, and no number from punctuation", () => {
    expect(guessesOf("  ", KNOWN)).toEqual([]);
    expect(guessesOf("--", KNOWN).map((guess) => guess.key)).not.toContain("phone");
    expect(looksLikeNumber("--")).toBe(false);
  });
});
