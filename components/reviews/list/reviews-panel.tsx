"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import Link from "next/link";
import { useState } from "react";
import { numberWords } from "@/components/format/words";
import { usePreferences } from "@/components/shell/preferences";
import { Button } from "@/components/ui/button";
import { Empty, Failure, Skeleton } from "@/components/ui/feedback";
import { resultsOptions } from "@/lib/api-client/review-results";
import { reviewListOptions } from "@/lib/api-client/reviews";
import type { OutgoingPerson } from "@/lib/privacy/outgoing-review";
import { reviewCountWords } from "../assign/preview-words";
import { useAddress } from "../use-address";
import { type ListState, readReviewFilter } from "./review-filter";
import { ReviewFilters } from "./review-filters";
import { ReviewsTable } from "./reviews-table";

/** Every review within reach: who scores what, how far it is, and what came of it. */
export function ReviewsPanel() {
  const { zone } = usePreferences();
  const address = useAddress();
  const filter = readReviewFilter(address);
  const list = useInfiniteQuery(reviewListOptions(filter));
  const [isNearFilters, setIsNearFilters] = useState(false);
  // Agents who have been scored at all, for a filter that can name them though their rows are not on the screen. Looking at
  // results is logged: they are asked for once somebody comes near the filters.
  const scored = useQuery({ ...resultsOptions({ zone }), enabled: isNearFilters, staleTime: 60_000 });
  const rows = list.data?.pages.flatMap(({ reviews }) => reviews) ?? [];
  const totalCount = list.data?.pages[0]?.totalCount ?? 0;
  const agents = namedOnce([
    ...rows.flatMap(({ agent }) => agent ?? []),
    ...(scored.data?.agents.map(({ key, name }) => ({ id: key, name })) ?? []),
  ]);
  const isNarrowed = [filter.evaluator, filter.scorecard, filter.agent].some((key) => key !== undefined);

  return (
    <div className="flex flex-col gap-3">
      <ReviewFilters
        address={address}
        filter={filter}
        agents={agents}
        onNear={() => setIsNearFilters(true)}
      />
      {list.isError ? <Failure title="The reviews can't be shown">{list.error.message}</Failure> : null}
      {list.isPending ? <Skeleton className="h-64" /> : null}
      {list.isSuccess && rows.length === 0 ? (
        <NoReviews state={filter.state} isNarrowed={isNarrowed} />
      ) : null}
      {rows.length > 0 ? (
        <div className={clsx("flex flex-col gap-2", list.isPlaceholderData && "opacity-60")}>
          <ReviewsTable reviews={rows} zone={zone} onAgent={(agent) => address.change({ agent })} />
          <p role="status" className="flex items-center gap-3 text-ink-soft">
            {rows.length < totalCount
              ? `${numberWords(rows.length)} of ${reviewCountWords(totalCount)}`
              : reviewCountWords(totalCount)}
            {list.hasNextPage ? (
              <Button
                size="small"
                disabled={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {list.isFetchingNextPage ? "Loading…" : "Show more"}
              </Button>
            ) : null}
          </p>
        </div>
      ) : null}
    </div>
  );
}

function NoReviews({ state, isNarrowed }: Readonly<{ state: ListState; isNarrowed: boolean }>) {
  if (isNarrowed) return <Empty title="No reviews like this">Choose “All” in one of the lists above.</Empty>;
  if (state !== "open" && state !== "all") return <Empty title={`No reviews are ${state}`} />;
  return (
    <Empty title={state === "open" ? "Nothing is waiting to be scored" : "No reviews yet"}>
      <p>
        Assign from a call: drag over a part of it in the player, or tick calls in{" "}
        <Link href="/recordings" className="text-accent underline">
          Recordings
        </Link>{" "}
        and press “Assign…”.
      </p>
    </Empty>
  );
}

function namedOnce(people: readonly OutgoingPerson[]): readonly OutgoingPerson[] {
  const known = new Map(people.map((person) => [person.id, person]));
  return [...known.values()].sort((one, other) => one.name.localeCompare(other.name));
}
