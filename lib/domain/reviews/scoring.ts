import type { Answers } from "./answers";
import type { Question, ScorecardContent } from "./scorecard";

/** What one question earned. */
export type QuestionScore = Readonly<{
  questionId: string;
  sectionId: string;
  kind: Question["kind"];
  /** 0 to 1; null = does not count: not applicable, not answered, a text, or without weight. */
  share: number | null;
  /** How much of the whole it carries, 0 to 1, after what does not count was left out; 0 when it does not count. */
  weight: number;
  notApplicable: boolean;
  /** It fails the whole review. */
  fails: boolean;
}>;

export type ReviewScore = Readonly<{
  /** 0 to 100, unrounded; null = nothing counts. An auto-fail makes it 0. */
  percent: number | null;
  /** What it would be without auto-fails. */
  earnedPercent: number | null;
  /** Null = the scorecard does not judge, or nothing counts. */
  isPassed: boolean | null;
  isAutoFailed: boolean;
  questions: readonly QuestionScore[];
  sections: readonly Readonly<{ sectionId: string; percent: number | null; weight: number }>[];
}>;

/**
 * Scores answers. Within a section questions share its weight by theirs; what does not count gives its part to the
 * others; a section of which nothing counts gives its part to the other sections.
 */
export function scoreReview(
  content: Pick<ScorecardContent, "sections" | "passPercent">,
  answers: Answers,
): ReviewScore {
  const sections = content.sections.map((section) => {
    const counted = section.questions.map((question) => ({
      question,
      share: shareOf(question, answers),
      weight: weightOf(question),
    }));
    const total = counted.reduce((sum, { share, weight }) => (share === null ? sum : sum + weight), 0);
    return { section, counted, total };
  });
  const whole = sections.reduce((sum, { section, total }) => (total > 0 ? sum + section.weight : sum), 0);
  const questions = sections.flatMap(({ section, counted, total }) =>
    counted.map(({ question, share, weight }): QuestionScore => {
      const isCounted = share !== null && total > 0 && whole > 0 && weight > 0 && section.weight > 0;
      return {
        questionId: question.id,
        sectionId: section.id,
        kind: question.kind,
        share: isCounted ? share : null,
        weight: isCounted ? (section.weight / whole) * (weight / total) : 0,
        notApplicable: answers[question.id]?.notApplicable === true,
        fails: failsReview(question, answers),
      };
    }),
  );
  const isAutoFailed = questions.some(({ fails }) => fails);
  const earnedPercent = whole > 0 ? percentOf(questions) : null;
  const percent = isAutoFailed ? 0 : earnedPercent;
  return {
    percent,
    earnedPercent,
    isPassed: isAutoFailed
      ? false
      : content.passPercent === null || percent === null
        ? null
        : percent >= content.passPercent,
    isAutoFailed,
    questions,
    sections: sections.map(({ section, total }) => {
      const own = questions.filter(({ sectionId }) => sectionId === section.id);
      const weight = total > 0 && whole > 0 ? section.weight / whole : 0;
      return { sectionId: section.id, weight, percent: weight > 0 ? percentOf(own) / weight : null };
    }),
  };
}

/** Sums of thirds and tenths must not miss a pass mark by their last bit. */
function percentOf(questions: readonly QuestionScore[]): number {
  const sum = questions.reduce((sum, { share, weight }) => sum + (share ?? 0) * weight, 0);
  return Math.round(sum * 1e10) / 1e8;
}

function weightOf(question: Question): number {
  return question.kind === "text" ? 0 : question.weight;
}

/** 0 to 1, what the answer earns of its question's weight; null = it does not count. */
function shareOf(question: Question, answers: Answers): number | null {
  const value = answers[question.id]?.value ?? null;
  if (value === null || weightOf(question) === 0) return null;
  switch (question.kind) {
    case "yesNo":
      return value === question.best ? 1 : 0;
    case "scale":
      return typeof value === "number" ? (value - question.min) / (question.max - question.min) : null;
    case "choice": {
      const choice = question.choices.find(({ id }) => id === value);
      return choice ? choice.percent / 100 : null;
    }
    case "text":
      return null;
  }
}

function failsReview(question: Question, answers: Answers): boolean {
  const value = answers[question.id]?.value ?? null;
  if (value === null) return false;
  switch (question.kind) {
    case "yesNo":
      return question.isCritical && value !== question.best;
    case "scale":
      return (
        question.failsAtOrBelow !== null && typeof value === "number" && value <= question.failsAtOrBelow
      );
    case "choice":
      return question.choices.some(({ id, isFailing }) => isFailing && id === value);
    case "text":
      return false;
  }
}
