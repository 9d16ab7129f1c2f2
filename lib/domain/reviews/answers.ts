import { z } from "zod";
import { type Question, questionsOf, type ScorecardContent } from "./scorecard";

const MAX_POSITION_MS = 1_000_000_000;
const positionMs = z.number().int().min(0).max(MAX_POSITION_MS);

/** A moment of one of the review's segments, in that segment's own time: what an evaluator hears at 0:00 is 0. */
export const MomentSchema = z
  .strictObject({
    segment: z.number().int().min(1).max(1_000),
    startMs: positionMs,
    endMs: positionMs.optional(),
  })
  .refine(({ startMs, endMs }) => endMs === undefined || endMs >= startMs, "must not end before it starts");
export type Moment = z.output<typeof MomentSchema>;

/**
 * `value`: `yes`/`no`, a number of the scale, a choice's id, or a text, as the question asks; null = not answered.
 * `notApplicable` goes with no value.
 */
export const AnswerSchema = z
  .strictObject({
    value: z.union([z.string().max(4_000), z.number()]).nullable(),
    notApplicable: z.boolean().default(false),
    note: z
      .string()
      .max(2_000)
      .refine((text) => !text.includes("\u0000"), "must not hold NUL")
      .default(""),
    moments: z.array(MomentSchema).max(20).default([]),
  })
  .refine(
    ({ value, notApplicable }) => !notApplicable || value === null,
    "must have no value where it does not apply",
  );
export type Answer = z.output<typeof AnswerSchema>;

/** By the question's id. */
export const AnswersSchema = z.record(z.string().max(40), AnswerSchema);
export type Answers = z.output<typeof AnswersSchema>;

export const NO_ANSWER: Answer = { value: null, notApplicable: false, note: "", moments: [] };

/** The answer to one question. Ids are people's words: `constructor` must not find what every object has. */
export function answerTo(answers: Answers, questionId: string): Answer {
  return (Object.hasOwn(answers, questionId) ? answers[questionId] : undefined) ?? NO_ANSWER;
}

/** Why this is no answer to the question, in words; null when it is one, or none yet. */
export function checkAnswer(question: Question, answer: Answer): string | null {
  if (answer.notApplicable) {
    return question.allowsNotApplicable ? null : `“${question.text}” always applies.`;
  }
  const { value } = answer;
  if (value === null) return null;
  switch (question.kind) {
    case "yesNo":
      return value === "yes" || value === "no" ? null : `“${question.text}” is answered by yes or no.`;
    case "scale":
      return typeof value === "number" &&
        Number.isInteger(value) &&
        value >= question.min &&
        value <= question.max
        ? null
        : `“${question.text}” is answered from ${question.min} to ${question.max}.`;
    case "choice":
      return question.choices.some(({ id }) => id === value)
        ? null
        : `“${question.text}” has no such choice.`;
    case "text":
      return typeof value === "string" && !value.includes("\u0000")
        ? null
        : `“${question.text}” is answered by a text.`;
  }
}

/** The first thing wrong with these answers, in words; null when there is nothing. */
export function checkAnswers(
  content: ScorecardContent,
  answers: Answers,
  segmentCount: number,
): string | null {
  const known = new Map(questionsOf(content).map((question) => [question.id, question]));
  for (const [id, answer] of Object.entries(answers)) {
    const question = known.get(id);
    if (!question) return "The scorecard has no such question.";
    const fault = checkAnswer(question, answer);
    if (fault) return fault;
    if (answer.moments.some(({ segment }) => segment > segmentCount))
      return "The review has no such segment.";
  }
  return null;
}

/** True for questions without whose answer a review can't be submitted. */
function isNeeded(question: Question): boolean {
  return question.kind !== "text" || question.isRequired;
}

/** True when the question needs nothing more before the review can be submitted. */
export function isAnswered(question: Question, answer: Answer = NO_ANSWER): boolean {
  if (answer.notApplicable) return question.allowsNotApplicable;
  const isGiven = typeof answer.value === "string" ? answer.value.trim() !== "" : answer.value !== null;
  return isGiven || !isNeeded(question);
}

/** How far a review has come: questions that must be answered, and how many of them are. */
export function progressOf(
  content: Pick<ScorecardContent, "sections">,
  answers: Answers,
): Readonly<{ done: number; total: number }> {
  const needed = questionsOf(content).filter(isNeeded);
  return {
    done: needed.filter((question) => isAnswered(question, answerTo(answers, question.id))).length,
    total: needed.length,
  };
}
