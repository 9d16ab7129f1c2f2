"use client";

import { clsx } from "clsx";
import { clockTime, readTime } from "@/components/format/time";
import { Popover } from "@/components/ui/popover";
import type { SourceCoverage, SourceState } from "@/lib/domain/answers";
import { usePreferences } from "./preferences";

const DOT: Readonly<Record<SourceState, string>> = {
  ok: "bg-good",
  backfilling: "bg-accent",
  behind: "bg-warn",
  fieldMasked: "bg-warn",
  unreachable: "bg-danger",
  refused: "bg-danger",
};

/** What a source's state means to the person who searches. */
export function sourceWords(source: SourceCoverage, zone: string): string {
  const syncedMs = readTime(source.lastSyncTime);
  const until = syncedMs === null ? "" : ` up to ${clockTime(syncedMs, zone)}`;
  switch (source.state) {
    case "ok":
      return `${source.name}: current`;
    case "backfilling":
      return `${source.name}: current, older calls still coming in`;
    case "behind":
      return `${source.name}:${until || " behind"}`;
    case "unreachable":
      return `${source.name}: not reachable${until ? `, shown${until}` : ""}`;
    case "refused":
      return `${source.name}: refuses our account`;
    case "fieldMasked":
      return `${source.name}: left out, this field is masked there`;
  }
}

/** The freshness of all sources in one line, and each of them on request. */
export function SourcesStatus({ sources }: Readonly<{ sources: readonly SourceCoverage[] }>) {
  const { zone } = usePreferences();
  const trouble = sources.filter((source) => source.state !== "ok" && source.state !== "backfilling");
  const first = trouble[0];
  const current = sources.length - trouble.length;
  const words = first
    ? sourceWords(first, zone)
    : `${current} ${current === 1 ? "source" : "sources"} current`;
  return (
    <Popover
      align="end"
      button={{ tone: "quiet", "aria-label": `Sources: ${words}` }}
      label={
        <>
          <span aria-hidden className={clsx("size-2 rounded-full", first ? DOT[first.state] : "bg-good")} />
          <span className="max-w-64 truncate font-normal text-ink-soft max-md:hidden">{words}</span>
        </>
      }
    >
      {() => (
        <ul className="flex flex-col gap-2">
          {sources.map((source) => (
            <li key={source.id} className="flex items-center gap-2">
              <span aria-hidden className={clsx("size-2 shrink-0 rounded-full", DOT[source.state])} />
              {sourceWords(source, zone)}
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}
