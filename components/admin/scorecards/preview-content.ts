import { type Question, QuestionSchema, type Section } from "@/lib/domain/reviews/scorecard";
import type { Draft } from "./draft";

/** A draft as it can be tried: texts that are still empty get words, and questions that can't be asked yet are left out. */
export function previewContent(draft: Draft): Pick<Draft, "passPercent" | "sections"> {
  return {
    passPercent: Number.isNaN(draft.passPercent) ? null : draft.passPercent,
    sections: draft.sections.map(
      (section, place): Section => ({
        ...section,
        title: section.title.trim() || `Section ${place + 1}`,
        weight: numberOf(section.weight),
        questions: section.questions.flatMap((question, index) => {
          const parsed = QuestionSchema.safeParse(askable(question, `Question ${index + 1}`));
          return parsed.success ? [parsed.data] : [];
        }),
      }),
    ),
  };
}

function askable(question: Question, name: string): Question {
  const text = question.text.trim() || name;
  if (question.kind === "text") return { ...question, text };
  const weight = numberOf(question.weight);
  if (question.kind !== "choice") return { ...question, text, weight };
  const choices = question.choices.map((choice, index) => ({
    ...choice,
    text: choice.text.trim() || `Choice ${index + 1}`,
    percent: numberOf(choice.percent),
  }));
  return { ...question, text, weight, choices };
}

function numberOf(value: number): number {
  return Number.isFinite(value) ? Math.max(0, value) : 0;
}
