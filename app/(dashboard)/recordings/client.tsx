"use client";

import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { callCountWords } from "@/components/format/words";
import { type Track, usePlayer } from "@/components/player/player-context";
import type { BulkAct } from "@/components/recordings/bulk/bulk-bar";
import { DetailsSkeleton } from "@/components/recordings/details/details-skeleton";
import { isEmptyFilter, withParts } from "@/components/recordings/filters/chips";
import { Facets } from "@/components/recordings/results/facets";
import { Histogram } from "@/components/recordings/results/histogram";
import { NoCalls, RowSkeletons, SearchFailure } from "@/components/recordings/results/list-states";
import { hasNewer } from "@/components/recordings/results/newer";
import { MeasuredNotice, SourceNotices } from "@/components/recordings/results/notices";
import { SearchBar } from "@/components/recordings/search/search-bar";
import { RecordingsTable } from "@/components/recordings/table/recordings-table";
import { useMedia } from "@/components/recordings/use-media";
import { useResults } from "@/components/recordings/use-results";
import { useSearch } from "@/components/recordings/use-search";
import { useTicked } from "@/components/recordings/use-ticked";
import { usePreferences } from "@/components/shell/preferences";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { meOptions } from "@/lib/api-client/queries";

const DetailsPane = dynamic(
  () => import("@/components/recordings/details/details-pane").then((module) => module.DetailsPane),
  { ssr: false, loading: () => <DetailsSkeleton /> },
);
const FiltersSheet = dynamic(
  () => import("@/components/recordings/results/filters-sheet").then((module) => module.FiltersSheet),
  { ssr: false },
);
const BulkBar = dynamic(
  () => import("@/components/recordings/bulk/bulk-bar").then((module) => module.BulkBar),
  { ssr: false },
);
const JobProgress = dynamic(
  () => import("@/components/recordings/bulk/job-progress").then((module) => module.JobProgress),
  { ssr: false },
);

/** What covers a narrow screen. The details give way to the player once something new plays. */
type Sheet = Readonly<{ kind: "filters" | "details"; track: Track | null }>;

/** The home screen: search, calls over time, what they have in common, the calls, and the one that is picked. */
export function RecordingsScreen() {
  const router = useRouter();
  const { zone } = usePreferences();
  const { setQueue, track } = usePlayer();
  const me = useQuery(meOptions());
  const search = useSearch();
  const results = useResults(search.searchId);
  const { recordings } = results;
  const ticked = useTicked(search.searchId, results.totalCount ?? 0);
  const hasRoom = useMedia("(min-width: 900px)");
  const [currentId, setCurrentId] = useState<string | null>(null);
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const [job, setJob] = useState<Readonly<{ id: string; act: BulkAct }> | null>(null);
  const current = recordings.find((recording) => recording.id === currentId) ?? null;
  const count = results.totalCount === null ? null : callCountWords(results.totalCount, results.isLowerBound);
  const exactCount = results.isLowerBound ? null : results.totalCount;

  // Outside this screen: the player, which walks through the list that is shown.
  useEffect(() => setQueue(recordings.map((recording) => recording.id)), [recordings, setQueue]);

  const leaveDeleted = () => {
    const at = recordings.findIndex((recording) => recording.id === currentId);
    setCurrentId(recordings[at + 1]?.id ?? recordings[at - 1]?.id ?? null);
    setSheet(null);
  };

  return (
    <div className="flex h-full flex-col">
      <h1 className="sr-only">Recordings</h1>
      <SearchBar search={search} onShowFilters={() => setSheet({ kind: "filters", track })} />
      {search.error && !results.error ? (
        <p role="alert" className="px-3 pt-1 text-danger text-sm sm:px-4">
          {search.error.message}
        </p>
      ) : null}
      <Histogram search={search} count={results.error ? "No calls shown" : count} />
      <SourceNotices sources={results.sources} zone={zone} />
      <MeasuredNotice measuredOnly={results.measuredOnly} />
      <div className="flex min-h-0 flex-1 border-line border-t">
        <aside
          aria-label="Counts"
          className="w-52 shrink-0 overflow-auto border-line border-r p-2 max-[1099px]:hidden"
        >
          <Facets search={search} />
        </aside>
        <section
          aria-label="Results"
          aria-busy={results.isOld || search.isStoring}
          className={clsx(
            "flex min-h-[50dvh] min-w-0 flex-1 flex-col transition-opacity",
            (results.isOld || search.isStoring) && "opacity-60",
          )}
        >
          {job ? <JobProgress key={job.id} job={job.id} act={job.act} onClose={() => setJob(null)} /> : null}
          {ticked.picked.count > 0 ? (
            <BulkBar
              picked={ticked.picked}
              totalCount={exactCount}
              isAll={ticked.isAll}
              onAll={ticked.tickAll}
              onClear={ticked.clear}
              onJob={(id, act) => {
                setJob({ id, act });
                ticked.clear();
              }}
            />
          ) : null}
          {hasNewer(me.data?.sources ?? [], results.sources) ? (
            <Button
              tone="quiet"
              size="small"
              className="m-1 self-center text-accent!"
              onClick={() => void results.retry()}
            >
              Calls have come in since. Show them
            </Button>
          ) : null}
          {results.error ? (
            <SearchFailure
              error={results.error}
              hasSearch={search.searchId !== null}
              onRetry={() => void results.retry()}
              onClear={() => search.change({})}
            />
          ) : results.isPending ? (
            <RowSkeletons />
          ) : recordings.length === 0 ? (
            <NoCalls
              hasParts={!isEmptyFilter(search.filter)}
              hasWhen={search.filter.startTime !== undefined || search.filter.startBefore !== undefined}
              onClear={() => search.change({})}
              onAllTime={() =>
                search.change(withParts(search.filter, { startTime: undefined, startBefore: undefined }))
              }
            />
          ) : (
            <RecordingsTable
              recordings={recordings}
              totalCount={exactCount}
              selection={ticked.selection}
              isAllTicked={ticked.isAll}
              onSelection={ticked.change}
              currentId={current?.id ?? null}
              onCurrent={(id, byPress) => {
                setCurrentId(id);
                if (byPress && !hasRoom) setSheet({ kind: "details", track });
              }}
              onOpenPage={(id) => router.push(`/recordings/${id}`)}
              hasMore={results.hasMore}
              onMore={results.loadMore}
            />
          )}
          {results.moreError ? (
            <p role="alert" className="flex items-center gap-2 border-line border-t px-3 py-1 text-danger">
              Older calls did not load: {results.moreError.message}
              <Button size="small" onClick={() => void results.retryMore()}>
                Try again
              </Button>
            </p>
          ) : null}
        </section>
        {hasRoom ? (
          <aside
            aria-label="Details of the call"
            className="w-[340px] shrink-0 overflow-auto border-line border-l bg-surface p-3 xl:w-[380px]"
          >
            {current ? (
              <DetailsPane recording={current} onDeleted={leaveDeleted} />
            ) : (
              <p className="px-2 py-10 text-center text-ink-faint">
                Pick a call to see who was on it, its labels and comments. Enter plays it.
              </p>
            )}
          </aside>
        ) : null}
      </div>
      {sheet?.kind === "filters" ? (
        <FiltersSheet search={search} count={count} onClose={() => setSheet(null)} />
      ) : null}
      {sheet?.kind === "details" && sheet.track === track && current && !hasRoom ? (
        <Dialog open title="Call" shape="sheet" onClose={() => setSheet(null)}>
          <DetailsPane recording={current} onDeleted={leaveDeleted} />
        </Dialog>
      ) : null}
    </div>
  );
}
