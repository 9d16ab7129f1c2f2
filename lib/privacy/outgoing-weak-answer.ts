import type { Answer } from "@/lib/domain/reviews/answers";
import type { Question } from "@/lib/domain/reviews/scorecard";
import type { OutgoingReviewRow } from "@/lib/privacy/outgoing-review";

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
