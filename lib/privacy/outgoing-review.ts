import type { Answer, Answers } from "@/lib/domain/reviews/answers";
import type { ReviewAct, ReviewState, SegmentUnit } from "@/lib/domain/reviews/review";
import type { Question, ScorecardContent } from "@/lib/domain/reviews/scorecard";
import type { QuestionScore } from "@/lib/domain/reviews/scoring";
import type { VendorName } from "@/lib/domain/vendors";
import type { OutgoingRecording } from "./outgoing";

/** Times `yyyy-MM-ddTHH:mm:ss.SSS+0000`; absent = unknown; a masked value is `*******`. */

export type OutgoingPerson = Readonly<{ id: string; name: string }>;

/** What was scored, once it may be seen: absent before submission and while a calibration is blind. */
export type OutgoingScore = Readonly<{
  /** 0 to 100; absent = nothing of it counts (everything not applicable, or only texts). */
  percent?: number;
  passed?: boolean;
  autoFailed: boolean;
}>;

/** One row of a queue or a list (`GET /reviews`). */
export type OutgoingReviewRow = Readonly<{
  id: string;
  /** `gone` = deleted since: its scores stay, and nothing of it can be played. */
  recording: Readonly<{
    id: string;
    source: string;
    vendor?: VendorName;
    startTime?: string;
    callType?: string;
    callerPhoneNumber?: string;
    dialedPhoneNumber?: string;
    gone?: true;
  }>;
  /** Whose work is judged. `id` is an opaque key for filters. */
  agent?: OutgoingPerson;
  evaluator: OutgoingPerson;
  assignedBy?: string;
  assignedTime: string;
  dueTime?: string;
  note?: string;
  scorecard: Readonly<{ id: string; name: string; version: number }>;
  state: ReviewState;
  segmentCount: number;
  /** Of all segments together; absent when a length is unknown. */
  lengthMs?: number;
  progress: Readonly<{ done: number; total: number }>;
  calibration?: Readonly<{ id: string; reviews: number; submitted: number; blind: boolean }>;
  score?: OutgoingScore;
  submittedTime?: string;
  /** What this viewer may do with it now. */
  can: readonly ("answer" | "comment" | ReviewAct)[];
}>;

export type OutgoingSegment = Readonly<{
  n: number;
  unit: SegmentUnit;
  /** Of the cut file: what `recording.mediaFiles` knows it by. Positions in it begin at 0 where the segment does. */
  mediaKey: string;
  playPath: string;
  peaksPath: string;
  durationMs?: number;
  /** Where it lies in the whole call: for those who may open that. */
  of?: Readonly<{ mediaKey: string; startMs: number; endMs?: number }>;
}>;

export type OutgoingReviewEvent = Readonly<{
  time: string;
  act: ReviewAct | "assign" | "start";
  user: string;
  reason?: string;
  /** What stood at that time. */
  score?: OutgoingScore;
}>;

/** Agreement of a calibration whose evaluators have all submitted. */
export type OutgoingAgreement = Readonly<{
  reviews: readonly Readonly<{
    id: string;
    evaluator: OutgoingPerson;
    score: OutgoingScore;
    answers: Answers;
  }>[];
  /** Krippendorff's alpha over all counted questions; absent = can't be told from so few. */
  alpha?: number;
  /** Share of questions that all have answered alike, 0 to 1. */
  exact: number;
}>;

/** `GET /reviews/{id}`: the call cut to its segments, the scorecard as it stood, and what was answered. */
export type OutgoingReview = OutgoingReviewRow &
  Readonly<{
    /** Absent when the recording is gone. Its media files are the segments; nothing outside of them is in it. */
    cut?: OutgoingRecording;
    segments: readonly OutgoingSegment[];
    card: ScorecardContent;
    answers: Answers;
    revision: number;
    /** Per question, once submitted. */
    scores?: readonly QuestionScore[];
    history: readonly OutgoingReviewEvent[];
    agreement?: OutgoingAgreement;
  }>;

/** A moment that an answer was bound to, as a place in the whole call: a file, and ms in that file's own time. */
export type OutgoingPlace = Readonly<{ mediaKey: string; startMs: number; endMs?: number }>;

/** An answer that cost points, with the review it stands in (`GET /reviews/results/answers`). */
export type OutgoingWeakAnswer = Readonly<{
  review: OutgoingReviewRow;
  /** As it stood when the review was assigned. */
  question: Question;
  answer: Answer;
  /** Share of the points it earned, 0 to 1. */
  share: number;
  /** It failed the whole review. */
  fails: boolean;
  /** Where the answer is bound to; empty for who may not open the call, and when the call is gone. */
  places: readonly OutgoingPlace[];
}>;
