import { createHash } from "node:crypto";
import { getRecordings } from "@/lib/catalog/recordings";
import { calibrationKey, calibrationProgress, findReview, type StoredReview } from "@/lib/catalog/reviews";
import { findScorecard } from "@/lib/catalog/scorecards";
import { AppError } from "@/lib/domain/errors";
import { type MediaKey, MediaKeySchema, type RecordingId, RecordingIdSchema } from "@/lib/domain/ids";
import type { StoredRecording } from "@/lib/domain/recording";
import { allowedActs, type CalibrationProgress, seesAnswers } from "@/lib/domain/reviews/acts";
import { type Cut, cutRecording } from "@/lib/domain/reviews/cut-recording";
import type { ReviewSegment } from "@/lib/domain/reviews/review";
import type { ScorecardVersion } from "@/lib/domain/reviews/scorecard";
import type { ReviewedCall, ReviewFacts } from "@/lib/privacy/present-review-row";
import type { ServiceContext } from "../context";

/** The one answer for a review that does not exist, was withdrawn, is somebody else's, or of a call out of scope. */
export function reviewNotFound(): AppError {
  return new AppError("not_found", "There is no such review.");
}

/** A review within the caller's scope, with its call and what the caller may do. */
export type OpenedReview = Readonly<{
  review: StoredReview;
  call: ReviewedCall;
  facts: ReviewFacts;
}>;

/** One review that the caller may know. Throws not_found. */
export async function openReview(
  ctx: ServiceContext,
  id: string,
  options: Readonly<{ labels?: boolean }> = {},
): Promise<OpenedReview> {
  const review = await findReview(ctx.scope, ctx.catalog.db, id);
  const [opened] = review ? await withCalls(ctx, [review], options) : [];
  if (!opened) throw reviewNotFound();
  return opened;
}

/** Reviews with their calls. One whose call is there, but none of its parts for the caller, is left out. */
export async function withCalls(
  ctx: ServiceContext,
  reviews: readonly StoredReview[],
  options: Readonly<{ labels?: boolean }> = {},
): Promise<readonly OpenedReview[]> {
  const ids = [...new Set(reviews.map(recordingIdOf))];
  const [recordings, progress] = await Promise.all([
    getRecordings(ctx.scope, ctx.catalog.db, ids, { labels: options.labels ?? false }),
    calibrationProgress(ctx.scope, ctx.catalog.db, reviews),
  ]);
  const known = new Map<string, StoredRecording>(recordings.map((recording) => [recording.id, recording]));
  return reviews.flatMap((review) => {
    const recording = known.get(review.recordingId) ?? null;
    if (!recording && !review.isGone) return [];
    return [openedOf(ctx, review, recording, progressIn(progress, review))];
  });
}

function openedOf(
  ctx: ServiceContext,
  review: StoredReview,
  recording: StoredRecording | null,
  progress: CalibrationProgress,
): OpenedReview {
  const cuts = review.segments.map(cutOf);
  return {
    review,
    call: { recording, part: recording ? cutRecording(recording, cuts) : null, cuts },
    facts: {
      scorecardName: review.scorecardName,
      progress,
      can: allowedActs(review, ctx.actor, progress, ctx.now()),
      seesAnswers: seesAnswers(review, ctx.actor, progress),
    },
  };
}

/** The scorecard as it stood when the review was assigned. */
export async function cardOf(ctx: ServiceContext, review: StoredReview): Promise<ScorecardVersion> {
  const card = await findScorecard(ctx.catalog.db, review.scorecardId, review.scorecardVersion);
  if (!card) throw new Error(`review ${review.id} has a scorecard that is not there`);
  return card;
}

/** How long the segment at an index lasts; null where that is not known, or its file is gone. */
export function lengthOf({ cuts, part }: ReviewedCall, index: number): number | null {
  const clipKey = cuts[index]?.clipKey;
  return part?.mediaFiles.find(({ mediaKey }) => mediaKey === clipKey)?.durationMs ?? null;
}

/** The part under a key of its own: the same part of the same file has the same one, whoever it was given to. */
export function cutOf({ mediaKey, startMs, endMs }: Omit<ReviewSegment, "n" | "unit">): Cut {
  return { clipKey: clipKeyOf(mediaKey, startMs, endMs), mediaKey, startMs, endMs };
}

function clipKeyOf(mediaKey: string, startMs: number, endMs: number | null): MediaKey {
  const name = `${mediaKey}\n${startMs}\n${endMs ?? ""}`;
  return MediaKeySchema.parse(createHash("sha256").update(name).digest("base64url").slice(0, 32));
}

export function recordingIdOf(review: Pick<StoredReview, "recordingId">): RecordingId {
  return RecordingIdSchema.parse(review.recordingId);
}

function progressIn(
  progress: Awaited<ReturnType<typeof calibrationProgress>>,
  review: StoredReview,
): CalibrationProgress {
  const known = review.isCalibration ? progress.get(calibrationKey(review)) : undefined;
  return known
    ? { reviews: known.reviews, submitted: known.submitted }
    : { reviews: 1, submitted: review.submittedMs === null ? 0 : 1 };
}
