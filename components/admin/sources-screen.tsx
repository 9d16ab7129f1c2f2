"use client";

import { useQuery } from "@tanstack/react-query";
import { Empty, Failure, Skeleton } from "@/components/ui/feedback";
import { sourcesOptions } from "@/lib/api-client/queries";
import { ScreenHeading } from "./screen-heading";
import { SourceItem } from "./source-item";

/** The health of every recording system, its progress and its limits. */
export function SourcesScreen() {
  const sources = useQuery(sourcesOptions());
  return (
    <>
      <ScreenHeading title="Sources">
        The recording systems behind this desk: how fresh each is, how far back its history reaches, and what
        it can do.
      </ScreenHeading>
      {sources.isPending ? <Skeleton className="h-48" /> : null}
      {sources.isError ? <Failure title="The sources can't be shown">{sources.error.message}</Failure> : null}
      {sources.data?.length === 0 ? (
        <Empty title="No sources yet">
          Name your recording systems in the sources file (EARMARK_SOURCES) and restart.
        </Empty>
      ) : null}
      <ul className="flex flex-col gap-4">
        {sources.data?.map((source) => (
          <SourceItem key={source.id} source={source} />
        ))}
      </ul>
    </>
  );
}
