import { z } from "zod";
import { KnownIdSchema } from "./review";

const isZone = (zone: string) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

/** What is drawn again and again: so many calls per agent and week, by which scorecard, for whom. */
export const RuleContentSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .refine((text) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text), "must not hold invisible characters"),
  /** A stored search; without it, from every call in reach of whoever made the rule. */
  search: KnownIdSchema.optional(),
  perAgent: z.number().int().min(1).max(50),
  unit: z.enum(["mediaFile", "agentTime"]).default("mediaFile"),
  scorecard: KnownIdSchema,
  evaluators: z
    .array(KnownIdSchema)
    .min(1)
    .max(20)
    .refine((ids) => new Set(ids).size === ids.length, "must name each evaluator once"),
  calibration: z.boolean().default(false),
  /** Days from the draw on; null = no due date. */
  dueDays: z.number().int().min(1).max(90).nullable().default(null),
  /** IANA name: where weeks begin. */
  zone: z.string().min(1).max(64).refine(isZone, "must be a time zone"),
  /** Drawn by itself once a week is over. */
  active: z.boolean().default(false),
});
export type RuleContent = z.output<typeof RuleContentSchema>;

export const RuleIdSchema = z.string().regex(/^[0-9a-f]{32}$/);
