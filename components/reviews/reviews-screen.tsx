"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import dynamic from "next/dynamic";
import Link from "next/link";
import { Skeleton } from "@/components/ui/feedback";
import { reviewListOptions } from "@/lib/api-client/reviews";
import { ReviewsPanel } from "./list/reviews-panel";
import { useAddress } from "./use-address";

const Queue = dynamic(() => import("./queue/queue").then((module) => module.Queue), {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
});
const ResultsPanel = dynamic(() => import("./results/results-panel").then((module) => module.ResultsPanel), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});
const RulesPanel = dynamic(() => import("./rules/rules-panel").then((module) => module.RulesPanel), {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
});

const TABS = [
  ["reviews", "Reviews"],
  ["results", "Results"],
  ["sampling", "Sampling"],
  ["queue", "My queue"],
] as const;
type Tab = (typeof TABS)[number][0];

/** Reviews as supervisors see them: what is assigned, what came of it, what is drawn, and their own queue if they have one. */
export function ReviewsScreen() {
  const address = useAddress();
  const own = useInfiniteQuery(reviewListOptions({ state: "all", mine: true, limit: 1 }));
  const hasQueue = (own.data?.pages[0]?.totalCount ?? 0) > 0;
  const asked = TABS.find(([tab]) => tab === address.get("tab"))?.[0] ?? "reviews";
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col gap-4 p-4 sm:p-6">
      {asked === "queue" ? null : <h1 className="sr-only">Reviews</h1>}
      <nav aria-label="Reviews" className="flex gap-1 overflow-x-auto border-line border-b">
        {TABS.filter(([tab]) => tab !== "queue" || hasQueue || asked === "queue").map(([tab, title]) => (
          <Link
            key={tab}
            href={tab === "reviews" ? "/reviews" : `/reviews?tab=${tab}`}
            aria-current={tab === asked ? "page" : undefined}
            className={clsx(
              "-mb-px whitespace-nowrap border-b-2 px-3 py-2 font-medium",
              tab === asked
                ? "border-accent text-ink"
                : "border-transparent text-ink-soft hover:text-ink forced-colors:border-[Canvas]",
            )}
          >
            {title}
          </Link>
        ))}
      </nav>
      <Panel tab={asked} />
    </div>
  );
}

function Panel({ tab }: Readonly<{ tab: Tab }>) {
  switch (tab) {
    case "reviews":
      return <ReviewsPanel />;
    case "results":
      return <ResultsPanel />;
    case "sampling":
      return <RulesPanel />;
    case "queue":
      return <Queue />;
  }
}
