import { COMMENT_LABEL } from "@/lib/domain/labels";
import type { EpochMs, Label, StoredRecording } from "@/lib/domain/recording";
import type { Answers } from "@/lib/domain/reviews/answers";
import type { Cut } from "@/lib/domain/reviews/cut-recording";
import type { Review, ReviewAct } from "@/lib/domain/reviews/review";
import type { ScorecardContent } from "@/lib/domain/reviews/scorecard";
import type { QuestionScore } from "@/lib/domain/reviews/scoring";
import { formatDialectTime } from "@/lib/domain/time";
import { defined } from "./defined";
import type { Masking } from "./masking";
import type { OutgoingLabel } from "./outgoing";
import type {
  OutgoingAgreement,
  OutgoingReview,
  OutgoingReviewEvent,
  OutgoingSegment,
} from "./outgoing-review";
import { type PresentOptions, presentRecording } from "./present";
import {
  maskingOf,
  opensCalls,
  presentReviewRow,
  type ReviewedCall,
  type ReviewFacts,
  type Scored,
  scored,
  scoreOf,
} from "./present-review-row";
import type { Viewer } from "./viewer";

/** A comment made in a review; `startMs` and `endMs` in the time of segment `segment`. */
export type PresentableComment = Readonly<{
  id: string;
  segment: number | null;
  startMs: number | null;
  endMs: number | null;
  text: string;
  replyTo: string | null;
  userId: string;
  userName: string;
  timeMs: EpochMs;
}>;

export type ReviewDetails = ReviewFacts &
  Readonly<{
    card: ScorecardContent;
    answers: Answers;
    scores: readonly QuestionScore[] | null;
    comments: readonly PresentableComment[];
    history: readonly Readonly<{
      timeMs: EpochMs;
      act: ReviewAct | "assign" | "start";
      userName: string;
      reason: string | null;
      score: Scored | null;
    }>[];
    agreement: Readonly<{
      reviews: readonly Readonly<{ review: Review; answers: Answers }>[];
      alpha: number | null;
      exact: number;
    }> | null;
  }>;

/** A review as it is worked on: the call cut to its segments, the scorecard as it stood, what was answered. */
export function presentReview(
  review: Review,
  call: ReviewedCall,
  viewer: Viewer,
  details: ReviewDetails,
): OutgoingReview {
  const masking = maskingOf(review, call, viewer);
  const shownAnswers = details.seesAnswers ? details.answers : {};
  const own = details.seesAnswers ? details.comments.map((comment) => labelOf(comment, call.cuts)) : [];
  const { recording, part, cuts } = call;
  const cut =
    recording && part
      ? presentRecording(
          { ...part, labels: [...part.labels, ...own], screenRecording: false },
          viewer,
          cutOptions(review, { recording, cuts }, own),
        )
      : null;
  return defined({
    ...presentReviewRow(review, call, viewer, details),
    cut: cut ? { ...cut, labels: labelsIn(review, cut.labels ?? [], viewer, details) } : undefined,
    segments: segmentsOf(review, call, viewer),
    card: details.card,
    answers: answersOf(shownAnswers, masking),
    revision: review.revision,
    scores: details.seesAnswers && details.scores ? details.scores : undefined,
    history: details.history.map((event) => eventOf(event, details.seesAnswers, masking)),
    agreement: details.agreement ? agreementOf(details.agreement, masking) : undefined,
  });
}

/** How the parts are presented as one recording: masked by what is masked anywhere in the call. */
function cutOptions(
  review: Review,
  { recording, cuts }: Readonly<{ recording: StoredRecording; cuts: readonly Cut[] }>,
  own: readonly Label[],
): PresentOptions {
  return {
    labels: true,
    allowReveal: false,
    maskedBy: { ...recording, labels: [...recording.labels, ...own] },
    paths: (file) => pathsOf(review, cuts.findIndex(({ clipKey }) => clipKey === file.mediaKey) + 1),
  };
}

/** In a review people change the comments they made in it, and no others. */
function labelsIn(
  review: Review,
  labels: readonly OutgoingLabel[],
  viewer: Viewer,
  { comments, can }: ReviewDetails,
): readonly OutgoingLabel[] {
  return labels.map((label) => {
    const comment = comments.find(({ id }) => id === label.id);
    if (!comment) return { ...label, removable: false };
    const removable = can.includes("comment") && comment.userId === viewer.userId;
    return { ...label, path: `/reviews/${review.id}/comments/${label.id}`, removable };
  });
}

function labelOf(comment: PresentableComment, cuts: readonly Cut[]): Label {
  const clipKey = comment.segment === null ? undefined : cuts[comment.segment - 1]?.clipKey;
  return {
    id: comment.id,
    vendorLabelId: null,
    name: COMMENT_LABEL,
    reserved: false,
    createTimeMs: comment.timeMs,
    createdByUserId: comment.userId,
    createUser: comment.userName,
    content: {
      text: comment.text,
      ...(clipKey === undefined || comment.startMs === null
        ? {}
        : { mediaKey: clipKey, startMs: comment.startMs }),
      ...(clipKey === undefined || comment.endMs === null ? {} : { endMs: comment.endMs }),
      ...(comment.replyTo === null ? {} : { replyTo: comment.replyTo }),
    },
    kept: "earmark",
  };
}

function segmentsOf(review: Review, { part, cuts }: ReviewedCall, viewer: Viewer): OutgoingSegment[] {
  return review.segments.flatMap((segment, index): OutgoingSegment[] => {
    const clipKey = cuts[index]?.clipKey;
    if (clipKey === undefined) return [];
    const file = part?.mediaFiles.find(({ mediaKey }) => mediaKey === clipKey);
    return [
      defined({
        n: segment.n,
        unit: segment.unit,
        mediaKey: clipKey,
        ...pathsOf(review, segment.n),
        durationMs: file?.durationMs ?? undefined,
        of: opensCalls(viewer)
          ? defined({
              mediaKey: segment.mediaKey,
              startMs: segment.startMs,
              endMs: segment.endMs ?? undefined,
            })
          : undefined,
      }),
    ];
  });
}

function pathsOf(review: Review, n: number): { playPath: string; peaksPath: string } {
  const segment = `/reviews/${review.id}/segments/${n}`;
  return { playPath: `${segment}/play`, peaksPath: `${segment}/peaks` };
}

/** Answers as they are sent to this viewer. */
export function presentAnswers(
  review: Review,
  call: ReviewedCall,
  viewer: Viewer,
  answers: Answers,
): Answers {
  return answersOf(answers, maskingOf(review, call, viewer));
}

/** What people wrote is free text; ids, numbers and choices are the scorecard's. */
function answersOf(answers: Answers, masking: Masking): Answers {
  return Object.fromEntries(
    Object.entries(answers).map(([id, answer]) => [
      id,
      {
        ...answer,
        value: typeof answer.value === "string" ? masking.text(answer.value) : answer.value,
        note: answer.note === "" ? "" : masking.text(answer.note),
      },
    ]),
  );
}

function eventOf(
  event: ReviewDetails["history"][number],
  seesScore: boolean,
  masking: Masking,
): OutgoingReviewEvent {
  return defined({
    time: formatDialectTime(event.timeMs),
    act: event.act,
    user: masking.line(event.userName),
    reason: event.reason === null ? undefined : masking.text(event.reason),
    score: event.score && seesScore ? scoreOf(event.score) : undefined,
  });
}

function agreementOf(
  agreement: NonNullable<ReviewDetails["agreement"]>,
  masking: Masking,
): OutgoingAgreement {
  return defined({
    reviews: agreement.reviews.map(({ review, answers }) => ({
      id: review.id,
      evaluator: { id: review.evaluatorId, name: masking.line(review.evaluatorName) },
      score: scoreOf(scored(review)),
      answers: answersOf(answers, masking),
    })),
    alpha: agreement.alpha ?? undefined,
    exact: agreement.exact,
  });
}
