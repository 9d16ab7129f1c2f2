import { type By, changeReview } from "@/lib/catalog/review-changes";
import type { StoredReview } from "@/lib/catalog/reviews";
import { AppError } from "@/lib/domain/errors";
import { stateAfter } from "@/lib/domain/reviews/acts";
import { progressOf } from "@/lib/domain/reviews/answers";
import { EXPLAINED_ACTS, type ReviewAct, SHORTEST_REASON } from "@/lib/domain/reviews/review";
import { type ReviewScore, scoreReview } from "@/lib/domain/reviews/scoring";
import type { OutgoingReview } from "@/lib/privacy/outgoing-review";
import { audited } from "../audited";
import type { ServiceContext } from "../context";
import { cardOf, openReview, recordingIdOf } from "./open-review";
import { presentOpened } from "./read-review";

export type ActInput = Readonly<{ act: ReviewAct; reason: string | undefined }>;

/**
 * Submits a review, takes that back, disputes, upholds, re-opens or withdraws it; gives it as it stands then (null = withdrawn).
 * Throws unprocessable when something is still to be answered, cannot_update in another state, forbidden_role for what is
 * never this role's to do.
 */
export async function actOnReview(
  ctx: ServiceContext,
  id: string,
  input: ActInput,
): Promise<OutgoingReview | null> {
  const { act } = input;
  const reason = reasonOf(input);
  const { review, facts } = await openReview(ctx, id);
  if (!facts.can.includes(act)) throw refusal(ctx, act);
  const score = act === "submit" ? await scoreOf(ctx, review) : null;
  const by: By = { userId: ctx.actor.userId, userName: ctx.actor.name, nowMs: ctx.now() };
  await audited(
    ctx,
    {
      action: `review.${act}`,
      recordingId: recordingIdOf(review),
      // Not what it scored: the log is read while a calibration is still blind.
      details: { review: id, evaluator: review.evaluatorId },
      ...(reason === null ? {} : { reason }),
    },
    async () => {
      const changed = await changeReview(ctx.scope, ctx.catalog.db, id, {
        act,
        from: [review.state],
        to: stateAfter(act),
        reason,
        by,
        ...(score ? { submission: { score, answers: review.answers, revision: review.revision } } : {}),
        dropsScore: act === "undoSubmit" || act === "reopen",
      });
      if (!changed) throw new AppError("cannot_update", "This review has changed meanwhile. Read it again.");
    },
  );
  return act === "withdraw" ? null : presentOpened(ctx, id);
}

async function scoreOf(ctx: ServiceContext, review: StoredReview): Promise<ReviewScore> {
  const card = await cardOf(ctx, review);
  const { done, total } = progressOf(card, review.answers);
  if (done < total) {
    const left = total - done;
    throw new AppError(
      "unprocessable",
      `Not answered yet: ${left} ${left === 1 ? "question" : "questions"}.`,
    );
  }
  return scoreReview(card, review.answers);
}

function reasonOf({ act, reason }: ActInput): string | null {
  const given = reason?.trim() ?? "";
  if (!EXPLAINED_ACTS.some((one) => one === act)) return given === "" ? null : given;
  if (given === "") throw new AppError("missing_input", "Give a reason.");
  if (given.length < SHORTEST_REASON) {
    throw new AppError("invalid_input", `The reason needs at least ${SHORTEST_REASON} characters.`);
  }
  return given;
}

/** An evaluator is told that an act is not theirs; everybody else, that it can't be done now. */
function refusal(ctx: ServiceContext, act: ReviewAct): AppError {
  const isManagers = act !== "submit" && act !== "undoSubmit";
  if (isManagers && ctx.actor.role === "evaluator") {
    return new AppError("forbidden_role", "Your role does not allow this.");
  }
  return new AppError("cannot_update", "This can't be done with the review as it stands.");
}
