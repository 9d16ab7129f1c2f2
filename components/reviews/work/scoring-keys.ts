import type { Answer } from "@/lib/domain/reviews/answers";
import { type Question, questionsOf, type ScorecardContent } from "@/lib/domain/reviews/scorecard";
import { answerByKey, NOT_APPLICABLE_KEY, optionsOf } from "../question-options";

/** Keys that answer the question in hand wherever the focus is: none of them is the player's. */
export const ANSWER_KEYS = ["y", "n", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

/**
 * What a key makes of the answer; null = nothing. Besides the keys of the field itself: 0 says that a question does not apply
 * where 0 is none of its values. No key takes a written answer away.
 */
export function keyedAnswer(question: Question, answer: Answer, key: string): Answer | null {
  const isNotApplicable = key === NOT_APPLICABLE_KEY || (key === "0" && !hasKey(question, "0"));
  if (question.kind === "text" && !isNotApplicable) return null;
  return answerByKey(question, answer, isNotApplicable ? NOT_APPLICABLE_KEY : key);
}

function hasKey(question: Question, key: string): boolean {
  return optionsOf(question).some(({ shortcut }) => shortcut === key);
}

/** An answer in words, as it is said when a key has given it. */
export function answerWords(question: Question, answer: Answer): string {
  if (answer.notApplicable) return "Does not apply";
  if (answer.value === null) return "Not answered";
  if (question.kind === "text") return String(answer.value);
  return optionsOf(question).find(({ value }) => value === answer.value)?.text ?? "Not answered";
}

/** The keys of one question, for its own hint: `Y N`, `1–5`, with `0` where it may not apply; empty = it is written. */
export function keysOf(question: Question): string {
  const keys = optionsOf(question).flatMap(({ shortcut }) => shortcut?.toUpperCase() ?? []);
  const [first, last] = [keys[0], keys.at(-1)];
  const told = question.kind === "yesNo" || keys.length < 3 ? keys.join(" ") : `${first}–${last}`;
  const notApplicable = hasKey(question, "0") ? "-" : "0";
  return [told, question.allowsNotApplicable ? `${notApplicable} = n/a` : ""].filter(Boolean).join(" · ");
}

/** The question so many places on from this one; the ends hold. Null stands before the first. */
export function stepFrom(
  card: Pick<ScorecardContent, "sections">,
  from: string | null,
  by: 1 | -1,
): string | null {
  const ids = questionsOf(card).map(({ id }) => id);
  const at = from === null ? -1 : ids.indexOf(from);
  return ids[Math.max(0, Math.min(ids.length - 1, at + by))] ?? null;
}

/** The next question after this one that still needs an answer, round to the beginning; null = none does. */
export function nextOpenFrom(
  card: Pick<ScorecardContent, "sections">,
  isDone: (question: Question) => boolean,
  from: string | null,
): string | null {
  const questions = questionsOf(card);
  const at = questions.findIndex(({ id }) => id === from);
  const onward = [...questions.slice(at + 1), ...questions.slice(0, at + 1)];
  return onward.find((question) => !isDone(question))?.id ?? null;
}
