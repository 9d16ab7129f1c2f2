import { accessKeysOfFile, type Scope } from "@/lib/domain/access";
import type { MediaFile } from "@/lib/domain/recording";
import type { Review } from "@/lib/domain/reviews/review";
import { accessSetIds } from "./access-sets";
import type { CatalogDb } from "./schema";
import { inTransaction } from "./transaction";
import { iso, isoOrNull, newId, plainText, plainTextOrNull } from "./values";

/** A review as it is assigned; `files` are those its segments lie in, and say who may know of it. */
export type NewReview = Omit<
  Review,
  | "id"
  | "revision"
  | "answered"
  | "startedMs"
  | "submittedMs"
  | "scorePercent"
  | "isPassed"
  | "isAutoFailed"
  | "state"
> &
  Readonly<{ files: readonly Pick<MediaFile, "accessGroups" | "partitions">[] }>;

/** Writes reviews that were assigned together, each with the first row of its history. Gives their ids, in order. */
export async function insertReviews(
  _scope: Scope,
  db: CatalogDb,
  reviews: readonly NewReview[],
): Promise<readonly string[]> {
  const keysOf = new Map(
    reviews.map((review) => [review, [...new Set(review.files.flatMap(accessKeysOfFile))].sort()]),
  );
  return inTransaction(db, async (transaction) => {
    const setOf = await accessSetIds(transaction, keysOf.values());
    const ids: string[] = [];
    for (const review of reviews) {
      const id = newId();
      ids.push(id);
      await transaction
        .insertInto("review")
        .values({
          id,
          recording_id: review.recordingId,
          access_set_id: setOf(keysOf.get(review) ?? []),
          assignment_id: review.assignmentId,
          is_calibration: review.isCalibration,
          evaluator_id: review.evaluatorId,
          evaluator_name: plainText(review.evaluatorName),
          assigned_by_id: review.assignedById,
          assigned_by_name: plainText(review.assignedByName),
          assigned: iso(review.assignedMs),
          due: isoOrNull(review.dueMs),
          note: plainText(review.note),
          scorecard_id: review.scorecardId,
          scorecard_version: review.scorecardVersion,
          state: "assigned",
          agent_key: review.agent?.key ?? null,
          agent_name: plainTextOrNull(review.agent?.name ?? null),
          team: plainTextOrNull(review.team),
          call_time: isoOrNull(review.callMs),
          answers: "{}",
          revision: 0,
          answered: 0,
          questions: review.questions,
          auto_failed: false,
        })
        .execute();
      await transaction
        .insertInto("review_segment")
        .values(
          review.segments.map(({ n, mediaKey, startMs, endMs, unit }) => ({
            review_id: id,
            n,
            media_key: mediaKey,
            start_ms: startMs,
            end_ms: endMs,
            unit,
          })),
        )
        .execute();
      await transaction
        .insertInto("review_event")
        .values({
          id: newId(),
          review_id: id,
          time: iso(review.assignedMs),
          act: "assign",
          user_id: review.assignedById,
          user_name: plainText(review.assignedByName),
        })
        .execute();
    }
    return ids;
  });
}
