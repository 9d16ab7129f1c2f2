import { saveAnswers } from "@/lib/catalog/review-changes";
import { AppError } from "@/lib/domain/errors";
import { type Answers, checkAnswers, progressOf } from "@/lib/domain/reviews/answers";
import { OPEN_STATES, type ReviewState } from "@/lib/domain/reviews/review";
import { audited } from "../audited";
import type { ServiceContext } from "../context";
import { cardOf, openReview, recordingIdOf } from "./open-review";

export type AnswersInput = Readonly<{ answers: Answers; revision: number }>;

/**
 * Keeps the answers named and leaves the others; gives the new revision. Throws cannot_update when they were written over
 * another revision than the stored one, or the review is not open to the caller's answers.
 */
export async function answerReview(
  ctx: ServiceContext,
  id: string,
  input: AnswersInput,
): Promise<Readonly<{ revision: number; progress: { done: number; total: number }; state: ReviewState }>> {
  const { review, facts } = await openReview(ctx, id);
  if (!facts.can.includes("answer"))
    throw new AppError("cannot_update", "This review can't be answered now.");
  if (input.revision !== review.revision) throw overtaken();
  const card = await cardOf(ctx, review);
  const fault = checkAnswers(card, input.answers, review.segments.length);
  if (fault) throw new AppError("invalid_input", fault);
  const answers = { ...review.answers, ...input.answers };
  const progress = progressOf(card, answers);
  const revision = await audited(
    ctx,
    {
      action: "review.answer",
      recordingId: recordingIdOf(review),
      details: { review: id, questions: Object.keys(input.answers) },
    },
    async () => {
      const saved = await saveAnswers(ctx.scope, ctx.catalog.db, id, {
        answers,
        answered: progress.done,
        revision: input.revision,
        from: OPEN_STATES,
        by: { userId: ctx.actor.userId, userName: ctx.actor.name, nowMs: ctx.now() },
      });
      if (saved === null) throw overtaken();
      return saved;
    },
  );
  return { revision, progress, state: review.state === "assigned" ? "started" : review.state };
}

function overtaken(): AppError {
  return new AppError("cannot_update", "These answers have been changed elsewhere. Read the review again.");
}
