import { z } from "zod";

/** What a scorecard's questions, sections and choices are known by: set once, kept over versions, so that results can be compared. */
const PartIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
/** Control characters, halves of characters, and what turns text around; joiners stay, which some scripts and emoji need. */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/u;
const isClean = (text: string) => !INVISIBLE.test(text);
const INVISIBLE_WORDS = "must not hold invisible characters";
/** One line for people. */
const lineOf = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine((text) => text === "" || /[^\p{Cf}\s]/u.test(text), "must hold something to read")
    .refine(isClean, INVISIBLE_WORDS);
/** Lines for people. */
const HelpSchema = z
  .string()
  .trim()
  .max(1_000)
  .refine((text) => isClean(text.replace(/[\n\r\t]/g, " ")), INVISIBLE_WORDS)
  .default("");
/** How much a question counts beside the others of its section, or a section beside the others. 0 = asked, not counted. */
const WeightSchema = z
  .number()
  .min(0)
  .max(1_000)
  .refine((weight) => weight === 0 || weight >= 0.01, "must be 0, or 0.01 at least");

const question = {
  id: PartIdSchema,
  text: lineOf(300),
  /** What the evaluator should listen for. */
  help: HelpSchema,
  /** A question that does not apply is left out, and the others of its section carry its weight. */
  allowsNotApplicable: z.boolean().default(false),
};

const YesNoSchema = z.strictObject({
  kind: z.literal("yesNo"),
  ...question,
  weight: WeightSchema.default(1),
  /** The answer that earns the points. */
  best: z.enum(["yes", "no"]).default("yes"),
  /** Auto-fail: with any other answer than the best one the whole review is failed. */
  isCritical: z.boolean().default(false),
});

const ScaleSchema = z
  .strictObject({
    kind: z.literal("scale"),
    ...question,
    weight: WeightSchema.default(1),
    min: z.number().int().min(0).max(100).default(1),
    max: z.number().int().min(1).max(100).default(5),
    /** Auto-fail: a value at or below it fails the whole review. */
    failsAtOrBelow: z.number().int().nullable().default(null),
  })
  .refine(({ min, max }) => max > min, {
    message: "must lie above the beginning of the scale",
    path: ["max"],
  })
  .refine(({ max, min }) => max - min <= 10, { message: "gives the scale more than 11 steps", path: ["max"] })
  .refine(
    ({ failsAtOrBelow, min, max }) =>
      failsAtOrBelow === null || (failsAtOrBelow >= min && failsAtOrBelow < max),
    {
      message: "must lie on the scale, below its end",
      path: ["failsAtOrBelow"],
    },
  );

const ChoiceSchema = z
  .strictObject({
    kind: z.literal("choice"),
    ...question,
    weight: WeightSchema.default(1),
    choices: z
      .array(
        z.strictObject({
          id: PartIdSchema,
          text: lineOf(200),
          /** Percent of the question's weight that it earns. */
          percent: z.number().min(0).max(100),
          /** Auto-fail: choosing it fails the whole review. */
          isFailing: z.boolean().default(false),
        }),
      )
      .min(2)
      .max(12),
  })
  .refine(({ choices }) => isEachOnce(choices), { message: "hold one id twice", path: ["choices"] })
  .refine(({ choices }) => choices.some(({ isFailing }) => !isFailing), {
    message: "must not all fail the review",
    path: ["choices"],
  })
  // Else a flawless call could not reach 100.
  .refine(
    ({ choices, weight }) =>
      weight === 0 || choices.some(({ percent, isFailing }) => percent === 100 && !isFailing),
    { message: "need one that earns 100 percent and does not fail", path: ["choices"] },
  );

const TextSchema = z.strictObject({
  kind: z.literal("text"),
  ...question,
  /** Texts earn nothing; one that is required must be there before the review is submitted. */
  isRequired: z.boolean().default(false),
});

export const QuestionSchema = z.discriminatedUnion("kind", [
  YesNoSchema,
  ScaleSchema,
  ChoiceSchema,
  TextSchema,
]);
export type Question = z.output<typeof QuestionSchema>;
export const QUESTION_KINDS = ["yesNo", "scale", "choice", "text"] as const satisfies Question["kind"][];

export const SectionSchema = z.strictObject({
  id: PartIdSchema,
  title: lineOf(200),
  weight: WeightSchema.default(1),
  questions: z.array(QuestionSchema).min(1).max(40),
});
export type Section = z.output<typeof SectionSchema>;

/** What evaluators score by. Changing it makes a new version; a review keeps the one it was assigned with. */
export const ScorecardContentSchema = z
  .strictObject({
    name: lineOf(120),
    description: HelpSchema,
    /** From here on a score has passed; null = scores are not judged. */
    passPercent: z.number().min(0).max(100).nullable().default(null),
    sections: z.array(SectionSchema).min(1).max(20),
  })
  .refine(({ sections }) => isEachOnce(sections), {
    message: "hold one id twice",
    path: ["sections"],
  })
  .refine(({ sections }) => isEachOnce(sections.flatMap(({ questions }) => questions)), {
    message: "hold two questions of one id",
    path: ["sections"],
  });
export type ScorecardContent = z.output<typeof ScorecardContentSchema>;

/** How names of scorecards are compared: letter case and ways of writing the same character ignored. */
export function scorecardNameKey(name: string): string {
  return name.trim().normalize("NFKC").toLowerCase();
}

/** A scorecard as it stood at one time. */
export type ScorecardVersion = ScorecardContent &
  Readonly<{ id: string; version: number; createTimeMs: number; createUser: string }>;

/** What of a version is its content: the rest of it is about the version. */
export function contentOf({ name, description, passPercent, sections }: ScorecardContent): ScorecardContent {
  return { name, description, passPercent, sections };
}

/** Every question, in the order of asking. */
export function questionsOf(content: Pick<ScorecardContent, "sections">): readonly Question[] {
  return content.sections.flatMap(({ questions }) => questions);
}

function isEachOnce(parts: readonly Readonly<{ id: string }>[]): boolean {
  return new Set(parts.map(({ id }) => id)).size === parts.length;
}
