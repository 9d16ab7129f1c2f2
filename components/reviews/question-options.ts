import type { Answer } from "@/lib/domain/reviews/answers";
import type { Question } from "@/lib/domain/reviews/scorecard";

/** One thing that can be chosen as an answer, by pointer, by its key, or by the arrows. */
export type Option = Readonly<{
  value: string | number;
  text: string;
  /** The key that chooses it while the question has the focus (as `KeyboardEvent.key`, in lower case); null = none is left. */
  shortcut: string | null;
  fails: boolean;
}>;

/** The key for “does not apply”. */
export const NOT_APPLICABLE_KEY = "-";

/** What a question offers to choose from, in order; nothing for texts. */
export function optionsOf(question: Question): readonly Option[] {
  switch (question.kind) {
    case "yesNo":
      return (["yes", "no"] as const).map((value) => ({
        value,
        text: value === "yes" ? "Yes" : "No",
        shortcut: value.charAt(0),
        fails: question.isCritical && value !== question.best,
      }));
    case "scale":
      return Array.from({ length: question.max - question.min + 1 }, (_, step) => {
        const value = question.min + step;
        return {
          value,
          text: String(value),
          shortcut: scaleKey(value, question.min),
          fails: question.failsAtOrBelow !== null && value <= question.failsAtOrBelow,
        };
      });
    case "choice":
      return question.choices.map(({ id, text, isFailing }, index) => ({
        value: id,
        text,
        shortcut: index < 9 ? String(index + 1) : null,
        fails: isFailing,
      }));
    case "text":
      return [];
  }
}

/** Ten has no key of its own: on a scale without 0 that one stands for it. */
function scaleKey(value: number, min: number): string | null {
  if (value < 10) return String(value);
  return value === 10 && min > 0 ? "0" : null;
}

/** What a key makes of the answer; null = the key means nothing to this question. */
export function answerByKey(question: Question, answer: Answer, key: string): Answer | null {
  if (key === "Delete" || key === "Backspace") return { ...answer, value: null, notApplicable: false };
  if (key === NOT_APPLICABLE_KEY && question.allowsNotApplicable) {
    return { ...answer, value: null, notApplicable: true };
  }
  const option = optionsOf(question).find(({ shortcut }) => shortcut === key.toLowerCase());
  return option ? { ...answer, value: option.value, notApplicable: false } : null;
}

/** Which answers fail the whole review, in words; null when none does. */
export function failingWords(question: Question): string | null {
  const failing = optionsOf(question).filter(({ fails }) => fails);
  const last = failing.at(-1);
  if (!last) return null;
  if (question.kind === "scale") {
    return failing.length === 1 ? `${last.text} fails the review` : `${last.text} or less fails the review`;
  }
  const named = failing.map(({ text }) => `“${text}”`);
  return `${named.join(" or ")} fails the review`;
}
