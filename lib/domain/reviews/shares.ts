import type { Question, ScorecardContent } from "./scorecard";

/** How much of the whole each part carries, 0 to 1, by id, where everything applies and is answered. */
export type Shares = Readonly<{
  sections: ReadonlyMap<string, number>;
  questions: ReadonlyMap<string, number>;
}>;

/** The shares of a scorecard's parts. A weight that is no number yet counts as 0. */
export function sharesOf({ sections }: Pick<ScorecardContent, "sections">): Shares {
  const counted = sections.map(({ id, weight, questions }) => {
    const total = questions.reduce((sum, question) => sum + weightOf(question), 0);
    return { id, questions, total, weight: total > 0 ? plain(weight) : 0 };
  });
  const whole = counted.reduce((sum, { weight }) => sum + weight, 0);
  const ofSections = counted.map(({ id, weight }) => [id, whole > 0 ? weight / whole : 0] as const);
  const bySection = new Map(ofSections);
  return {
    sections: bySection,
    questions: new Map(
      counted.flatMap(({ id, questions, total }) =>
        questions.map((question) => [
          question.id,
          total > 0 ? (bySection.get(id) ?? 0) * (weightOf(question) / total) : 0,
        ]),
      ),
    ),
  };
}

function weightOf(question: Question): number {
  return question.kind === "text" ? 0 : plain(question.weight);
}

function plain(weight: number): number {
  return Number.isFinite(weight) && weight > 0 ? weight : 0;
}
