import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { recordingListOptions } from "@/lib/api-client/queries";
import type { SourceCoverage } from "@/lib/domain/answers";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";

const NO_SOURCES: readonly SourceCoverage[] = [];

/** The calls of a search as far as they are loaded, newest first, each once. */
export function useResults(searchId: string | null) {
  const query = useInfiniteQuery(recordingListOptions(searchId));
  const { data, fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError } = query;
  const recordings = useMemo(() => {
    const byId = new Map<string, OutgoingRecording>();
    for (const page of data?.pages ?? []) {
      for (const recording of page.recordings) byId.set(recording.id, recording);
    }
    return [...byId.values()];
  }, [data]);
  const canLoad = hasNextPage && !isFetchingNextPage;
  const loadMore = useCallback(() => {
    if (canLoad) void fetchNextPage();
  }, [canLoad, fetchNextPage]);
  const newest = data?.pages.at(-1);
  return {
    recordings,
    isPending: query.isPending,
    /** True while what is shown belongs to the search before. */
    isOld: query.isPlaceholderData,
    error: query.isError && (recordings.length === 0 || !isFetchNextPageError) ? query.error : null,
    /** Why the next page did not come; the pages before it stay. */
    moreError: isFetchNextPageError ? query.error : null,
    retry: query.refetch,
    loadMore,
    hasMore: hasNextPage && !isFetchNextPageError,
    retryMore: fetchNextPage,
    totalCount: newest?.totalCount ?? null,
    isLowerBound: newest?.totalCountIsLowerBound ?? false,
    measuredOnly: newest?.measuredOnly ?? false,
    sources: newest?.sources ?? NO_SOURCES,
  };
}
