import { useQueryClient } from "@tanstack/react-query";
import type { LinkPlace } from "@/components/player/share-link";
import { reviewOptions } from "@/lib/api-client/reviews";

/** Asks where a review's first segment lies in the whole call; null when that can't be told. */
export function useSegmentPlace(): (reviewId: string) => Promise<LinkPlace | null> {
  const client = useQueryClient();
  return async (reviewId) => {
    const { review } = await client.fetchQuery(reviewOptions(reviewId));
    const of = review.segments[0]?.of;
    return of ? { mediaKey: of.mediaKey, startMs: of.startMs, endMs: of.endMs ?? null } : null;
  };
}
