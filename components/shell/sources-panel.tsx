"use client";

import { clsx } from "clsx";
import { ownMessage, upToWords, worstFirst } from "@/components/format/source-words";
import { ShareBar } from "@/components/ui/share-bar";
import type { SourceCoverage } from "@/lib/domain/answers";
import { usePreferences } from "./preferences";
import { SOURCE_DOTS } from "./sources-status";

/** Every source with what is missing of it, and how far its history has come in. */
export function SourcesPanel({ sources }: Readonly<{ sources: readonly SourceCoverage[] }>) {
  const { zone } = usePreferences();
  const nowMs = Date.now();
  return (
    <ul className="flex flex-col gap-3">
      {worstFirst(sources).map((source) => {
        const message = ownMessage(source);
        return (
          <li key={source.id} className="grid grid-cols-[8px_minmax(0,1fr)] gap-x-2">
            <span aria-hidden className={clsx("mt-1.5 size-2 rounded-full", SOURCE_DOTS[source.state])} />
            <div className="flex min-w-0 flex-col">
              <span className="font-medium">{upToWords(source, zone, nowMs)}</span>
              {message ? <span className="text-ink-soft text-sm">{message}</span> : null}
              {source.backfillShare === undefined ? null : (
                <ShareBar label={`History of ${source.name}`} share={source.backfillShare} />
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
