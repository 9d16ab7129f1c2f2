import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { LabelIdSchema } from "@/lib/domain/labels";
import { ReviewIdSchema } from "@/lib/domain/reviews/review";
import { RuleIdSchema } from "@/lib/domain/reviews/rule";

// A name that nothing can have is not found, not malformed.
const found = <S extends z.ZodType>(schema: S, what = "review") =>
  z.string().transform((value): z.output<S> => {
    const parsed = schema.safeParse(value);
    if (!parsed.success) throw new AppError("not_found", `There is no such ${what}.`);
    return parsed.data;
  });

const reviewId = found(ReviewIdSchema);
/** Which segment of a review, counted from 1. */
const segment = found(
  z
    .string()
    .regex(/^[1-9]\d{0,3}$/)
    .transform(Number),
);

export const reviewParams = z.strictObject({ reviewId });
export const commentParams = z.strictObject({ reviewId, commentId: found(LabelIdSchema) });
export const segmentParams = z.strictObject({ reviewId, segment });
export const ruleParams = z.strictObject({ ruleId: found(RuleIdSchema, "rule") });
