"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { Download } from "lucide-react";
import Link from "next/link";
import { usePreferences } from "@/components/shell/preferences";
import { Empty, Failure, Skeleton } from "@/components/ui/feedback";
import { type ResultsRequest, resultsExportUrl, resultsOptions } from "@/lib/api-client/review-results";
import type { ResultsAnswer } from "@/lib/domain/reviews/results";
import { type Address, useAddress } from "../use-address";
import { AgreementPart } from "./agreement-part";
import { DistributionPlot } from "./distribution-plot";
import { Figures } from "./figures";
import { GROUPINGS, GroupsTable } from "./groups-table";
import { bucketPeriod } from "./period";
import { QuestionsTable } from "./questions-table";
import { ResultsFilters } from "./results-filters";
import { readResultsRequest } from "./results-query";
import { TrendPlot } from "./trend-plot";

/** What came of the submitted reviews, from the figures down to the moment in the call that an answer was bound to. */
export function ResultsPanel() {
  const { zone } = usePreferences();
  const address = useAddress();
  const request = readResultsRequest(address, Date.now(), zone);
  const results = useQuery({ ...resultsOptions(request), placeholderData: keepPreviousData });
  const answer = results.data;
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-end justify-between gap-2">
        <ResultsFilters address={address} answer={answer} />
        <a
          href={resultsExportUrl(request, "csv")}
          download
          className="inline-flex h-8 items-center gap-1.5 rounded border border-line bg-surface px-3 font-medium hover:bg-canvas"
        >
          <Download aria-hidden className="size-4" /> Export (CSV)
        </a>
      </div>
      {results.isError ? <Failure title="The results can't be shown">{results.error.message}</Failure> : null}
      {results.isPending ? <Skeleton className="h-96" /> : null}
      {answer ? (
        <div className={clsx("flex flex-col gap-6", results.isPlaceholderData && "opacity-60")}>
          {answer.total.reviews === 0 ? (
            <NoResults address={address} />
          ) : (
            <Results answer={answer} address={address} request={request} />
          )}
        </div>
      ) : null}
    </div>
  );
}

function Results({
  answer,
  address,
  request,
}: Readonly<{ answer: ResultsAnswer; address: Address; request: ResultsRequest }>) {
  const { zone } = usePreferences();
  const bucket = request.bucket ?? "week";
  const by = GROUPINGS.find((grouping) => grouping === address.get("by")) ?? "agent";
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <Figures total={answer.total} />
        <Link href={listHref(address)} className="rounded text-accent hover:underline">
          These reviews as a list
        </Link>
      </div>
      <div className="grid items-start gap-6 md:grid-cols-[3fr_2fr]">
        <TrendPlot
          trend={answer.trend}
          bucket={bucket}
          zone={zone}
          onBucket={(startMs) => address.change({ period: bucketPeriod(startMs, bucket, zone) })}
        />
        <DistributionPlot counts={answer.distribution} />
      </div>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <GroupsTable
          answer={answer}
          by={by}
          onBy={(next) => address.change({ by: next })}
          onGroup={(name, key) => address.change({ [name]: key })}
        />
        <QuestionsTable answer={answer} address={address} request={request} />
      </div>
      <AgreementPart agreement={answer.agreement} />
    </>
  );
}

/** The list has no filters for times and teams: it shows more, never other reviews. */
function listHref(address: Address): string {
  const query = new URLSearchParams({ state: "submitted" });
  for (const name of ["evaluator", "scorecard", "agent"]) {
    if (address.get(name) !== "") query.set(name, address.get(name));
  }
  return `/reviews?${query}`;
}

function NoResults({ address }: Readonly<{ address: Address }>) {
  return (
    <Empty title="No such review was submitted in this time">
      <button
        type="button"
        className="rounded text-accent underline"
        onClick={() =>
          address.change({ period: "all", agent: "", team: "", evaluator: "", scorecard: "", question: "" })
        }
      >
        Show all of them, of all time
      </button>
    </Empty>
  );
}
