"use client";

import { clsx } from "clsx";
import dynamic from "next/dynamic";
import { freshnessLine, isTrouble, worstFirst } from "@/components/format/source-words";
import { Popover } from "@/components/ui/popover";
import type { SourceCoverage, SourceState } from "@/lib/domain/answers";
import { usePreferences } from "./preferences";

const SourcesPanel = dynamic(() => import("./sources-panel").then((module) => module.SourcesPanel), {
  ssr: false,
  loading: () => <div className="h-32 w-72" />,
});

export const SOURCE_DOTS: Readonly<Record<SourceState, string>> = {
  ok: "bg-good",
  backfilling: "bg-accent",
  behind: "bg-warn",
  fieldMasked: "bg-warn",
  unreachable: "bg-danger",
  refused: "bg-danger",
};

/** The freshness of all sources in one line, the worst first, and each of them on request. */
export function SourcesStatus({ sources }: Readonly<{ sources: readonly SourceCoverage[] }>) {
  const { zone } = usePreferences();
  const [worst] = worstFirst(sources);
  const words = freshnessLine(sources, zone, Date.now());
  return (
    <Popover
      align="end"
      button={{ tone: "quiet", "aria-label": `Sources: ${words}` }}
      className="w-80"
      label={
        <>
          <span
            aria-hidden
            className={clsx(
              "size-2 shrink-0 rounded-full",
              worst && isTrouble(worst) ? SOURCE_DOTS[worst.state] : "bg-good",
            )}
          />
          <span className="max-w-80 truncate font-normal text-ink-soft max-lg:max-w-56 max-md:hidden">
            {words}
          </span>
        </>
      }
    >
      {() => <SourcesPanel sources={sources} />}
    </Popover>
  );
}
