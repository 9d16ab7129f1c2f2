"use client";

import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { useCallback, useState } from "react";
import { clockTimeWithSeconds } from "@/components/format/time";
import { callCountWords } from "@/components/format/words";
import { LiveTable } from "@/components/live/live-table";
import { countWords, quietWords } from "@/components/live/live-words";
import { SilentSources } from "@/components/live/silent-sources";
import { StopDialog } from "@/components/live/stop-dialog";
import { useLiveActs } from "@/components/live/use-live-acts";
import { useMay } from "@/components/recordings/use-may";
import { usePreferences } from "@/components/shell/preferences";
import { Button } from "@/components/ui/button";
import { Empty, Failure, Skeleton } from "@/components/ui/feedback";
import { liveOptions } from "@/lib/api-client/live";
import type { LiveSource } from "@/lib/domain/answers";
import type { OutgoingLiveCall } from "@/lib/privacy/outgoing";

const NO_SOURCES: readonly LiveSource[] = [];

/** The calls being recorded now, and pause, resume and stop for each as far as its vendor has them. */
export function LiveScreen() {
  const may = useMay();
  const { zone } = usePreferences();
  const live = useQuery(liveOptions());
  const sources = live.data?.sources ?? NO_SOURCES;
  const sourceName = useCallback(
    (id: string) => sources.find((source) => source.id === id)?.name ?? id,
    [sources],
  );
  const acts = useLiveActs(sourceName);
  const [stopping, setStopping] = useState<OutgoingLiveCall | null>(null);
  const calls = live.data?.recordings ?? [];
  const hasRows = calls.length > 0 || acts.notes.size > 0 || stopping !== null;
  const asOf = live.dataUpdatedAt === 0 ? null : clockTimeWithSeconds(live.dataUpdatedAt, zone);

  return (
    <div className="mx-auto flex w-full max-w-7xl flex-col gap-2 py-4 sm:px-6 sm:py-5">
      <div className="flex flex-wrap items-baseline gap-x-3 px-3 sm:flex-nowrap sm:px-0">
        <h1 className="font-semibold text-xl tracking-tight">Live</h1>
        {live.data && calls.length > 0 ? (
          <p className="shrink-0 text-ink-soft max-sm:shrink">
            {callCountWords(calls.length, false)}: {countWords(calls)}
          </p>
        ) : null}
        <p
          role="status"
          className={clsx(
            acts.said?.isRefusal
              ? "sr-only"
              : "min-h-5 min-w-0 text-ink-soft max-sm:order-last max-sm:w-full sm:flex-1 sm:truncate sm:text-right",
          )}
        >
          {acts.said ? `${clockTimeWithSeconds(acts.said.atMs, zone)} ${acts.said.words}` : null}
        </p>
        {asOf && !live.isError ? (
          <p className="ml-auto shrink-0 text-ink-faint text-sm max-sm:hidden">as of {asOf}</p>
        ) : null}
      </div>
      {live.isError ? (
        <div className="px-3 sm:px-0">
          <Failure title={asOf ? `This list is of ${asOf}` : "The live calls can't be shown"}>
            <p>{live.error.message}</p>
            <Button className="mt-2" onClick={() => void live.refetch()}>
              Try again
            </Button>
          </Failure>
        </div>
      ) : null}
      {live.isPending && !live.isError ? <RowSkeletons /> : null}
      {hasRows ? (
        <div className={clsx("transition-opacity", live.isError && "opacity-60")}>
          <LiveTable
            calls={calls}
            kept={stopping}
            acts={acts}
            mayControl={may("recording.control")}
            sourceName={sourceName}
            onAct={(call, status) => (status === "stopped" ? setStopping(call) : acts.act(call, status))}
          />
        </div>
      ) : live.data ? (
        <Empty title={quietWords(sources)} />
      ) : null}
      <SilentSources sources={sources} />
      {stopping ? (
        <StopDialog
          call={stopping}
          sourceName={sourceName(stopping.source)}
          onClose={() => setStopping(null)}
          onStop={() => {
            setStopping(null);
            acts.act(stopping, "stopped");
          }}
        />
      ) : null}
    </div>
  );
}

function RowSkeletons() {
  return (
    <div className="flex flex-col gap-2 px-3 sm:px-0">
      <Skeleton className="h-9" />
      <Skeleton className="h-9" />
      <Skeleton className="h-9" />
    </div>
  );
}
