import type { Role } from "../permissions";
import type { EpochMs } from "../recording";
import { OPEN_STATES, type Review, type ReviewAct, type ReviewState, UNDO_MS } from "./review";

/** How far the reviews of one call in a calibration are; one that stands alone is its own. */
export type CalibrationProgress = Readonly<{ reviews: number; submitted: number }>;

type Judged = Pick<Review, "state" | "evaluatorId" | "isCalibration" | "submittedMs">;
type Asker = Readonly<{ userId: string; role: Role }>;

/** True while nobody but its evaluator may know what a review says: others of its calibration are still at work. */
export function isBlind(review: Pick<Review, "isCalibration">, progress: CalibrationProgress): boolean {
  return review.isCalibration && progress.submitted < progress.reviews;
}

/** True when a person may see answers, score and comments of a review. */
export function seesAnswers(review: Judged, asker: Asker, progress: CalibrationProgress): boolean {
  if (review.evaluatorId === asker.userId) return true;
  return isManager(asker.role) && isSubmitted(review.state) && !isBlind(review, progress);
}

/** True when the evaluator has said their last word, until it is opened again. */
export function isSubmitted(state: ReviewState): boolean {
  return state === "submitted" || state === "disputed";
}

export function isOpen(state: ReviewState): boolean {
  return OPEN_STATES.some((open) => open === state);
}

/** What a person may do with a review now. Whether it is complete enough to be submitted is another matter. */
export function allowedActs(
  review: Judged,
  asker: Asker,
  progress: CalibrationProgress,
  nowMs: EpochMs,
): readonly ("answer" | "comment" | ReviewAct)[] {
  const isOwn = review.evaluatorId === asker.userId;
  const own = isOwn ? ownActs(review, progress, nowMs) : [];
  return [...own, ...(isManager(asker.role) ? managersActs(review, isOwn, isBlind(review, progress)) : [])];
}

function ownActs(
  review: Judged,
  progress: CalibrationProgress,
  nowMs: EpochMs,
): ("answer" | "comment" | ReviewAct)[] {
  if (isOpen(review.state)) return ["answer", "comment", "submit"];
  if (review.state === "disputed") return ["comment"];
  const sinceMs = review.submittedMs === null ? Number.POSITIVE_INFINITY : nowMs - review.submittedMs;
  // Once a calibration is complete its evaluators have seen each other's scores.
  const isSecret = !review.isCalibration || isBlind(review, progress);
  return review.state === "submitted" && sinceMs <= UNDO_MS && isSecret ? ["undoSubmit"] : [];
}

function managersActs(review: Judged, isOwn: boolean, isHidden: boolean): ReviewAct[] {
  const { state } = review;
  // Who takes part in a calibration is no judge in it: stepping out, or scoring again, would be with the others' in sight.
  if (isOwn && review.isCalibration) return [];
  if (isOpen(state)) return ["withdraw"];
  if (isHidden) return [];
  // Nobody disputes what they scored themselves, or decides on it.
  if (state === "submitted") return isOwn ? ["reopen"] : ["dispute", "reopen"];
  if (state === "disputed") return isOwn ? ["reopen"] : ["uphold", "reopen"];
  return [];
}

function isManager(role: Role): boolean {
  return role === "administrator" || role === "supervisor";
}

/** The state after an act that is allowed. */
export function stateAfter(act: ReviewAct): ReviewState {
  const AFTER = {
    submit: "submitted",
    undoSubmit: "started",
    dispute: "disputed",
    uphold: "submitted",
    reopen: "reopened",
    withdraw: "withdrawn",
  } as const satisfies Record<ReviewAct, ReviewState>;
  return AFTER[act];
}
