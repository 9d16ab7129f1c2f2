import { RecordingIdSchema, type SourceId, splitRecordingId } from "@/lib/domain/ids";
import type { Review } from "@/lib/domain/reviews/review";

/** The source whose privacy lists say what is masked in a review, also when its call is gone. */
export function sourceOfReview({ recordingId }: Pick<Review, "recordingId">): SourceId {
  return splitRecordingId(RecordingIdSchema.parse(recordingId)).sourceId;
}
