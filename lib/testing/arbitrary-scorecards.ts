import fc from "fast-check";
import { type Answer, type Answers, NO_ANSWER } from "@/lib/domain/reviews/answers";
import { type Question, type ScorecardContent, ScorecardContentSchema } from "@/lib/domain/reviews/scorecard";

/** Scorecards and answers of every shape the schemas allow, for property tests. */

const weight = fc.oneof(
  fc.integer({ min: 0, max: 10 }),
  fc.double({ min: 0.01, max: 1_000, noNaN: true }),
  fc.constantFrom(0, 1 / 3, 0.1, 1_000),
);
const common = { allowsNotApplicable: fc.boolean(), weight };
const scaleEnds = fc
  .tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 1, max: 10 }))
  .map(([min, steps]) => ({ min, max: min + steps }));

const yesNo = fc.record({
  kind: fc.constant("yesNo" as const),
  ...common,
  best: fc.constantFrom("yes" as const, "no" as const),
  isCritical: fc.boolean(),
});
const scale = fc
  .tuple(fc.record(common), scaleEnds, fc.option(fc.nat({ max: 9 })))
  .map(([rest, { min, max }, failing]) => ({
    kind: "scale" as const,
    ...rest,
    min,
    max,
    failsAtOrBelow: failing === null ? null : Math.min(min + failing, max - 1),
  }));
const choice = fc
  .tuple(
    fc.record(common),
    fc.array(fc.record({ percent: fc.double({ min: 0, max: 100, noNaN: true }), isFailing: fc.boolean() }), {
      minLength: 1,
      maxLength: 11,
    }),
  )
  .map(([rest, others]) => ({
    kind: "choice" as const,
    ...rest,
    choices: [{ percent: 100, isFailing: false }, ...others].map((one, index) => ({
      id: `choice-${index}`,
      text: `Choice ${index}`,
      ...one,
    })),
  }));
const text = fc.record({
  kind: fc.constant("text" as const),
  allowsNotApplicable: fc.boolean(),
  isRequired: fc.boolean(),
});

export const arbitraryCard: fc.Arbitrary<ScorecardContent> = fc
  .record({
    passPercent: fc.option(fc.integer({ min: 0, max: 100 })),
    sections: fc.array(
      fc.record({
        weight,
        questions: fc.array(fc.oneof(yesNo, scale, choice, text), { minLength: 1, maxLength: 5 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  })
  .map(({ passPercent, sections }) =>
    ScorecardContentSchema.parse({
      name: "Any",
      passPercent,
      sections: sections.map((section, place) => ({
        id: `s-${place}`,
        title: `Section ${place}`,
        weight: section.weight,
        questions: section.questions.map((question, index) => ({
          ...question,
          id: `q-${place}-${index}`,
          text: `Question ${index}`,
        })),
      })),
    }),
  );

/** Every value a question takes, the worst first; texts take one. */
export function valuesOf(question: Question): readonly (string | number)[] {
  switch (question.kind) {
    case "yesNo":
      return question.best === "yes" ? ["no", "yes"] : ["yes", "no"];
    case "scale":
      return Array.from({ length: question.max - question.min + 1 }, (_, step) => question.min + step);
    case "choice":
      return [...question.choices].sort((a, b) => a.percent - b.percent).map(({ id }) => id);
    case "text":
      return ["Well done"];
  }
}

const answerFor = (question: Question): fc.Arbitrary<Answer> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom(...valuesOf(question)).map((value) => ({ ...NO_ANSWER, value })),
    },
    { weight: 1, arbitrary: fc.constant(NO_ANSWER) },
    {
      weight: 2,
      arbitrary: fc.constant({ ...NO_ANSWER, notApplicable: question.allowsNotApplicable }),
    },
  );

export type AnsweredCard = Readonly<{ card: ScorecardContent; answers: Answers }>;

/** A scorecard with answers to some of its questions, each one valid. */
export const answeredCard: fc.Arbitrary<AnsweredCard> = arbitraryCard.chain((card) =>
  fc
    .record(
      Object.fromEntries(
        card.sections.flatMap(({ questions }) =>
          questions.map((question) => [question.id, answerFor(question)]),
        ),
      ),
    )
    .map((answers) => ({ card, answers })),
);

/** The scorecard with every question changed so. */
export function mapQuestions(
  card: ScorecardContent,
  change: (question: Question) => Question,
): ScorecardContent {
  return {
    ...card,
    sections: card.sections.map((section) => ({ ...section, questions: section.questions.map(change) })),
  };
}

/** The scorecard without an answer that fails the review. */
export function withoutFails(card: ScorecardContent): ScorecardContent {
  return mapQuestions(card, harmless);
}

function harmless(question: Question): Question {
  switch (question.kind) {
    case "yesNo":
      return { ...question, isCritical: false };
    case "scale":
      return { ...question, failsAtOrBelow: null };
    case "choice":
      return { ...question, choices: question.choices.map((one) => ({ ...one, isFailing: false })) };
    case "text":
      return question;
  }
}
