import { reviewHistory } from "@/lib/catalog/review-changes";
import { listReviewComments } from "@/lib/catalog/review-comments";
import { listReviews as readReviews, type StoredReview } from "@/lib/catalog/reviews";
import { isBlind } from "@/lib/domain/reviews/acts";
import { agreementOfCall } from "@/lib/domain/reviews/call-agreement";
import { contentOf, type ScorecardVersion } from "@/lib/domain/reviews/scorecard";
import { scoreReview } from "@/lib/domain/reviews/scoring";
import type { OutgoingReview } from "@/lib/privacy/outgoing-review";
import { presentReview, type ReviewDetails } from "@/lib/privacy/present-review";
import { noted } from "../audited";
import type { ServiceContext } from "../context";
import { loadViewer } from "../privacy/load-viewer";
import { SYSTEM_SCOPE } from "../system-scope";
import { cardOf, type OpenedReview, openReview, recordingIdOf } from "./open-review";
import { sourceOfReview } from "./source-of-review";

/** A review to work on or to read: the call cut to its segments, the scorecard, answers as far as they may be seen. */
export async function readReview(ctx: ServiceContext, id: string): Promise<OutgoingReview> {
  const opened = await openReview(ctx, id, { labels: true });
  const { review } = opened;
  // Asked meanwhile: what the vendor says now is there at the next look.
  if (opened.call.recording) void ctx.readThrough.refresh(recordingIdOf(review));
  await noted(ctx, { action: "review.open", recordingId: recordingIdOf(review), details: { review: id } });
  return present(ctx, opened);
}

/** The same, of a review that was opened (and logged) before. */
export async function presentOpened(ctx: ServiceContext, id: string): Promise<OutgoingReview> {
  return present(ctx, await openReview(ctx, id, { labels: true }));
}

async function present(ctx: ServiceContext, opened: OpenedReview): Promise<OutgoingReview> {
  const { review, call, facts } = opened;
  const card = await cardOf(ctx, review);
  const [viewer, comments, history, agreement] = await Promise.all([
    loadViewer(ctx, [sourceOfReview(review)]),
    listReviewComments(ctx.scope, ctx.catalog.db, review.id),
    reviewHistory(ctx.scope, ctx.catalog.db, review.id),
    agreementOf(ctx, opened, card),
  ]);
  return presentReview(review, call, viewer, {
    ...facts,
    card: contentOf(card),
    answers: review.answers,
    scores: review.submittedMs === null ? null : scoreReview(card, review.answers).questions,
    comments,
    history,
    agreement,
  });
}

/** How far the evaluators of a calibrated call agree, once all of them have submitted; null before, and for other reviews. */
async function agreementOf(
  ctx: ServiceContext,
  { review, facts }: OpenedReview,
  card: ScorecardVersion,
): Promise<ReviewDetails["agreement"]> {
  if (!review.isCalibration || isBlind(review, facts.progress)) return null;
  // Each of them may see the others' now: that is what a calibration is for. By system scope, since an evaluator's own
  // holds only their own reviews; all of these are of the same parts of the same call.
  const { reviews } = await readReviews(
    SYSTEM_SCOPE,
    ctx.catalog.db,
    {
      assignmentId: review.assignmentId,
      recordingId: review.recordingId,
      states: ["submitted", "disputed"],
      order: "newest",
    },
    { limit: 100, offset: 0 },
  );
  const { alpha, exact } = agreementOfCall(
    card,
    reviews.map(({ answers }) => answers),
  );
  return {
    reviews: reviews.map((own: StoredReview) => ({ review: own, answers: own.answers })),
    alpha,
    exact,
  };
}
