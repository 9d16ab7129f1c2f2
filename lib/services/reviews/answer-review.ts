import { saveAnswers } from "@/lib/catalog/review-changes";
import { AppError } from "@/lib/domain/errors";
import { type Answers, answerTo, checkAnswers, progressOf } from "@/lib/domain/reviews/answers";
import { OPEN_STATES, type ReviewState } from "@/lib/domain/reviews/review";
import { presentAnswers } from "@/lib/privacy/present-review";
import { audited } from "../audited";
import type { ServiceContext } from "../context";
import { loadViewer } from "../privacy/load-viewer";
import { cardOf, lengthOf, type OpenedReview, openReview, recordingIdOf } from "./open-review";
import { sourceOfReview } from "./source-of-review";

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
  const opened = await openReview(ctx, id, { labels: true });
  const { review, facts } = opened;
  if (!facts.can.includes("answer"))
    throw new AppError("cannot_update", "This review can't be answered now.");
  if (input.revision !== review.revision) throw overtaken();
  const card = await cardOf(ctx, review);
  const fault = checkAnswers(card, input.answers, review.segments.length);
  if (fault) throw new AppError("invalid_input", fault);
  checkMoments(opened, input.answers);
  const answers = { ...review.answers, ...(await asWritten(ctx, opened, input.answers)) };
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

function checkMoments({ review: { segments }, call }: OpenedReview, answers: Answers): void {
  for (const { moments } of Object.values(answers)) {
    for (const { segment, startMs } of moments) {
      const lengthMs = lengthOf(
        call,
        segments.findIndex(({ n }) => n === segment),
      );
      if (lengthMs !== null && startMs > lengthMs) {
        throw new AppError("out_of_range", "A moment lies beyond the end of its segment.");
      }
    }
  }
}

/** What comes back masked as it was sent is what was written: it must not take the place of it. */
async function asWritten(
  ctx: ServiceContext,
  { review, call }: OpenedReview,
  given: Answers,
): Promise<Answers> {
  const viewer = await loadViewer(ctx, [sourceOfReview(review)]);
  const shown = presentAnswers(review, call, viewer, review.answers);
  const entries = Object.entries(given).map(([id, answer]) => {
    const [before, sent] = [answerTo(review.answers, id), answerTo(shown, id)];
    const note = answer.note === sent.note ? before.note : answer.note;
    const value =
      typeof answer.value === "string" && answer.value === sent.value ? before.value : answer.value;
    return [id, { ...answer, note, value }] as const;
  });
  return Object.fromEntries(entries);
}
