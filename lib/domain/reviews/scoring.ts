import { type Answers, answerTo, checkAnswer } from "./answers";
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

export type SectionScore = Readonly<{
  sectionId: string;
  /** 0 to 100, of what counts in it; null = nothing does. */
  percent: number | null;
  /** How much of the whole it carries, 0 to 1. */
  weight: number;
}>;

export type ReviewScore = Readonly<{
  /** 0 to 100, rounded to eight decimals only; null = nothing counts. An auto-fail makes it 0. */
  percent: number | null;
  /** What it would be without auto-fails: the sum of `share` × `weight` × 100 over the questions. */
  earnedPercent: number | null;
  /** Null = the scorecard does not judge, or nothing counts. What is failed by an answer has not passed in any case. */
  isPassed: boolean | null;
  isAutoFailed: boolean;
  questions: readonly QuestionScore[];
  sections: readonly SectionScore[];
}>;

/**
 * Scores answers. Within a section questions share its weight by theirs; what does not count gives its part to the
 * others; a section of which nothing counts gives its part to the other sections. What is no answer to its question
 * (`checkAnswer`) counts as none.
 */
export function scoreReview(
  content: Pick<ScorecardContent, "sections" | "passPercent">,
  answers: Answers,
): ReviewScore {
  const graded = content.sections.map((section) => {
    const grades = section.questions.map((question) => gradeOf(question, answers));
    const total = sumOf(grades.map(({ share, weight }) => (share === null ? 0 : weight)));
    return { section, grades, total, counts: total > 0 && section.weight > 0 };
  });
  const whole = sumOf(graded.map(({ section, counts }) => (counts ? section.weight : 0)));
  const sections: SectionScore[] = [];
  const questions: QuestionScore[] = [];
  for (const { section, grades, total, counts } of graded) {
    const sectionWeight = counts ? section.weight / whole : 0;
    const scores = grades.map(({ question, share, weight, notApplicable, fails }): QuestionScore => {
      const isCounted = counts && share !== null;
      return {
        questionId: question.id,
        sectionId: section.id,
        kind: question.kind,
        share: isCounted ? share : null,
        weight: isCounted ? sectionWeight * (weight / total) : 0,
        notApplicable,
        fails,
      };
    });
    questions.push(...scores);
    sections.push({
      sectionId: section.id,
      weight: sectionWeight,
      percent: counts ? percentOf(grades.map(({ share, weight }) => (share ?? 0) * (weight / total))) : null,
    });
  }
  const isAutoFailed = questions.some(({ fails }) => fails);
  const earnedPercent =
    whole > 0 ? percentOf(questions.map(({ share, weight }) => (share ?? 0) * weight)) : null;
  const percent = isAutoFailed ? 0 : earnedPercent;
  return {
    percent,
    earnedPercent,
    isPassed: isAutoFailed ? false : isPassing(percent, content.passPercent),
    isAutoFailed,
    questions,
    sections,
  };
}

function isPassing(percent: number | null, passPercent: number | null): boolean | null {
  return percent === null || passPercent === null ? null : percent >= passPercent;
}

/** Smallest first: the same parts give the same sum in whatever order they are asked. */
function sumOf(parts: readonly number[]): number {
  return [...parts].sort((a, b) => a - b).reduce((sum, part) => sum + part, 0);
}

/** Parts of a whole of 1 as percent. Rounded: sums of thirds and tenths must not miss a pass mark by their last bit. */
function percentOf(parts: readonly number[]): number {
  return Math.round(sumOf(parts) * 1e10) / 1e8;
}

type Grade = Readonly<{
  question: Question;
  /** 0 to 1, what the answer earns of the question's weight; null = it does not count. */
  share: number | null;
  weight: number;
  notApplicable: boolean;
  fails: boolean;
}>;

function gradeOf(question: Question, answers: Answers): Grade {
  const answer = answerTo(answers, question.id);
  const isValid = checkAnswer(question, answer) === null;
  const value = isValid && !answer.notApplicable ? answer.value : null;
  const weight = question.kind === "text" ? 0 : question.weight;
  return {
    question,
    weight,
    share: value === null || weight === 0 ? null : shareOf(question, value),
    notApplicable: isValid && answer.notApplicable,
    fails: value !== null && isFailing(question, value),
  };
}

function shareOf(question: Question, value: string | number): number | null {
  switch (question.kind) {
    case "yesNo":
      return value === question.best ? 1 : 0;
    case "scale":
      return (Number(value) - question.min) / (question.max - question.min);
    case "choice":
      return (question.choices.find(({ id }) => id === value)?.percent ?? 0) / 100;
    case "text":
      return null;
  }
}

function isFailing(question: Question, value: string | number): boolean {
  switch (question.kind) {
    case "yesNo":
      return question.isCritical && value !== question.best;
    case "scale":
      return question.failsAtOrBelow !== null && Number(value) <= question.failsAtOrBelow;
    case "choice":
      return question.choices.some(({ id, isFailing }) => isFailing && id === value);
    case "text":
      return false;
  }
}
