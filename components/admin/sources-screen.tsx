"use client";

import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import type { ReactNode } from "react";
import { ago, fullTime, readTime } from "@/components/format/time";
import { usePreferences } from "@/components/shell/preferences";
import { Badge, Empty, Failure, Skeleton } from "@/components/ui/feedback";
import { sourcesOptions } from "@/lib/api-client/queries";
import type { SourceDetails, SourceState } from "@/lib/domain/answers";
import { VENDOR_TITLES } from "@/lib/domain/vendors";
import { ScreenHeading } from "./screen-heading";

const STATE_WORDS: Readonly<Record<SourceState, string>> = {
  ok: "Current",
  backfilling: "Older calls coming in",
  behind: "Behind",
  unreachable: "Not reachable",
  refused: "Refuses our account",
  fieldMasked: "Field masked",
};

const CAPABILITIES = [
  ["readById", "Read by id"],
  ["labels", "Labels"],
  ["protection", "Protection"],
  ["deletion", "Deletion"],
  ["live", "Live control"],
] as const;

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

function SourceItem({ source }: Readonly<{ source: SourceDetails }>) {
  const { zone } = usePreferences();
  const nowMs = Date.now();
  const syncedMs = readTime(source.lastSyncTime);
  const newestMs = readTime(source.newestStartTime);
  const sinceMs = readTime(source.stateSince);
  const reachedMs = readTime(source.backfill.reachedTime);
  const isTrouble = source.state === "unreachable" || source.state === "refused";
  return (
    <li className="rounded-lg border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="font-semibold text-lg">{source.name}</h2>
        <span className="text-ink-soft">{VENDOR_TITLES[source.vendor]}</span>
        <Badge tone={isTrouble ? "danger" : source.state === "ok" ? "accent" : "mask"}>
          {STATE_WORDS[source.state]}
        </Badge>
      </div>
      {source.message && source.state !== "ok" ? (
        <p className={clsx("mt-1", isTrouble ? "text-danger" : "text-ink-soft")}>
          {source.message}
          {sinceMs === null ? "" : ` Since ${fullTime(sinceMs, zone)}.`}
        </p>
      ) : null}
      <dl className="mt-3 grid grid-cols-2 gap-x-6 gap-y-3 md:grid-cols-4">
        <Fact title="Recordings">{source.recordingCount.toLocaleString("en")}</Fact>
        <Fact title="Last looked">{syncedMs === null ? "never" : ago(syncedMs, nowMs)}</Fact>
        <Fact title="Newest call">{newestMs === null ? "none" : fullTime(newestMs, zone)}</Fact>
        <Fact title="Looks every">{source.syncSeconds} s</Fact>
      </dl>
      <div className="mt-4">
        <div className="flex justify-between text-sm">
          <span className="text-ink-soft">
            {source.backfill.done
              ? `History of ${source.backfillDays} days is complete`
              : `History: back to ${reachedMs === null ? "now" : fullTime(reachedMs, zone)} of ${source.backfillDays} days`}
          </span>
          <span>{Math.floor(source.backfill.share * 100)} %</span>
        </div>
        <progress
          aria-label={`History of ${source.name}`}
          max={1}
          value={source.backfill.share}
          className="mt-1 h-1.5 w-full appearance-none overflow-hidden rounded bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
        />
      </div>
      <div className="mt-4 flex flex-wrap gap-2">
        {CAPABILITIES.map(([key, title]) => (
          <Badge key={key} tone={source.capabilities[key] ? "accent" : "neutral"}>
            {source.capabilities[key] ? title : `No ${title.toLowerCase()}`}
          </Badge>
        ))}
      </div>
      {source.missingPermissions.length > 0 ? (
        <ul className="mt-3 list-disc pl-5 text-danger">
          {source.missingPermissions.map((missing) => (
            <li key={`${missing.call}${missing.permission}`}>
              {missing.call} needs <code>{missing.permission}</code>
            </li>
          ))}
        </ul>
      ) : null}
      {source.limits.length > 0 ? (
        <ul className="mt-3 list-disc pl-5 text-ink-soft text-sm">
          {source.limits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}

function Fact({ title, children }: Readonly<{ title: string; children: ReactNode }>) {
  return (
    <div>
      <dt className="text-ink-faint text-sm">{title}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}
